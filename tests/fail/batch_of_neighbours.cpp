// error: batch\(rows\): a parameter is read at computed positions along the axis i, so that its gradient needs all rows
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto y = gs::input<"y">(i);
constexpr auto group = gs::input<"group">(i);
#ifdef FIXED
constexpr auto t = gs::axis<"t">;
constexpr auto shared = gs::param<"shared">(t);
constexpr auto loss = mean(i, square(shared(group) - y));
#else
constexpr auto level = gs::param<"level">(i);
constexpr auto loss = mean(i, square(level(group) - y));
#endif
}  // namespace

double evaluate(std::vector<double> const& data, std::vector<int> const& groups, std::vector<std::uint32_t> const& rows) {
#ifdef FIXED
  auto problem = gs::bind<loss>(y = data, group = groups, t = 3);
#else
  auto problem = gs::bind<loss>(y = data, group = groups);
#endif
  return problem.batch(rows).value(problem.parameters());
}
