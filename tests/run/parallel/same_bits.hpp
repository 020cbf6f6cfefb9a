// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Problems evaluated by one worker and by several, whose results must be the same bits.
//
// Threads are std::thread here, which the thread sanitizer follows; oneTBB, compiled without it, it does not. By hand:
//   clang++ -fsanitize=thread -std=c++20 -O1 -march=native -Iinclude -Itests -DDOCTEST_CONFIG_IMPLEMENT_WITH_MAIN ...
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/in_parallel.hpp>

#include "support/numeric.hpp"

namespace gradsmith::tests {

/// Workers that are threads, started anew each time, or the calling thread: one after the other, the last one first.
/// One type for all, so that a program is compiled once.
class some_workers {
 public:
  enum class kind { threads, backwards };
  explicit some_workers(std::size_t count, kind which = kind::threads) : count_(count), which_(which) {}

  [[nodiscard]] std::size_t workers() const { return count_; }
  template <class Work>
  void run(std::size_t count, Work const& work) const {
    ++*runs_;
    REQUIRE((count >= 1 && count <= count_));
    if (which_ == kind::backwards) {
      for (std::size_t number = count; number-- > 0;) work(number);
      return;
    }
    std::vector<std::thread> others;
    for (std::size_t number = 1; number < count; ++number) others.emplace_back([&work, number] { work(number); });
    work(0);
    for (std::thread& each : others) each.join();
  }
  /// How often work was handed out, by all copies.
  [[nodiscard]] int runs() const { return *runs_; }

 private:
  std::size_t count_;
  kind which_;
  std::shared_ptr<std::atomic<int>> runs_ = std::make_shared<std::atomic<int>>(0);
};
static_assert(executor<some_workers> && !executor<int>);

template <class T>
using bits_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// How many numbers differ in any bit.
template <class T>
std::size_t differences_in_bits(std::vector<T> const& a, std::vector<T> const& b) {
  if (a.size() != b.size()) return a.size() + b.size();
  std::size_t count = 0;
  for (std::size_t k = 0; k < a.size(); ++k)
    count += std::bit_cast<bits_of<T>>(a[k]) != std::bit_cast<bits_of<T>>(b[k]);
  return count;
}

/// All that an objective says at theta, one after the other: values, gradients, a product with the Hessian.
template <class T, class F>
std::vector<T> all_results(F&& f, std::vector<T> const& theta) {
  std::size_t const size = theta.size();
  // What is not assigned is seen.
  std::vector<T> both(size, T{7}), alone(size, T{8}), product(size, T{9}), all;
  all.push_back(f.value_and_gradient(theta, both));
  all.push_back(f.value(theta));
  f.gradient(theta, alone);
  f.hvp(theta, theta, product);
  for (auto const* each : {&both, &alone, &product}) all.insert(all.end(), each->begin(), each->end());
  return all;
}

/// What a comparison found.
struct comparison {
  std::size_t different = 0;  // numbers in any bit, of all executors
  double far = 0;             // from the results of the problem itself
  bool divided = false;       // whether workers had something to do
};

/// Compares what `evaluate` finds of a problem for executors of 1 to 7 workers.
template <class T, class Problem, class Evaluate>
comparison compare_executors(Problem& problem, Evaluate const& evaluate) {
  some_workers const one(1);
  auto alone = in_parallel(problem, one);
  std::vector<T> const expected = evaluate(alone);
  comparison found{.far = largest_distance(expected, evaluate(problem)), .divided = one.runs() > 0};
  found.different += differences_in_bits(expected, evaluate(alone));
  for (std::size_t count = 2; count <= 7; ++count)
    for (auto const which : {some_workers::kind::threads, some_workers::kind::backwards}) {
      auto several = in_parallel(problem, some_workers(count, which));
      found.different += differences_in_bits(expected, evaluate(several));
    }
  auto copy = alone;
  found.different += differences_in_bits(expected, evaluate(copy));
  return found;
}
/// All that a problem says on all of its rows, or on some.
template <class Problem, class T>
comparison compare_workers(Problem& problem, std::vector<T> const& theta) {
  return compare_executors<T>(problem, [&](auto& f) { return all_results<T>(f, theta); });
}
template <class Problem, class T>
comparison compare_workers(Problem& problem, std::vector<T> const& theta, std::vector<std::uint32_t> const& rows) {
  return compare_executors<T>(problem, [&](auto& f) { return all_results<T>(f.batch(rows), theta); });
}

/// Rows of a batch, some of them twice.
inline std::vector<std::uint32_t> some_rows(std::size_t count, std::size_t of) {
  std::vector<std::uint32_t> rows(count);
  for (std::size_t k = 0; k < count; ++k) rows[k] = static_cast<std::uint32_t>(k * 7919 % of);
  return rows;
}

}  // namespace gradsmith::tests
