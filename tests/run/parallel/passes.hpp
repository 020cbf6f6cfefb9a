// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A score per row, and losses of it evaluated by several workers.
#pragma once

#include "run/parallel/same_bits.hpp"

namespace gradsmith::tests::passes {

namespace gs = gradsmith;

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto w = gs::param<"w">(j);
inline constexpr auto b = gs::param<"b">;
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto z = gs::let([] { return sum(j, w * x) + b; });

inline constexpr std::size_t n = 30007, d = 6;
inline std::vector<double> const data = normal_numbers(n * d, 1), target = normal_numbers(n, 2);
inline std::vector<double> const theta = normal_numbers(d + 1, 3, 0.3);

template <auto Loss>
void check() {
  auto problem = gs::bind<Loss>(x = gs::matrix(data, n, d), y = target);
  comparison const found = compare_workers(problem, theta);
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < 1e-11);
}

}  // namespace gradsmith::tests::passes
