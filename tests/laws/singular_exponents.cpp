// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Points without a derivative: powers whose exponent is an expression, xlogy and xlog1py; the table of docs/numerics.md.
#include "laws/singular_points.hpp"

using namespace gradsmith::tests::singular;

TEST_CASE_TEMPLATE("singular points: powers with an expression as exponent", T, GRADSMITH_TEST_TYPES) {
  at<T, pow(x, y)>("pow", 0, 0, 1, 0, 0, 0);
  at<T, pow(x, y)>("pow", 0, 1, 0, 1, 0, 0);
  at<T, pow(x, y)>("pow", 0, 2, 0, 0, 0, 2);
  at<T, pow(x, y)>("pow", 0, 0.5, 0, inf, 0, -inf);
  at<T, pow(x, y)>("pow", 0, -1, inf, -inf, 0, inf);
  at<T, pow(x, y)>("pow", -2, 3, -8, 12, undefined, -12);
  at<T, pow(x, y)>("pow", -2, 2.5, undefined, undefined, undefined, undefined);
  at<T, pow(x, y)>("pow", -8, 1.0 / 3, undefined, undefined, undefined, undefined);
  at<T, pow(x, y)>("pow", -2, 0, 1, 0, undefined, 0);
}

TEST_CASE_TEMPLATE("singular points: xlogy and xlog1py", T, GRADSMITH_TEST_TYPES) {
  at<T, xlogy(x, y)>("xlogy", 0, 0, 0, 0, 0, 0);
  at<T, xlogy(x, y)>("xlogy", 0, 2, 0, 0.69314718055994530942, 0, 0);
  at<T, xlogy(x, y)>("xlogy", 2, 0, -inf, -inf, inf, 0);
  at<T, xlog1py(x, y)>("xlog1py", 0, -1, 0, 0, 0, 0);
  at<T, xlog1py(x, y)>("xlog1py", 0, 1, 0, 0.69314718055994530942, 0, 0);
  at<T, xlog1py(x, y)>("xlog1py", 2, -1, -inf, -inf, inf, 0);
}
