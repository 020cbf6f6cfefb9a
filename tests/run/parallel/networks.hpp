// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Products of matrices, whose first block assigns to the gradient: networks by several workers, batches too.
#pragma once

#include <type_traits>

#include "run/parallel/same_bits.hpp"

namespace gradsmith::tests::networks {

namespace gs = gradsmith;

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto k = gs::axis<"k", 24>;
inline constexpr auto c = gs::axis<"c", 5>;
inline constexpr auto w1 = gs::param<"w1">(j, k);
inline constexpr auto b1 = gs::param<"b1">(k);
inline constexpr auto w2 = gs::param<"w2">(k, c);
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto label = gs::input<"label">(i);
inline constexpr auto h = gs::let([] { return tanh(sum(j, w1 * x) + b1); });
inline constexpr auto loss = mean(i, -pick(c, log_softmax(c, sum(k, w2 * h)), label)) + 1e-4 * sum(j, sum(k, square(w1)));

template <class T>
void check() {
  std::size_t const n = 1555, d = 31, size = d * 24 + 24 + 24 * 5;
  auto const data = normal_numbers<T>(n * d, 1), theta = normal_numbers<T>(size, 2, 0.2);
  std::vector<int> labels(n);
  for (std::size_t r = 0; r < n; ++r) labels[r] = static_cast<int>(r * 7 % 5);
  auto problem = gs::bind<loss>(x = gs::matrix(data, n, d), label = labels);
  double const tolerance = std::is_same_v<T, double> ? 1e-13 : 1e-5;

  comparison found = compare_workers(problem, theta);
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < tolerance);
  for (std::size_t const rows : {std::size_t{64}, std::size_t{700}, std::size_t{2000}}) {
    found = compare_workers(problem, theta, some_rows(rows, n));
    INFO("rows: ", rows);
    CHECK(found.divided == (rows > 64));
    CHECK(found.different == 0);
    CHECK(found.far < tolerance);
  }
}

}  // namespace gradsmith::tests::networks
