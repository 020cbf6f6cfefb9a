// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A gradient in a program outside gradsmith's tree.
#include <cstdio>

#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto valley = square(1 - a) + 100 * square(b - square(a));

int main() {
  auto [value, by_a, by_b] = gs::compile<valley, gradient(valley)>(a = -1.5, b = 2.0);
  std::printf("%g, gradient %g %g\n", value, by_a, by_b);
}
