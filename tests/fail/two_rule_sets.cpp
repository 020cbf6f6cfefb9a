// error: two with_rules name different rules; name all of them in one: with_rules<A, B>\(e\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
struct pythagoras {
  static constexpr auto rules() {
    return gs::parse_rules(gs::rule{"sin(x)^2+cos(x)^2 -> 1", gs::validity::reals, [](gs::ref x) { return (square(sin(x)) + square(cos(x))) >> 1; }});
  }
};
struct half_angle {
  static constexpr auto rules() {
    return gs::parse_rules(gs::rule{"sin(x)*cos(x) -> sin(2*x)/2", gs::validity::reals, [](gs::ref x) { return sin(x) * cos(x) >> 0.5 * sin(2 * x); }});
  }
};
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto loss = gs::with_rules<half_angle, pythagoras>(square(sin(a)) + sin(a) * cos(a));
#else
constexpr auto loss = gs::with_rules<half_angle>(square(sin(a))) + gs::with_rules<pythagoras>(sin(a) * cos(a));
#endif
}  // namespace

auto value(double x) { return gs::compile<loss>(a = x); }
