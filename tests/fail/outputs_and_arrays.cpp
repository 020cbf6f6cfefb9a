// error: into\(workspace, out\.\.\.\): the function has 2 outputs, and 1 is given
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
constexpr auto loss = square(a - 1);
constexpr auto f = gs::compile<loss, gradient(loss)>;
}  // namespace

double evaluate(double at) {
  auto memory = f.workspace(a = at);
  double value = 0;
#ifdef FIXED
  double slope = 0;
  f.into(memory, value, slope)(a = at);
#else
  f.into(memory, value)(a = at);
#endif
  return value;
}
