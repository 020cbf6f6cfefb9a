// error: results of this problem are assigned to contiguous arrays of float, such as std::vector<float>, and this is none that can be written to
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

void fit(std::vector<float> const& target, std::vector<float> const& theta) {
  auto problem = gs::bind<loss>(y = target);
#ifdef FIXED
  std::vector<float> slope(1);
  problem.gradient(theta, slope);
#else
  std::vector<float> const slope(1);
  problem.gradient(theta, slope);
#endif
}
