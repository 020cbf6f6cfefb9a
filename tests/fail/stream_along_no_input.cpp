// error: stream\(k, ...\): no input varies along this axis
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto u = gs::param<"u">(k);
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
#ifdef FIXED
constexpr auto loss = stream(i, mean(i, square(sum(j, w * x))) + sum(k, square(u)));
#else
constexpr auto loss = stream(k, mean(i, square(sum(j, w * x))) + sum(k, square(u)));
#endif
}  // namespace

double evaluate(std::vector<double> const& data) {
  auto problem = gs::bind<loss>(x = gs::matrix(data, data.size() / 2, 2), k = 3);
  return problem.value(problem.parameters());
}
