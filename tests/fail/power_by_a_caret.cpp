// error: a formula has no \^, which is not a power in C\+\+; write square\(a\) or pow\(a, 2\)
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
constexpr auto loss = sum(i, a * pow(y, 2));
#else
constexpr auto loss = sum(i, a * (y ^ 2));
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target); }
