// error: a sequence ends with a schedule that goes on for ever, outside lasting\(\.\.\.\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>

using namespace gradsmith::schedule;

double rate() {
#ifdef FIXED
  return sequence(lasting(9, linear{}), cosine{.steps = 100})(1, 5);
#else
  return sequence(lasting(9, linear{}), lasting(9, cosine{.steps = 100}))(1, 5);
#endif
}
