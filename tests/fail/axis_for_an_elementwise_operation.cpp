// error: exp works element by element and takes no axis
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
constexpr auto loss = mean(i, exp(sum(j, w * x)) - y);
#else
constexpr auto loss = mean(i, exp(i, sum(j, w * x)) - y);
#endif
}  // namespace

auto fit(std::vector<double> const& data, std::vector<double> const& target) {
  return gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target);
}
