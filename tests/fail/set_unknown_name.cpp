// error: c is not a parameter or number of this problem; it has a, lambda
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
constexpr auto lambda = gs::input<"lambda">;
[[maybe_unused]] constexpr auto c = gs::param<"c">;
constexpr auto loss = square(a - 1) + lambda * square(a);
}  // namespace

void fit() {
  auto problem = gs::bind<loss>(lambda = 0.1);
#ifdef FIXED
  problem.set(a = 2.0);
#else
  problem.set(c = 2.0);
#endif
}
