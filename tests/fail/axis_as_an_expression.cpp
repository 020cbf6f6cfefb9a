// error: the axis i stands where an expression is needed; axes index symbols, as in w\(i\), and are arguments of sum, mean, max
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
constexpr auto loss = mean(i, square(y - a));
#else
constexpr auto loss = mean(i, square(y - a * i));
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target); }
