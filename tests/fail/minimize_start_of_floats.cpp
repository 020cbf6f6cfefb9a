// error: the start of minimize is a contiguous array of the problem's element type, double unless its value_type is another, such as std::vector<double>; this one is not
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>
#include <vector>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0];
    return x[0] * x[0] / 2;
  }
};

double fit() {
#ifdef FIXED
  std::vector<double> const start{3};
#else
  std::vector<float> const start{3};
#endif
  return gs::minimize(bowl{}, start, gs::lbfgs{}).value;
}
