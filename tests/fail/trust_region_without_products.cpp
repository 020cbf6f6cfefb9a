// error: trust_region_newton_cg needs an objective with void hvp\(std::span<T const> x, std::span<T const> v, std::span<T> out\), the Hessian at x times v; lbfgs does without
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>

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
  return gs::minimize(bowl{}, {3.0}, gs::lbfgs{}).value;
#else
  return gs::minimize(bowl{}, {3.0}, gs::trust_region_newton_cg{}).value;
#endif
}
