// error: this problem has no parameters\(\) to start from: write least_squares\(problem, start, method, stop{...}\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
  std::size_t residuals() const { return 1; }
  void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
    r[0] = x[0];
    J[0] = 1;
  }
};

#ifdef FIXED
double fit() { return gs::least_squares(bowl{}, {3.0}, gs::gauss_newton_search{}).value; }
#else
double fit() { return gs::least_squares(bowl{}, gs::gauss_newton_search{}).value; }
#endif
