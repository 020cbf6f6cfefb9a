// error: y is bound twice
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

  auto fit(std::vector<double> const& data, std::vector<double> const& target) {
  #ifdef FIXED
    return gs::bind<loss>(x = gs::matrix(data, target.size(), 3), y = target);
  #else
    return gs::bind<loss>(y = target, x = gs::matrix(data, target.size(), 3), y = target);
  #endif
  }
