// error: minimize needs an objective with std::size_t size\(\), the number of parameters
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>
#include <vector>

namespace gs = gradsmith;

struct bowl {
#ifdef FIXED
  std::size_t size() const { return 1; }
#endif
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0];
    return x[0] * x[0] / 2;
  }
};

double fit() { return gs::minimize(bowl{}, {3.0}, gs::lbfgs{}).value; }
