// error: the operation steps has no derivative along a direction, because it has no partials; give it one, or take the direction of something it does not depend on
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <string_view>

namespace gs = gradsmith;
namespace {
struct steps_operation {
  static constexpr std::string_view name = "steps";
  static constexpr int arity = 1;
  static auto value(auto x) { return x; }
#ifdef FIXED
  static constexpr gs::ir::refs<1> partials(gs::ref, gs::ref x) { return {gs::ir::literal(*x.graph, 0)}; }
#endif
};
constexpr auto steps(gs::operand auto const& x) { return gs::call<steps_operation>(x); }
constexpr auto a = gs::param<"a">;
constexpr auto f = gs::compile<gs::jvp(a * steps(a), a, 2)>;
}  // namespace

auto evaluate(double number) { return f(a = number); }
