// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Points without a derivative: activations, steps and clips; the table of docs/numerics.md.
#include "laws/singular_points.hpp"

using namespace gradsmith::tests::singular;

TEST_CASE_TEMPLATE("singular points: activations", T, GRADSMITH_TEST_TYPES) {
  double const selu_scale = 1.0507009873554804934 * 1.6732632423543772848;
  at<T, softsign(x)>("softsign", 0, 0, 1, 0);
  at<T, elu(x)>("elu", 0, 0, 1, 1);
  at<T, celu(x, 2)>("celu", 0, 0, 1, 0.5);
  at<T, leaky_relu(x)>("leaky_relu", 0, 0, 0.01, 0);
  at<T, hard_tanh(x)>("hard_tanh", 1, 1, 0, 0);
  at<T, hard_tanh(x)>("hard_tanh", -1, -1, 0, 0);
  at<T, hard_sigmoid(x)>("hard_sigmoid", 3, 1, 0, 0);
  at<T, hard_sigmoid(x)>("hard_sigmoid", -3, 0, 0, 0);
  auto const [v, g, h] = gs::compile<selu(x), diff(selu(x), x), diff(diff(selu(x), x), x)>(x = std::vector<T>{0});
  CHECK(v[0] == 0);
  CHECK(static_cast<double>(g[0]) == doctest::Approx(selu_scale).epsilon(1e-6));
  CHECK(static_cast<double>(h[0]) == doctest::Approx(selu_scale).epsilon(1e-6));
}

TEST_CASE_TEMPLATE("singular points: steps and clips", T, GRADSMITH_TEST_TYPES) {
  at<T, floor(x)>("floor", 2, 2, 0, 0);
  at<T, floor(x)>("floor", -0.5, -1, 0, 0);
  at<T, round(x)>("round", 0.5, 0, 0, 0);
  at<T, round(x)>("round", 2.5, 2, 0, 0);
  at<T, round(x)>("round", -3.5, -4, 0, 0);
  at<T, clamp(x, 0, 2)>("clamp", 0, 0, 0, 0);
  at<T, clamp(x, 0, 2)>("clamp", 1, 1, 1, 0);
  at<T, clamp(x, 0, 2)>("clamp", 2, 2, 0, 0);
  at<T, clamp(1, x, y)>("clamp(1, x, y)", 1, 2, 1, 1, 0, 0);
  at<T, clamp(1, x, y)>("clamp(1, x, y)", 3, 2, 2, 0, 1, 0);
}
