// error: least_squares\(problem, method, stop{...}\) or least_squares\(problem, start, method, stop{...}\): none of these arguments is a method, such as levenberg_marquardt{}
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>
#include <vector>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
  std::size_t residuals() const { return 1; }
  void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
    r[0] = x[0];
    J[0] = 1;
  }
};

double fit(std::vector<double> const& start) {
#ifdef FIXED
  return gs::least_squares(bowl{}, start, gs::levenberg_marquardt{}, gs::stop{.max_steps = 5}).value;
#else
  return gs::least_squares(bowl{}, start, gs::stop{.max_steps = 5}).value;
#endif
}
