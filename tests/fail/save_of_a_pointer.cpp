// error: this method's state cannot be saved: it may have numbers, enumerations, std::vector, std::optional and other aggregates of at most 12 such members
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/optimize.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gs = gradsmith;

struct bowl {
  std::size_t size() const { return 1; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0];
    return x[0] * x[0] / 2;
  }
};

struct mine {
  struct state {
#ifdef FIXED
    std::vector<double> velocity;
#else
    std::shared_ptr<double[]> velocity;
#endif
  };
  template <class T>
  state begin(std::size_t) const { return {}; }
  void advance(std::span<double> x, std::span<double const> gradient, state&) const { x[0] -= 0.1 * gradient[0]; }
};

std::string keep() {
  gs::minimization run(bowl{}, {3.0}, mine{});
  return run.save();
}
