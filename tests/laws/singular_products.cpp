// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Products with zeros, to the third derivative; norms of the zero vector and of numbers whose squares overflow or underflow.
#include "laws/singular_points.hpp"

using namespace gradsmith::tests::singular;

namespace {

constexpr auto shift = gs::param<"shift">;

}  // namespace

TEST_CASE_TEMPLATE("second derivatives of products with zeros, and of the norm of the zero vector", T, GRADSMITH_TEST_TYPES) {
  constexpr auto e = prod(c, z);
  constexpr auto const& hessian = gs::compile<diff(diff(e, z(i, c)), z(i, d)), diff(diff(norm2(c, z), z(i, c)), z(i, d))>;
  for (std::vector<T> const& at : {std::vector<T>{2, 3, 5, 7}, {0, 3, 5, 7}, {0, 3, 0, 7}, {0, 0, 0, 7}, {0, 0, 0, 0}}) {
    auto const [h, of_norm] = hessian(z = gs::matrix(at, 1, 4));
    for (std::size_t a = 0; a < 4; ++a)
      for (std::size_t b = 0; b < 4; ++b) {
        T others = a == b ? 0 : 1;
        for (std::size_t m = 0; m < 4; ++m) others *= m == a || m == b ? 1 : at[m];
        CHECK(h[a * 4 + b] == doctest::Approx(others));
        if (at[3] == 0) CHECK(of_norm[a * 4 + b] == 0);
      }
  }
}

TEST_CASE_TEMPLATE("higher derivatives of a product at a zero", T, GRADSMITH_TEST_TYPES) {
  constexpr auto first = diff(prod(i, x + shift), shift);
  constexpr auto const& slopes = gs::compile<prod(i, x + shift), first, diff(first, shift), diff(diff(first, shift), shift)>;
  // s (s + 2) (s + 3) (s + 5) at s = 0
  auto const [value, slope, curvature, third] = slopes(x = std::vector<T>{0, 2, 3, 5}, shift = T(0));
  CHECK(value == 0);
  CHECK(slope == doctest::Approx(30));
  CHECK(curvature == doctest::Approx(62));
  CHECK(third == doctest::Approx(60));
}

TEST_CASE_TEMPLATE("norm2 at the ends of the range", T, GRADSMITH_TEST_TYPES) {
  constexpr auto const& norm = gs::compile<norm2(c, z), diff(norm2(c, z), z)>;
  T const least = std::numeric_limits<T>::denorm_min(), most = std::numeric_limits<T>::max();
  for (std::size_t const n : {std::size_t{1}, 2 * gradsmith::tests::lane_count<T> + 1})
    for (T const scale : {T(64) * least, std::numeric_limits<T>::min(), std::sqrt(std::numeric_limits<T>::min()), T(1), std::sqrt(most), most / 8}) {
      std::vector<T> rows;
      for (std::size_t m = 0; m < n; ++m) rows.insert(rows.end(), {3 * scale, 0, -4 * scale});
      auto const [v, g] = norm(z = gs::matrix(rows, n, 3));
      for (std::size_t m = 0; m < n; ++m) {
        CHECK(v[m] == doctest::Approx(5 * scale).epsilon(4 * std::numeric_limits<T>::epsilon()));
        CHECK(v[m] / scale == doctest::Approx(5).epsilon(4 * std::numeric_limits<T>::epsilon()));
        if (scale < std::numeric_limits<T>::min()) continue;  // 1/y overflows
        CHECK(g[3 * m] == doctest::Approx(0.6).epsilon(4 * std::numeric_limits<T>::epsilon()));
        CHECK(g[3 * m + 2] == doctest::Approx(-0.8).epsilon(4 * std::numeric_limits<T>::epsilon()));
      }
    }
}
