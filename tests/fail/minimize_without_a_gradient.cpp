// error: minimize needs an objective with T value_and_gradient\(std::span<T const> x, std::span<T> g\), T being its value_type, or double if it names none
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>
#include <vector>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
#ifdef FIXED
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0];
    return x[0] * x[0] / 2;
  }
#else
  double value(std::span<double const> x) const { return x[0] * x[0] / 2; }
#endif
};

double fit() { return gs::minimize(bowl{}, {3.0}, gs::lbfgs{}).value; }
