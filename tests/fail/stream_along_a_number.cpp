// error: stream takes the axis of the observations and the expression: write stream\(i, loss\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
#ifdef FIXED
constexpr auto loss = stream(i, mean(i, square(sum(j, w * x))));
#else
constexpr auto loss = stream(1, mean(i, square(sum(j, w * x))));
#endif
}  // namespace

double evaluate(std::vector<double> const& data) {
  auto problem = gs::bind<loss>(x = gs::matrix(data, data.size() / 2, 2));
  return problem.value(problem.parameters());
}
