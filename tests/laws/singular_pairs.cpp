// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Points without a derivative: functions of two numbers; the table of docs/numerics.md.
#include "laws/singular_points.hpp"

using namespace gradsmith::tests::singular;

TEST_CASE_TEMPLATE("singular points: functions of two numbers", T, GRADSMITH_TEST_TYPES) {
  at<T, max(x, y)>("max", 1, 1, 1, 0.5, 0.5, 0);
  at<T, min(x, y)>("min", 1, 1, 1, 0.5, 0.5, 0);
  at<T, x * y>("product", 0, inf, undefined, inf, 0, 0);
  at<T, logaddexp(x, y)>("logaddexp", -inf, -inf, -inf, 0.5, 0.5, 0.25);
  at<T, logaddexp(x, y)>("logaddexp", inf, inf, inf, 0.5, 0.5, 0.25);
  at<T, logaddexp(x, y)>("logaddexp", inf, -inf, inf, 1, 0, 0);
  at<T, logaddexp(x, y)>("logaddexp", -inf, 0, 0, 0, 1, 0);
  at<T, log(exp(x) + exp(y))>("log of a sum", -inf, -inf, -inf, 0.5, 0.5, 0.25);
  at<T, hypot(x, y)>("hypot", 0, 0, 0, 0, 0, 0);
  at<T, atan2(x, y)>("atan2", 0, 0, 0, 0, 0, 0);
}
