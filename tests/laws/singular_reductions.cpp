// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Points without a derivative: products with zeros, norms of the zero vector, equal entries; the table of docs/numerics.md.
#include "laws/singular_points.hpp"

using namespace gradsmith::tests::singular;

TEST_CASE_TEMPLATE("singular points: products and norms", T, GRADSMITH_TEST_TYPES) {
  along<T, prod(c, z)>("no zero", {-1, 2, 3}, {-6}, {6, -3, -2});
  along<T, prod(c, z)>("one zero", {0, 2, 3}, {0}, {6, 0, 0});
  along<T, prod(c, z)>("two zeros", {0, 2, 0}, {0}, {0, 0, 0});
  along<T, prod(c, z)>("NaN", {undefined, 2}, {undefined}, {undefined, undefined});
  along<T, norm1(c, z)>("norm1", {0, -2, 3}, {5}, {0, -1, 1});
  along<T, norm2(c, z)>("norm2", {0, 0}, {0}, {0, 0});
  along<T, norm2(c, z)>("norm2", {3, 0, -4}, {5}, {0.6, 0, -0.8});
  along<T, norm_inf(c, z)>("norm_inf", {0, 0}, {0}, {0, 0});
  along<T, norm_inf(c, z)>("norm_inf", {1, -1, 0}, {1}, {0.5, -0.5, 0});
}

TEST_CASE_TEMPLATE("singular points: moments and positions", T, GRADSMITH_TEST_TYPES) {
  along<T, standard_deviation(c, z)>("standard deviation", {2, 2}, {0}, {0, 0});
  along<T, variance(c, z)>("variance", {2, 2}, {0}, {0, 0});
  along<T, argmax(c, z)>("argmax", {1, 3, 3}, {1}, {0, 0, 0});
  along<T, argmin(c, z)>("argmin", {1, 0, 0}, {1}, {0, 0, 0});
  along<T, argmax(c, z)>("argmax of infinities", {-inf, -inf}, {0}, {0, 0});
  along<T, argmax(c, z)>("argmax of NaN", {1, undefined}, {undefined}, {0, 0});
  along<T, count(c, z > 0)>("count", {0, 1, undefined}, {1}, {0, 0, 0});
}

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

TEST_CASE_TEMPLATE("second derivatives that are 0 at points without one", T, GRADSMITH_TEST_TYPES) {
  constexpr auto const& hessians = gs::compile<diff(diff(norm1(c, z), z(i, c)), z(i, d)), diff(diff(norm_inf(c, z), z(i, c)), z(i, d)), diff(diff(standard_deviation(c, z), z(i, c)), z(i, d))>;
  for (std::vector<T> const& at : {std::vector<T>{0, -2, 3}, {1, -1, 0}, {0, 0, 0}, {2, 2, 2}}) {
    auto const [of_norm1, of_norm_inf, of_deviation] = hessians(z = gs::matrix(at, 1, 3));
    for (std::size_t a = 0; a < 9; ++a) {
      CHECK(of_norm1[a] == 0);
      CHECK(of_norm_inf[a] == 0);
      if (at[0] == at[1]) CHECK(of_deviation[a] == 0);
    }
  }
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
