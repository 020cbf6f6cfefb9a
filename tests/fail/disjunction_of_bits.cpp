// error: a formula has no \|; where one of two conditions holds, write \(a < 0\) \|\| \(a > 1\)
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
constexpr auto loss = sum(i, where(y < 0 || y > 1, a, 0));
#else
constexpr auto loss = sum(i, where((y < 0) | (y > 1), a, 0));
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target); }
