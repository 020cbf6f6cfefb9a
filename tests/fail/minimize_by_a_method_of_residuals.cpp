// error: this method works on residuals: write least_squares\(problem, method, stop{...}\), or for single steps minimization\(sum_of_squares\(problem\), ...\)
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

#ifdef FIXED
double fit() { return gs::minimize(bowl{}, {3.0}, gs::lbfgs{}).value; }
#else
double fit() { return gs::minimize(bowl{}, {3.0}, gs::levenberg_marquardt{}).value; }
#endif
