// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Objectives that are NaN or infinite at times.
#pragma once

#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

namespace not_finite_at_times {

using namespace gradsmith;
using namespace gradsmith::tests;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

/// Three-dimensional bowl, whose value or one gradient entry is replaced from the call `from` on.
struct faulty {
  using value_type = double;
  int from = 0;
  double bad = not_a_number;
  int entry = -1;                         // of the gradient; -1: the value
  int calls = 0;
  double lowest = infinity;               // of what it returned whole

  std::size_t size() const { return 3; }
  std::size_t rows() const { return 5; }
  faulty& batch(std::span<std::uint32_t const>) { return *this; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) {
    double value = bowl<>{.curvature = 2, .n = 3}.value_and_gradient(x, g);
    if (calls++ < from) return lowest = std::min(lowest, value), value;
    if (entry < 0) return bad;
    g[static_cast<std::size_t>(entry)] = bad;
    return value;
  }
  void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) {
    double const seen = lowest;
    hvp_by_differences(*this, x, v, out);
    lowest = seen;                      // a run does not see these values
  }
  void hessian(std::span<double const> x, std::span<double> h) {
    double const seen = lowest;
    hessian_by_differences(*this, x, h);
    lowest = seen;
  }
};

std::vector<double> const start{1, 2, 3};

}  // namespace not_finite_at_times
