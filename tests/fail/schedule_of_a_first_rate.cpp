// error: scheduled takes a rule with a learning_rate that holds for all steps, such as sgd and adam
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <span>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0];
    return x[0] * x[0] / 2;
  }
};

double fit() {
#ifdef FIXED
  return gs::minimize(bowl{}, {3.0}, scheduled(gs::adam{}, gs::schedule::cosine{.steps = 100})).value;
#else
  return gs::minimize(bowl{}, {3.0}, scheduled(gs::rprop{}, gs::schedule::cosine{.steps = 100})).value;
#endif
}
