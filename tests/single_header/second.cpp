// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The second file of the program: it includes the same header, with all that is defined in it, and uses it before main.
#include <cmath>
#include <cstdlib>
#include <vector>

#include <gradsmith-single.hpp>

namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto centre = gs::param<"centre">;
constexpr auto y = gs::input<"y">(i);
constexpr auto spread = mean(i, square(y - centre));

// The mean is where the squares are least.
bool const fitted = [] {
  std::vector<double> const values{1, 2, 6};
  auto problem = gs::bind<spread>(y = values);
  auto const found = minimize(problem, gs::lbfgs{}, gs::stop{.gradient_norm = 1e-10});
  if (!(std::abs(found.point[0] - 3) < 1e-9)) std::abort();
  return true;
}();

}  // namespace
