// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Matrix products for every position along an axis that only one operand has: over a streamed axis, beside one, and without.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto l = gs::axis<"l">;
constexpr auto q = gs::axis<"q">;
constexpr auto x = gs::input<"x">(i, k);
constexpr auto u = gs::param<"u">(q, k, j);
constexpr auto p = gs::param<"p">(l, k);
constexpr auto s = gs::param<"s">(q, k);

constexpr auto rows = gs::stream(i, sum(k, x * u));                 // [i, q, j]
constexpr auto computed = gs::stream(i, sum(k, tanh(x * s) * p));   // [i, q, l], of values of the block
constexpr auto over_rows = sum(i, x * tanh(x(i, l) * s(q, l)));     // [k, l, q], the sum over the rows
constexpr auto parameters = sum(k, p * u);                          // [l, q, j], nothing of the data

template <class T>
struct arrays {
  std::size_t n, k, j, l, q;
  std::vector<T> x = normal_numbers<T>(n * k, 1), u = normal_numbers<T>(q * k * j, 2), p = normal_numbers<T>(l * k, 3), s = normal_numbers<T>(q * k, 4);
};

template <class T>
void check(arrays<T> const& at, double tolerance) {
  auto const [by_rows, of_values] = gs::compile<rows, computed>(x = gs::matrix(at.x, at.n, at.k), u = gs::tensor(at.u.data(), {at.q, at.k, at.j}),
                                                                 p = gs::matrix(at.p, at.l, at.k), s = gs::matrix(at.s, at.q, at.k));
  auto const [total] = gs::compile<over_rows>(x = gs::matrix(at.x, at.n, at.k), s = gs::matrix(at.s, at.q, at.k));
  auto const [product] = gs::compile<parameters>(p = gs::matrix(at.p, at.l, at.k), u = gs::tensor(at.u.data(), {at.q, at.k, at.j}));
  auto const wide = [](T value) { return static_cast<long double>(value); };
  double worst = 0;
  auto const compare = [&](T found, long double expected) { worst = std::max(worst, distance(static_cast<double>(found), static_cast<double>(expected))); };
  for (std::size_t b = 0; b < at.q; ++b)
    for (std::size_t r = 0; r < at.n; ++r) {
      for (std::size_t c = 0; c < at.j; ++c) {
        long double expected = 0;
        for (std::size_t m = 0; m < at.k; ++m) expected += wide(at.x[r * at.k + m]) * wide(at.u[(b * at.k + m) * at.j + c]);
        compare(by_rows(r, b, c), expected);
      }
      for (std::size_t c = 0; c < at.l; ++c) {
        long double expected = 0;
        for (std::size_t m = 0; m < at.k; ++m) expected += std::tanh(wide(at.x[r * at.k + m]) * wide(at.s[b * at.k + m])) * wide(at.p[c * at.k + m]);
        compare(of_values(r, b, c), expected);
      }
    }
  for (std::size_t b = 0; b < at.q; ++b)
    for (std::size_t m = 0; m < at.k; ++m)
      for (std::size_t c = 0; c < at.k; ++c) {
        long double expected = 0;
        for (std::size_t r = 0; r < at.n; ++r) expected += wide(at.x[r * at.k + m]) * std::tanh(wide(at.x[r * at.k + c]) * wide(at.s[b * at.k + c]));
        compare(total(m, c, b), expected);
      }
  for (std::size_t b = 0; b < at.q; ++b)
    for (std::size_t r = 0; r < at.l; ++r)
      for (std::size_t c = 0; c < at.j; ++c) {
        long double expected = 0;
        for (std::size_t m = 0; m < at.k; ++m) expected += wide(at.p[r * at.k + m]) * wide(at.u[(b * at.k + m) * at.j + c]);
        compare(product(r, b, c), expected);
      }
  CAPTURE(at.n);
  CAPTURE(at.j);
  CHECK(worst <= tolerance);
}

}  // namespace

TEST_CASE("an axis that one operand of a matrix product has besides") {
  for (std::size_t n : {1u, 7u, 8u, 33u, 1000u})
    for (std::size_t columns : {1u, 5u, 9u, 32u}) {
      check<double>({.n = n, .k = 4, .j = columns, .l = 3, .q = 2}, 1e-13);
      check<float>({.n = n, .k = 6, .j = columns, .l = 9, .q = 5}, 2e-5);
    }
}

TEST_CASE("such products are formed by the kernels") {
  CHECK(gs::explain<rows>().find("contraction of") != std::string::npos);
  CHECK(gs::explain<over_rows>().find("contraction of") != std::string::npos);
  CHECK(gs::explain<parameters>().find("contraction of") != std::string::npos);
}
