// error: w is a parameter: bind takes only inputs; give it its values with problem\.set\(w = \.\.\.\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, square(sum(j, w * x) - y));
}  // namespace

  double fit(std::vector<double> const& weights, std::vector<double> const& data, std::vector<double> const& target) {
  #ifdef FIXED
    auto problem = gs::bind<loss>(x = gs::matrix(data, target.size(), weights.size()), y = target);
    problem.set(w = weights);
  #else
    auto problem = gs::bind<loss>(w = weights, x = gs::matrix(data, target.size(), weights.size()), y = target);
  #endif
    return problem.value(problem.parameters());
  }
