// error: gradient\(e\) needs a number e, but here the axis i remains
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
#ifdef FIXED
constexpr auto e = mean(i, square(sum(j, w * x) - y));
#else
constexpr auto e = square(sum(j, w * x) - y);
#endif
constexpr auto f = gs::compile<gradient(e)>;
}  // namespace

auto evaluate(std::vector<double> const& weights, std::vector<double> const& data, std::vector<double> const& target) {
  auto [dw] = f(w = weights, x = gs::matrix(data, target.size(), weights.size()), y = target);
  return dw[0];
}
