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
