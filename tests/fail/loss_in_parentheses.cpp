// error g++: missing template arguments before
// error clang++: use of variable template '(gradsmith::|gs::|)bind' requires template arguments
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

double fit(std::vector<double> const& target, std::vector<double> const& theta) {
#ifdef FIXED
  auto problem = gs::bind<loss>(y = target);
#else
  auto problem = gs::bind(loss, y = target);
#endif
  return problem.value(theta);
}
