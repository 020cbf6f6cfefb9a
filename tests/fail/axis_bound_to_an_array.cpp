// error: k is an axis; bind an integer to it, its extent
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto k = gs::axis<"k">;
constexpr auto hidden = gs::param<"hidden">(j, k);
constexpr auto loss = mean(i, square(sum(k, relu(sum(j, hidden * x))) - y));
}  // namespace

auto fit(std::vector<double> const& data, std::vector<double> const& target) {
#ifdef FIXED
  return gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target, k = 10);
#else
  return gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target, k = 10.0);
#endif
}
