// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// in_parallel(f, executor): what bind or compile made, evaluated by several threads.
#pragma once

#include <gradsmith/bind.hpp>
#include <gradsmith/emit/divided.hpp>

namespace gradsmith {

namespace detail {

/// F, with programs that run as `Running` says; nothing for what bind and compile did not make.
template <class F, class Running>
struct with_running {};
template <class Key, class T, class Before, class Running>
struct with_running<objective<Key, T, Before>, Running> {
  using type = objective<Key, T, Running>;
};
template <class Key, class T, class Before, class Running>
struct with_running<residual_objective<Key, T, Before>, Running> {
  using type = residual_objective<Key, T, Running>;
};

template <class F, class Executor>
constexpr text in_parallel_error() {
  if (!executor<Executor>)
    return text{"in_parallel(f, executor): the second argument runs work in threads, as gs::threads{2} or gs::serial{} "
                "does, and this is no executor"};
  if (!requires { typename with_running<F, emit::undivided>::type; })
    return text{"in_parallel(f, executor): f is what bind, bind_residuals or compile made, and this is none of these"};
  return {};
}

}  // namespace detail

/// in_parallel(bind<loss>(...), threads{4}): the same problem, a copy that shares the data, whose passes over the data
/// are divided into parts that the workers of `how` take one after the other.
///
/// How many parts there are, at most 32, follows from the formula, the extents and the number of rows, never from the
/// workers: results are the same bits for any executor, and those of the problem itself up to the rounding of the sums
/// over the parts. Data too few to be worth it are one part, evaluated by the calling thread, with the bits of the
/// problem itself. Members are those of the problem, batches included; one evaluation at a time, as there.
/// Cost: memory for a block of rows per worker, and for the results over the rows per part, all set up with each
/// program; evaluations allocate nothing of their own.
template <class F, class Executor>
[[nodiscard]] auto in_parallel(F const& f, Executor how) {
  if constexpr (std::is_same_v<F, detail::no_objective>) {
    return f;
  } else if constexpr (!is_wrong<&detail::in_parallel_error<F, Executor>>()) {
    using running = emit::divided<Executor>;
    return typename detail::with_running<F, running>::type(f, running(std::move(how)));
  } else {
    stop_compilation<error_sentence<&detail::in_parallel_error<F, Executor>>>();
    return detail::no_objective{};
  }
}
/// in_parallel(compile<e...>, threads{4}): the same function, evaluated in the same way. What it returned owns the
/// executor, and nothing else; a workspace of it has the workers' memory.
template <class Parsed, class Before, executor Executor>
[[nodiscard]] constexpr auto in_parallel(function<Parsed, Before>, Executor how) {
  return function<Parsed, emit::divided<Executor>>{emit::divided<Executor>(std::move(how))};
}

}  // namespace gradsmith
