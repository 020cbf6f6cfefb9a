// error: composite\(problem, term\) has one term: elastic_net for absolute values and squares
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

#ifdef FIXED
double fit() {
  return gs::minimize(gs::composite(bowl{}, gs::elastic_net{.l1 = 0.1, .l2 = 0.2}), {3.0}, gs::fista{}).value;
}
#else
double fit() {
  gs::composite inner(bowl{}, gs::l1{.weight = 0.1});
  return gs::minimize(gs::composite(inner, gs::l2{.weight = 0.2}), {3.0}, gs::fista{}).value;
}
#endif
