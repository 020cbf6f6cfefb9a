// error: the operation tetragamma has no derivative; give it partials or a pullback, or differentiate by something it does not depend on
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto slope = diff(diff(digamma(y), y), y);
#else
constexpr auto slope = diff(diff(diff(digamma(y), y), y), y);
#endif
constexpr auto f = gs::compile<slope>;
}  // namespace

auto evaluate(std::vector<double> const& at) { return f(y = at); }
