// error: a loss is a number, but here the axes i, j remain; reduce with mean\(i, \.\.\.\) or sum\(i, \.\.\.\)
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
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto loss = mean(i, sum(j, square(x) * w) - y);
#else
constexpr auto loss = square(x) * w - y;
#endif
}  // namespace

auto fit(std::vector<double> const& data, std::vector<double> const& target) {
  return gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target);
}
