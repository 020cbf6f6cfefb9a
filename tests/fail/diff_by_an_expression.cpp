// error: diff\(e, s\): s is not a symbol; differentiate by a param or an input, such as w or w\(k\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto slope = diff(exp(2 * a), a);
#else
constexpr auto slope = diff(exp(2 * a), 2 * a);
#endif
constexpr auto f = gs::compile<slope>;
}  // namespace

double evaluate(double at) {
  auto [value] = f(a = at);
  return value;
}
