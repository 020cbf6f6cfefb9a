// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// How far a problem on a public data set is from a formula in long double.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "support/data_sets.hpp"

namespace gradsmith::tests {

struct answer {
  real value = 0;
  std::vector<real> gradient;
};

// The part of one observation: log-sum-exp minus the picked logit; `e` becomes softmax minus one-hot.
inline real cross_entropy(std::vector<real>& e, int label) {
  real const top = *std::max_element(e.begin(), e.end());
  real total = 0;
  for (real z : e) total += std::exp(z - top);
  real const loss = top + std::log(total) - e[static_cast<std::size_t>(label)];
  for (real& z : e) z = std::exp(z - top) / total;
  e[static_cast<std::size_t>(label)] -= 1;
  return loss;
}

// Value relative to itself, gradient relative to its largest entry, in units of T's epsilon.
template <class Problem, class T>
double error_in_eps(Problem& problem, std::vector<T> const& theta, answer const& expected) {
  REQUIRE(problem.size() == theta.size());
  std::vector<T> both(theta.size()), alone(theta.size());
  T const value = problem.value_and_gradient(theta, both);
  problem.gradient(theta, alone);
  real largest = 0, worst = 0;
  for (real g : expected.gradient) largest = std::max(largest, std::abs(g));
  for (std::size_t q = 0; q < theta.size(); ++q)
    worst = std::max({worst, std::abs(both[q] - expected.gradient[q]) / largest, std::abs(alone[q] - expected.gradient[q]) / largest});
  worst = std::max({worst, std::abs(value - expected.value) / expected.value, std::abs(problem.value(theta) - expected.value) / expected.value});
  return static_cast<double>(worst / std::numeric_limits<T>::epsilon());
}

template <class T>
std::vector<T> as(std::vector<double> const& from) {
  return {from.begin(), from.end()};
}

}  // namespace gradsmith::tests
