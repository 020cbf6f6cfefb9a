// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What an operation makes of single numbers. Not in its record: that would compile the mathematics of every operation
// into every program.
#pragma once

#include <cstddef>
#include <utility>

namespace gradsmith::ir {

namespace detail {

template <class Op, class Arguments>
struct numbers_of;
template <class Op, std::size_t... K>
struct numbers_of<Op, std::index_sequence<K...>> {
  static constexpr bool has_value = requires { Op::value(((void)K, 0.0)...); };

  static double value(double const* x) { return static_cast<double>(Op::value(x[K]...)); }
  static double reduce(double const* const* x, int count) {
    double total = Op::start;
    if constexpr (requires { Op::block; }) {
      // As emission does: a product of more factors could overflow.
      for (int first = 0; first < count; first += Op::block) {
        double part = Op::start;
        for (int n = first; n < count && n < first + Op::block; ++n) part = Op::step(part, x[K][n]...);
        total = Op::merge(total, Op::finish(part));
      }
      return total;
    }
    for (int n = 0; n < count; ++n) {
      if constexpr (requires { Op::step(total, x[K][n]...); }) total = Op::step(total, x[K][n]...);
      else total = Op::merge(total, x[K][n]...);
    }
    if constexpr (requires { Op::finish(total); }) total = Op::finish(total);
    return total;
  }
};

}  // namespace detail

/// value(x): the operation of x[0], x[1] ..., where has_value. reduce(x, count): all `count` values of each argument made into one, in order,
/// where reduces.
template <class Op>
struct scalar_functions : detail::numbers_of<Op, std::make_index_sequence<Op::arity>> {
  static constexpr bool reduces = requires { Op::merge(0.0, 0.0); };
};

}  // namespace gradsmith::ir
