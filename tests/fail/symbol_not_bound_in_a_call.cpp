// error: w is not bound; add w = \.\.\. to the arguments
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
constexpr auto f = gs::compile<loss, gradient(loss)>;
}  // namespace

  double evaluate(std::vector<double> const& weights, std::vector<double> const& data, std::vector<double> const& target) {
  #ifdef FIXED
    auto [value, dw] = f(x = gs::matrix(data, target.size(), weights.size()), y = target, w = weights);
  #else
    auto [value, dw] = f(x = gs::matrix(data, target.size(), weights.size()), y = target);
  #endif
    return value + dw[0];
  }
