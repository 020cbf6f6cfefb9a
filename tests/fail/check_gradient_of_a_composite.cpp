// error: the gradient of a composite is that of its smooth part: check_gradient\(problem, point\) takes the problem without the term
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
auto check() { return gs::check_gradient(bowl{}, {3.0}); }
#else
auto check() { return gs::check_gradient(gs::composite(bowl{}, gs::l1{.weight = 0.1}), {3.0}); }
#endif
