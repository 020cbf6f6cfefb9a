// error: x: bind borrows its arrays, and this one is a temporary that would dangle; give it a name that outlives the problem
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

  std::vector<double> read_data();

  double fit(std::vector<double> const& target) {
  #ifdef FIXED
    std::vector<double> const data = read_data();
    auto problem = gs::bind<loss>(x = gs::matrix(data, 4, 3), y = target);
  #else
    auto problem = gs::bind<loss>(x = gs::matrix(read_data(), 4, 3), y = target);
  #endif
    return problem.value(problem.parameters());
  }
