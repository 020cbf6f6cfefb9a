// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs with a break, beside runs without one.
#pragma once

#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "problems.hpp"

namespace gradsmith::tests {

template <class T>
bool same_bits(std::vector<T> const& a, std::vector<T> const& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (std::bit_cast<std::uint64_t>(static_cast<double>(a[k])) !=
        std::bit_cast<std::uint64_t>(static_cast<double>(b[k])))
      return false;
  return true;
}

/// Everything but the seconds.
template <class T>
void check_same(result<T> const& one, result<T> const& other) {
  CHECK(one.status == other.status);
  CHECK(same_bits(one.point, other.point));
  CHECK(same_bits<T>({one.value, one.gradient_norm}, {other.value, other.gradient_norm}));
  CHECK(one.evaluations == other.evaluations);
  CHECK(one.steps == other.steps);
  CHECK(one.epochs == other.epochs);
  CHECK(one.restarts == other.restarts);
  CHECK(one.skipped == other.skipped);
  REQUIRE(one.history.size() == other.history.size());
  bool is_same = true;
  for (std::size_t k = 0; k < one.history.size(); ++k) {
    history_row const &a = one.history[k], &b = other.history[k];
    is_same = is_same && a.step == b.step && a.epoch == b.epoch && a.evaluations == b.evaluations &&
              same_bits<double>({a.value, a.gradient_norm, a.step_length}, {b.value, b.gradient_norm, b.step_length});
  }
  CHECK(is_same);
}

/// The sum over rows of the valleys that lie at them; on a batch that of its rows.
template <class T>
struct valleys {
  using value_type = T;
  std::vector<T> at{T(1), T(0.5), T(1.5), T(-1), T(2), T(0.25), T(1)};
  std::size_t size() const { return 2; }
  std::size_t rows() const { return at.size(); }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T value = g[0] = g[1] = 0;
    for (T each : at) {
      T const a = each - x[0], b = x[1] - x[0] * x[0];
      value += a * a + 5 * b * b;
      g[0] += -2 * a - 20 * x[0] * b;
      g[1] += 10 * b;
    }
    return value;
  }
  void hvp(std::span<T const> x, std::span<T const> v, std::span<T> out) const { hvp_by_differences(*this, x, v, out); }
  void hessian(std::span<T const> x, std::span<T> h) const { hessian_by_differences(*this, x, h); }
  valleys batch(std::span<std::uint32_t const> rows) const {
    valleys part{.at = {}};
    for (std::uint32_t row : rows) part.at.push_back(at[row]);
    return part;
  }
};

/// `steps` in one run, and with a break after `before` of them, in which nothing but the bytes is left. `make` returns
/// the problem.
template <class T, class Make, class Method>
void check_break_of(Make make, Method const& method, std::int64_t before, std::int64_t steps,
                    stop limits = {.gradient_norm = std::nullopt}) {
  auto problem = make();
  std::vector<T> const start{T(-1.2), T(1)};
  limits.max_steps = steps;
  auto const whole = minimize(problem, start, method, limits);
  std::stringstream file;
  {
    stop first = limits;
    first.max_steps = before;
    minimization run(problem, start, method, first);
    while (run.step()) {}
    run.save(file);
    file << "more";
  }
  auto another = make();
  minimization run(another, {T(7), T(7)}, method, limits);
  run.load(file);
  std::string behind;
  file >> behind;
  CHECK(behind == "more");
  CHECK(run.steps() == std::min(before, whole.steps));
  CHECK(run.is_over() == (whole.steps == run.steps()));
  while (run.step()) {}
  check_same(run.finish(), whole);
}
template <class T, class Method>
void check_break(Method const& method, std::int64_t before, std::int64_t steps,
                 stop limits = {.gradient_norm = std::nullopt}) {
  check_break_of<T>([] { return valleys<T>{}; }, method, before, steps, limits);
}

}  // namespace gradsmith::tests
