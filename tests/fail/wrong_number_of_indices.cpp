// error: x\(i\) has 1 index, but x is declared as x\(i, j\) with 2
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
constexpr auto loss = mean(i, square(sum(j, w * x(i, j)) - y));
#else
constexpr auto loss = mean(i, square(sum(j, w * x(i)) - y));
#endif
}  // namespace

auto fit(std::vector<double> const& data, std::vector<double> const& target) {
  return gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target);
}
