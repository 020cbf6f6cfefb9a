// error: argument 1 is not bound to a symbol; write each argument as symbol = value
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
constexpr auto f = gs::compile<square(a)>;
}  // namespace

double evaluate(double at) {
#ifdef FIXED
  auto [value] = f(a = at);
#else
  auto [value] = f(at);
#endif
  return value;
}
