// error: the operation steepness has no derivative; give it partials or a pullback, or differentiate by something it does not depend on
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <string_view>
#include <vector>

namespace gs = gradsmith;
namespace {
struct steepness {
  static constexpr std::string_view name = "steepness";
  static constexpr int arity = 1;
  static double value(double x) { return x / (1 + x * x); }
#ifdef FIXED
  static constexpr auto derivative(auto x) { return (1 - square(x)) / square(1 + square(x)); }
#endif
};
constexpr auto i = gs::axis<"i">;
constexpr auto y = gs::input<"y">(i);
constexpr auto f = gs::compile<diff(gs::call<steepness>(y), y)>;
}  // namespace

auto evaluate(std::vector<double> const& at) { return f(y = at); }
