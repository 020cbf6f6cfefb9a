// error: diff\(e, s\): s is not a symbol; differentiate by a param or an input, such as w or w\(k\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto slope = diff(sum(i, square(y)), y);
#else
constexpr auto slope = diff(sum(i, square(y)), i);
#endif
constexpr auto f = gs::compile<slope>;
}  // namespace

auto evaluate(std::vector<double> const& at) { return f(y = at); }
