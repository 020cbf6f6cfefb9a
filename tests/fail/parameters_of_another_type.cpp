// error: parameters and directions of this problem are contiguous arrays of double, such as std::vector<double>, and this is none
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = sum(i, square(a - y));
}  // namespace

double fit(std::vector<double> const& target, std::vector<float> const& theta) {
  auto problem = gs::bind<loss>(y = target);
#ifdef FIXED
  return problem.value(std::vector<double>(theta.begin(), theta.end()));
#else
  return problem.value(theta);
#endif
}
