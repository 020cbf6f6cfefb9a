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
  double last = 0;
#ifdef FIXED
  auto const keep = [&](auto const& now) { last = now.value; };
#else
  auto const keep = [&](double value) { last = value; };
#endif
  return gs::minimize(bowl{}, {3.0}, gs::lbfgs{}, gs::stop{}, keep).value + last;
}
