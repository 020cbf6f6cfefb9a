// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A line through a problem, and functions to search along.
#pragma once

#include <gradsmith/optimize.hpp>

#include <cmath>
#include <vector>

#include "problems.hpp"

namespace gradsmith::tests {

/// A line x + t d through a problem, set up for one search.
template <optimize::objective F>
struct searched {
  using scalar = optimize::scalar_of<F>;
  F problem;
  std::vector<scalar> direction, memory;
  optimize::iterate<F> at;
  optimize::trial<scalar> start{};

  searched(F function, std::vector<scalar> x)
      : problem(function), direction(x.size()), memory(x.size()), at(problem, x) {
    at.evaluate();
    optimize::assign_scaled<scalar>(direction, -1, at.gradient);
    at.begin_step();
  }
  template <class Search>
  optimize::search_outcome search(Search const& how, scalar first) {
    optimize::line<F> way(at, direction, memory);
    start = way.start();
    return how(way, first);
  }
  scalar slope() const { return optimize::dot<scalar>(at.gradient, direction); }
  scalar step() const { return (at.x[0] - at.previous[0]) / direction[0]; }
};

/// A random wavy function that is bounded below: x^2/2 + a sin(b x) + c cos(d x), times a scale.
inline formula wavy(optimize::random_bits& random) {
  double const a = 3 * random.uniform(), b = 4 * random.uniform(), c = 3 * random.uniform(), d = 4 * random.uniform();
  double const scale = std::pow(10.0, 8 * random.uniform() - 4);
  return {1, [=](auto x, auto g) {
            g[0] = scale * (x[0] + a * b * std::cos(b * x[0]) - c * d * std::sin(d * x[0]));
            return scale * (x[0] * x[0] / 2 + a * std::sin(b * x[0]) + c * std::cos(d * x[0]));
          }};
}

}  // namespace gradsmith::tests
