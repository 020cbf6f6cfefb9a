// error: a < b < c compares 0 or 1, which a < b is, with c; write \(a < b\) && \(b < c\)
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
constexpr auto loss = sum(i, where((0 <= y) && (y < 1), square(y - a), 0));
#else
constexpr auto loss = sum(i, where(0 <= y < 1, square(y - a), 0));
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target); }
