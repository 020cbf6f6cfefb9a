// error: y is declared by its axes, as in y\(i\); the symbol that this makes can then be indexed by positions, as in y\(2\*i \+ 1\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = square(a - y(3));
#else
constexpr auto loss = square(a - gs::input<"y">(3));
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::compile<loss>(gs::input<"y"> = target, a = 1.0); }
