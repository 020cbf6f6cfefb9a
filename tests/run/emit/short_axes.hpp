// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Axes of declared extent that are written out, against the same formulas with extents from the data: sums, choices
// by position, diagonals, shifted positions, tables, batches, and outputs whose rows are stored side by side.
#pragma once

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace gradsmith::tests::short_axes {

namespace gs = gradsmith;

/// The same formulas with axes of these extents; 0: the data tell.
template <int K, int L>
struct formulas {
  static constexpr auto i = gs::axis<"i">;
  static constexpr auto k = gs::axis<"k", K>;
  static constexpr auto l = gs::axis<"l", L>;
  static constexpr auto m = gs::axis<"m", K>;
  static constexpr auto w = gs::param<"w">(k);
  static constexpr auto v = gs::param<"v">(k, l);
  static constexpr auto s = gs::param<"s">;
  static constexpr auto x = gs::input<"x">(i, l);
  static constexpr auto y = gs::input<"y">(i);
  static constexpr auto t = gs::input<"t">(i);
  static constexpr auto c = gs::input<"c">(i);  // one of q
  // Varies along i and k.
  static constexpr auto h = tanh(sum(l, v* x) + w * t);
  static constexpr auto each = sum(k, w* h) + s * pick(k, h, 1) - y;
  static constexpr auto loss = mean(i, square(each)) + sum(k, square(w)) / 2;
  // What rows choose from stays an array.
  static constexpr auto q = gs::axis<"q", K>;
  static constexpr auto u = gs::param<"u">(q);
  static constexpr auto chosen = sum(i, square(u(c) * t - y)) + sum(k, l, square(where(k == l, v, 0.5 * v)));
  // Residuals by several parameters, and outputs along i, k and l.
  using rows_program = gs::parsed<each, jacobian(each), h, loss, gradient(loss)>;
  using sums_program = gs::parsed<gs::gauss_newton(each, w(k), w(m)), chosen, gradient(chosen)>;
  static constexpr gs::function<rows_program> rows{};
  static constexpr gs::function<sums_program> sums{};
};
using short_ones = formulas<3, 4>;
using from_data = formulas<0, 0>;

template <class F, class T>
std::vector<std::vector<T>> evaluate(std::size_t n, std::vector<std::vector<T>> const& data) {
  using f = F;
  auto const v = gs::matrix(data[1], 3, 4);
  auto const x = gs::matrix(data[3], n, 4);
  auto const rows = f::rows(f::w = data[0], f::v = v, f::s = data[2][0], f::x = x, f::y = data[4], f::t = data[5]);
  auto const sums = f::sums(f::w = data[0], f::v = v, f::s = data[2][0], f::x = x, f::y = data[4], f::t = data[5],
                            f::c = data[6], f::u = data[0]);
  auto const& [each, by_w, by_v, by_s, h, loss, loss_w, loss_v, loss_s] = rows;
  auto const& [squares, chosen, chosen_u, chosen_v] = sums;
  auto const all = [](auto const& array) { return std::vector<T>(array.begin(), array.end()); };
  return {all(each),   all(by_w),   all(by_v), all(by_s), all(h),        all(squares), {loss},
          all(loss_w), all(loss_v), {loss_s},  {chosen},  all(chosen_u), all(chosen_v)};
}

template <class T>
std::vector<T> numbers(std::size_t count, unsigned seed) {
  auto const all = normal_numbers(count, seed);
  return std::vector<T>(all.begin(), all.end());
}

template <class T>
std::vector<std::vector<T>> data_of(std::size_t n) {
  std::vector<std::vector<T>> data{numbers<T>(3, 1), numbers<T>(12, 2), numbers<T>(1, 3), numbers<T>(4 * n, 4),
                                   numbers<T>(n, 5), numbers<T>(n, 6),  std::vector<T>(n)};
  for (std::size_t row = 0; row < n; ++row) data[6][row] = static_cast<T>(row * 7 % 3);
  return data;
}

/// That short axes give what axes from the data give.
template <class T>
void check() {
  double const tolerance = sizeof(T) == 8 ? 1e-13 : 1e-4;
  for (std::size_t n : {1u, 3u, 7u, 8u, 9u, 16u, 31u, 300u}) {
    CAPTURE(n);
    auto const data = data_of<T>(n);
    auto const got = evaluate<short_ones>(n, data), expected = evaluate<from_data>(n, data);
    for (std::size_t k = 0; k < got.size(); ++k) {
      CAPTURE(k);
      REQUIRE(got[k].size() == expected[k].size());
      CHECK(largest_distance(got[k], expected[k]) < tolerance);
    }
  }
}

}  // namespace gradsmith::tests::short_axes
