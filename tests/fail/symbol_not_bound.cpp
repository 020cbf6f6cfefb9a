// error: y is not bound; add y = \.\.\. to the arguments
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

  double fit(std::vector<double> const& data, std::vector<double> const& target) {
  #ifdef FIXED
    auto problem = gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target);
  #else
    auto problem = gs::bind<loss>(x = gs::matrix(data, target.size(), 3));
  #endif
    return problem.value(problem.parameters());
  }
