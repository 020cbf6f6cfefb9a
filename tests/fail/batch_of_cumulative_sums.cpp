// error: batch\(rows\): cumulative sums run along the axis i, so that all its entries must be there; if the rows are another axis, name it: stream\(axis, loss\)
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
constexpr auto event = gs::input<"event">(i);
constexpr auto score = gs::let([] { return sum(j, w * x); });
#ifdef FIXED
constexpr auto loss = mean(i, event * (score - log(sum(i, exp(score)))));
#else
constexpr auto loss = mean(i, event * (score - log(cumulative_sum(i, exp(score)))));
#endif
}  // namespace

double evaluate(std::vector<double> const& data, std::vector<double> const& events, std::vector<std::uint32_t> const& rows) {
  auto problem = gs::bind<loss>(x = gs::matrix(data, 20, 3), event = events);
  return problem.batch(rows).value(problem.parameters());
}
