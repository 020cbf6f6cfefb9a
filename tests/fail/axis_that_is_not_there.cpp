// error: sum runs over the axis k, which its argument does not have \(it has i\); name one of its axes, or index a symbol in it with k
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto y = gs::input<"y">(i);
[[maybe_unused]] constexpr auto k = gs::axis<"k">;
#ifdef FIXED
constexpr auto loss = sum(i, square(y)) + sum(j, w);
#else
constexpr auto loss = sum(k, square(y)) + sum(j, w);
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target, j = 3); }
