// error: in_batches takes first-order methods, such as sgd and adam: a line search would compare values of different batches
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>
#include <vector>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0];
    return x[0] * x[0] / 2;
  }
  std::size_t rows() const { return 20; }
  bowl batch(std::span<std::uint32_t const>) const { return {}; }
};

double fit() {
#ifdef FIXED
  return gs::minimize(bowl{}, {3.0}, gs::in_batches(gs::adam{}, {.rows = 8})).value;
#else
  return gs::minimize(bowl{}, {3.0}, gs::in_batches(gs::lbfgs{}, {.rows = 8})).value;
#endif
}
