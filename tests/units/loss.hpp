// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A model as a program would keep it: in a header that several translation units include.
#pragma once

#include <vector>

#include <gradsmith/gradsmith.hpp>

namespace model {

namespace gs = gradsmith;

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto w = gs::param<"w">(j);
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto score = gs::let([] { return gs::sum(j, w * x); });
inline constexpr auto loss = mean(i, log(1 + exp(-y * score)));

inline double sum_of_value_and_slopes(std::vector<double> const& data, std::vector<double> const& target, std::vector<double> const& at) {
  auto problem = gs::bind<loss>(x = gs::matrix(data, 2, at.size()), y = target);
  std::vector<double> slopes(at.size());
  double total = problem.value_and_gradient(at, slopes);
  for (double each : slopes) total += each;
  return total;
}

/// The same, from the other translation unit.
double elsewhere(std::vector<double> const& data, std::vector<double> const& target, std::vector<double> const& at);

}  // namespace model
