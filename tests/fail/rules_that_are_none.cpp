// error: with_rules takes structs with a table of rules: struct mine \{ static constexpr auto rules\(\) \{ return parse_rules\(rule\{\.\.\.\}\); \} \}
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
struct pythagoras {
#ifdef FIXED
  static constexpr auto rules() {
    return gs::parse_rules(gs::rule{"sin(x)^2+cos(x)^2 -> 1", gs::validity::reals, [](gs::ref x) { return (square(sin(x)) + square(cos(x))) >> 1; }});
  }
#endif
};
constexpr auto a = gs::param<"a">;
constexpr auto loss = gs::with_rules<pythagoras>(sin(a) * cos(a));
}  // namespace

auto value(double x) { return gs::compile<loss>(a = x); }
