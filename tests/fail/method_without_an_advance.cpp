// error: a method needs advance\(std::span<T> x, std::span<T const> gradient, state&\) const, or std::optional<status> advance\(iterate<F>&, state&\) const; this one has neither for this objective
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

struct mine {
  struct state {};
  template <class T>
  state begin(std::size_t) const { return {}; }
#ifdef FIXED
  void advance(std::span<double> x, std::span<double const> gradient, state&) const { x[0] -= 0.1 * gradient[0]; }
#else
  void advance(std::span<double> x, std::span<double const> gradient, state&) { x[0] -= 0.1 * gradient[0]; }
#endif
};

double fit() { return gs::minimize(bowl{}, {3.0}, mine{}).value; }
