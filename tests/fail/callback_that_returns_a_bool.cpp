// error: a callback is called with a progress<T> const& and returns nothing or a verdict: write \[\]\(auto const& now\) \{ \.\.\. \}
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
#ifdef FIXED
  auto const stop_early = [](auto const& now) { return now.value < 1 ? gs::verdict::stop : gs::verdict::proceed; };
#else
  auto const stop_early = [](auto const& now) { return now.value < 1; };
#endif
  return gs::minimize(bowl{}, {3.0}, gs::lbfgs{}, gs::stop{}, gs::on(gs::event::step, stop_early)).value;
}
