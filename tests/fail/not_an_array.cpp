// error: y cannot be bound to this type; bind a number, a contiguous container of numbers, or gs::matrix\(data, rows, columns\)
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

  auto fit(std::vector<double> const& data, std::vector<std::vector<double>> const& target) {
  #ifdef FIXED
    return gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target[0]);
  #else
    return gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target);
  #endif
  }
