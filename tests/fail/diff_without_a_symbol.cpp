// error: diff takes an expression and one symbol: write diff\(e, w\), diff\(diff\(e, w\), b\), or gradient\(e\) for the derivatives by all parameters
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
constexpr auto loss = square(gs::diff(sum(i, a * y), a));
#else
constexpr auto loss = square(gs::diff(sum(i, a * y)));
#endif
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target); }
