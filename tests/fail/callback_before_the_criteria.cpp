// error: after the method come the stop criteria, stop\{\} for the defaults, and callbacks after these
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
};

double fit() {
  auto const quiet = [](auto const&) {};
#ifdef FIXED
  return gs::minimize(bowl{}, {3.0}, gs::lbfgs{}, gs::stop{}, quiet).value;
#else
  return gs::minimize(bowl{}, {3.0}, gs::lbfgs{}, quiet).value;
#endif
}
