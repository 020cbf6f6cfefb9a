// error: y is indexed by axes, as in y\(i\), and not by numbers or expressions; the entry at position n of the axis i is pick\(i, y, n\)
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
constexpr auto loss = square(a - pick(i, y, 3));
#else
constexpr auto loss = square(a - y(3));
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target); }
