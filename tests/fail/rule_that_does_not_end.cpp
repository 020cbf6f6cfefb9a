// error: rewriting of \w+ does not end: a rule applies to what it makes, or two undo each other; give one of them a guard
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
struct shifted_sine {
  static constexpr auto rules() {
#ifdef FIXED
    return gs::parse_rules(gs::rule{"sin(x) -> cos(x-pi/2)", gs::validity::reals, [](gs::ref x) { return sin(x) >> cos(x - 1.5707963267948966); }});
#else
    return gs::parse_rules(gs::rule{"sin(x) -> sin(x+2*pi)", gs::validity::reals, [](gs::ref x) { return sin(x) >> sin(x + 6.283185307179586); }});
#endif
  }
};
constexpr auto a = gs::param<"a">;
constexpr auto loss = gs::with_rules<shifted_sine>(square(sin(a)));
}  // namespace

auto value(double x) { return gs::compile<loss>(a = x); }
