// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Points without a derivative: powers and logarithms; the table of docs/numerics.md.
#include "laws/singular_points.hpp"

using namespace gradsmith::tests::singular;

TEST_CASE_TEMPLATE("singular points: powers with a number as exponent", T, GRADSMITH_TEST_TYPES) {
  at<T, pow(x, 0)>("pow(x, 0)", 0, 1, 0, 0);
  at<T, pow(x, 0)>("pow(x, 0)", undefined, 1, 0, 0);
  at<T, pow(x, 1)>("pow(x, 1)", 0, 0, 1, 0);
  at<T, pow(x, 2)>("pow(x, 2)", 0, 0, 0, 2);
  at<T, pow(x, -1)>("pow(x, -1)", 0, inf, -inf, inf);
  at<T, pow(x, -2)>("pow(x, -2)", 0, inf, -inf, inf);
  at<T, pow(x, 3)>("pow(x, 3)", -2, -8, 12, -12);
  at<T, pow(x, 2.5)>("pow(x, 2.5)", 0, 0, 0, 0);
  at<T, pow(x, 2.5)>("pow(x, 2.5)", -2, undefined, undefined, undefined);
  at<T, pow(x, 0.5)>("pow(x, 1/2)", 0, 0, inf, -inf);
  at<T, pow(x, 1.5)>("pow(x, 3/2)", 0, 0, 0, inf);
  at<T, pow(x, -0.5)>("pow(x, -1/2)", 0, inf, -inf, inf);
  at<T, pow(x, 1.0 / 3)>("pow(x, 1/3)", 0, 0, inf, -inf);
  at<T, pow(x, 1.0 / 3)>("pow(x, 1/3)", -8, undefined, undefined, undefined);
  at<T, pow(2, x)>("pow(2, x)", -inf, 0, 0, 0);
  at<T, rsqrt(x)>("rsqrt", 0, inf, -inf, inf);
}

TEST_CASE_TEMPLATE("singular points: logarithms", T, GRADSMITH_TEST_TYPES) {
  at<T, log2(x)>("log2", 0, -inf, inf, -inf);
  at<T, log10(x)>("log10", 0, -inf, inf, -inf);
  at<T, logit(x)>("logit", 0, -inf, inf, -inf);
  at<T, logit(x)>("logit", 1, inf, inf, inf);
}
