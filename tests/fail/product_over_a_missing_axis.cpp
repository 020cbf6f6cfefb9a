// error: prod runs over the axis c, which its argument does not have \(it has i\); name one of its axes, or index a symbol in it with c
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto loss = square(a) + prod(i, a * y);
#else
constexpr auto c = gs::axis<"c", 3>;
constexpr auto loss = square(a) + prod(c, a * y);
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target); }
