// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A bound loss that every method minimises, and one that overflows.
#pragma once

#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>

#include <limits>
#include <vector>

namespace bound_losses {

namespace gs = gradsmith;
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto w = gs::param<"w">(j);
inline constexpr auto b = gs::param<"b">;
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto share = gs::input<"share">(i);
inline constexpr auto squares = mean(i, share * square(sum(j, w * x) + b - y));
inline constexpr auto hanging = mean(i, exp(b * y) + exp(-b * y));

// y = 2 x0 - x1 + 0.5 on a grid of 5 x 4 points.
struct plane {
  std::vector<double> data, target, shares = std::vector<double>(20, 1.0);
  plane() {
    for (int p = 0; p < 5; ++p)
      for (int q = 0; q < 4; ++q) {
        double const u = (p - 2) / 2.0, v = (q - 1.5) / 1.5;
        data.insert(data.end(), {u, v});
        target.push_back(2 * u - v + 0.5);
      }
  }
  auto bound() const { return gs::bind<squares>(x = gs::matrix(data, 20, 2), y = target, share = shares); }
};

using problem_type = decltype(plane{}.bound());

// All that optimizers ask of an objective, a bound loss has.
static_assert(gs::optimize::objective<problem_type> && gs::optimize::has_value<problem_type> && gs::optimize::has_gradient<problem_type>);
static_assert(gs::optimize::has_hvp<problem_type> && gs::optimize::has_parameters<problem_type>);
static_assert(gs::optimize::has_blocks<problem_type> && gs::optimize::has_batches<problem_type>);

}  // namespace bound_losses
