// error: polygamma\(n, e\) takes a whole number n from 1 to 150, the one for 0 is digamma\(e\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto f = gs::compile<gs::polygamma(4, y)>;
#else
constexpr auto f = gs::compile<gs::polygamma(0.5, y)>;
#endif
}  // namespace

auto evaluate(std::vector<double> const& at) { return f(y = at); }
