// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Points without a derivative: functions of one number; the table of docs/numerics.md.
#include "laws/singular_points.hpp"

using namespace gradsmith::tests::singular;

TEST_CASE_TEMPLATE("singular points: functions of one number", T, GRADSMITH_TEST_TYPES) {
  at<T, abs(x)>("abs", 0, 0, 0, 0);
  at<T, relu(x)>("relu", 0, 0, 0, 0);
  at<T, max(x, 0)>("max with a number", 0, 0, 0, 0);
  at<T, min(0, x)>("min with a number", 0, 0, 0, 0);
  at<T, sign(x)>("sign", 0, 0, 0, 0);
  at<T, sqrt(x)>("sqrt", 0, 0, inf, -inf);
  at<T, log(x)>("log", 0, -inf, inf, -inf);
  at<T, cbrt(x)>("cbrt", 0, 0, inf, -inf);
}

TEST_CASE_TEMPLATE("singular points: poles of the gamma function", T, GRADSMITH_TEST_TYPES) {
  at<T, lgamma(x)>("lgamma", 0, inf, undefined, inf);
  at<T, lgamma(x)>("lgamma", -2, inf, undefined, inf);
  at<T, digamma(x)>("digamma", -2, undefined, inf, undefined);
}

TEST_CASE_TEMPLATE("singular points: ends of the domains of inverse functions", T, GRADSMITH_TEST_TYPES) {
  double const half_turn = 3.14159265358979323846;
  at<T, asin(x)>("asin", 1, half_turn / 2, inf, inf);
  at<T, asin(x)>("asin", -1, -half_turn / 2, inf, -inf);
  at<T, acos(x)>("acos", 1, 0, -inf, -inf);
  at<T, acos(x)>("acos", -1, half_turn, -inf, inf);
  at<T, acosh(x)>("acosh", 1, 0, inf, -inf);
  at<T, atanh(x)>("atanh", 1, inf, inf, inf);
  at<T, atanh(x)>("atanh", -1, -inf, inf, -inf);
}

TEST_CASE_TEMPLATE("singular points: the branch not taken leaves no trace", T, GRADSMITH_TEST_TYPES) {
  for (double const point : {0.0, -1.0}) {
    at<T, where(x > 0, log(x), 0)>("where(x > 0, log(x), 0)", point, 0, 0, 0);
    at<T, where(x > 0, sqrt(x), 0)>("where(x > 0, sqrt(x), 0)", point, 0, 0, 0);
    at<T, exp(where(x > 0, sqrt(x), 0))>("exp(where(x > 0, sqrt(x), 0))", point, 1, 0, 0);
  }
}
