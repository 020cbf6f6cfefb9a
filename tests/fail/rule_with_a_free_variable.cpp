// error: the rule sin\(x\)\*cos\(x\) -> sin\(x\+y\)/2: its right side uses a variable, or axes, that its left side does not have
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
struct wrong_sum {
  static constexpr auto rules() {
    return gs::parse_rules(
#ifdef FIXED
        gs::rule{"sin(x)*cos(y) -> (sin(x+y)+sin(x-y))/2", gs::validity::reals, [](gs::ref x, gs::ref y) { return sin(x) * cos(y) >> 0.5 * (sin(x + y) + sin(x - y)); }});
#else
        gs::rule{"sin(x)*cos(x) -> sin(x+y)/2", gs::validity::reals, [](gs::ref x, gs::ref y) { return sin(x) * cos(x) >> 0.5 * sin(x + y); }});
#endif
  }
};
constexpr auto a = gs::param<"a">;
constexpr auto loss = gs::with_rules<wrong_sum>(sin(a) * cos(a));
}  // namespace

auto value(double x) { return gs::compile<loss>(a = x); }
