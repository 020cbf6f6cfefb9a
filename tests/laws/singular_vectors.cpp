// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Points without a derivative: functions of a vector; the table of docs/numerics.md.
#include "laws/singular_points.hpp"

using namespace gradsmith::tests::singular;

TEST_CASE_TEMPLATE("singular points: functions of a vector", T, GRADSMITH_TEST_TYPES) {
  double const p = 0.26894142136999512, q = 0.73105857863000488;
  along<T, max(c, z)>("max", {1, 1, 0}, {1}, {0.5, 0.5, 0});
  along<T, min(c, z)>("min", {1, 0, 0}, {0}, {0, 0.5, 0.5});
  along<T, logsumexp(c, z)>("logsumexp", {-inf, 0, 1}, {1.3132616875182228}, {0, p, q});
  along<T, logsumexp(c, z)>("logsumexp", {-inf, -inf}, {-inf}, {0.5, 0.5});
  along<T, logsumexp(c, z)>("logsumexp", {inf, 0}, {inf}, {1, 0});
  along<T, log_softmax(c, z)>("log_softmax", {-inf, 0, 1}, {-inf, -1.3132616875182228, -0.31326168751822286}, {1, -p, -q, 0, q, -q, 0, -p, p});
  along<T, log_softmax(c, z)>("log_softmax", {-inf, -inf}, {undefined, undefined}, {0.5, -0.5, -0.5, 0.5});
  along<T, softmax(c, z)>("softmax", {-inf, 0, 1}, {0, p, q}, {0, 0, 0, 0, p * q, -p * q, 0, -p * q, p * q});
}
