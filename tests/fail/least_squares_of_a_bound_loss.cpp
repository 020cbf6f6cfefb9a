// error: least_squares needs a problem with std::size_t size\(\), std::size_t residuals\(\) and void residuals_and_jacobian
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>
#include <vector>

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto w = gs::param<"w">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto r = w * x - y;
[[maybe_unused]] constexpr auto loss = sum(i, square(r)) / 2;

double fit(std::vector<double> const& data, std::vector<double> const& targets) {
#ifdef FIXED
  auto problem = gs::bind_residuals<r>(x = data, y = targets);
#else
  auto problem = gs::bind<loss>(x = data, y = targets);
#endif
  return gs::least_squares(problem, gs::levenberg_marquardt{}).value;
}
