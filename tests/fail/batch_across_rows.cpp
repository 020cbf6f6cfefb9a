// error: batch\(rows\): the rows are the axis i, but param s\(i\) is indexed as s\(k\), so that its gradient needs all rows
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto k = gs::axis<"k">;
constexpr auto s = gs::param<"s">(i);
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto loss = mean(i, square(s - y)) + mean(k, square(y(k)));
#else
constexpr auto loss = mean(i, square(s - y)) + mean(k, square(s(k)));
#endif
}  // namespace

double evaluate(std::vector<double> const& target, std::vector<std::uint32_t> const& rows) {
  auto problem = gs::bind<loss>(y = target);
  return problem.batch(rows).value(problem.parameters());
}
