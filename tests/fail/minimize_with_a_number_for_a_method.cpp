// error: the argument after the start is no method, such as lbfgs\{\}, that has begin<T>\(n\)
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
  return gs::minimize(bowl{}, {3.0}, gs::sgd{.learning_rate = 0.01}).value;
#else
  return gs::minimize(bowl{}, {3.0}, 0.01).value;
#endif
}
