// error: newton needs an objective with void hessian\(std::span<T const> x, std::span<T> h\), which assigns all entries of the Hessian, row by row; lbfgs and bfgs do without
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
  return gs::minimize(bowl{}, {3.0}, gs::bfgs{}).value;
#else
  return gs::minimize(bowl{}, {3.0}, gs::newton{}).value;
#endif
}
