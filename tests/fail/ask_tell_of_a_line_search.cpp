// error: ask_tell takes methods that only update, such as sgd and adam: a line search asks for trials of its own; give minimization an objective instead
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>

namespace gs = gradsmith;

double first_entry() {
#ifdef FIXED
  gs::ask_tell run({1.0, 2.0}, gs::adam{});
#else
  gs::ask_tell run({1.0, 2.0}, gs::lbfgs{});
#endif
  return run.ask()[0];
}
