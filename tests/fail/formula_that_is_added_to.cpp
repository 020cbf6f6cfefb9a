// error: a formula never changes: write auto const sum = a \+ b for a \+= b, and likewise for -=, \*= and /=
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto penalised() {
  auto loss = square(a - 1);
#ifdef FIXED
  return loss + 0.1 * square(b);
#else
  loss += 0.1 * square(b);
  return loss;
#endif
}
constexpr auto loss = penalised();
}  // namespace

auto value(double x) { return gs::compile<loss>(a = x, b = x); }
