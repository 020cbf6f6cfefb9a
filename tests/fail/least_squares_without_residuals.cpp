// error: least_squares needs a problem with std::size_t size\(\), std::size_t residuals\(\) and void residuals_and_jacobian\(std::span<T const> x, std::span<T> r, std::span<T> J\), J by rows: bind_residuals<r>\(...\) makes one; a loss goes to minimize\(problem, lbfgs{}, stop{...}\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
#ifdef FIXED
  std::size_t residuals() const { return 1; }
  void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
    r[0] = x[0];
    J[0] = 1;
  }
#else
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0];
    return x[0] * x[0] / 2;
  }
#endif
};

double fit() { return gs::least_squares(bowl{}, {3.0}, gs::levenberg_marquardt{}).value; }
