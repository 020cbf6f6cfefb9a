// error: hessian_diagonal\(e, s\): s is not a symbol; differentiate by a param or an input, such as w or w\(k\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
[[maybe_unused]] constexpr auto k = gs::axis<"k">;
[[maybe_unused]] constexpr auto l = gs::axis<"l">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
[[maybe_unused]] constexpr auto v = gs::input<"v">(j);
[[maybe_unused]] constexpr auto t = gs::input<"t">(i);
[[maybe_unused]] constexpr auto e = sum(j, w * x);
#ifdef FIXED
constexpr auto f = gs::compile<gs::hessian_diagonal(mean(i, square(e)), w)>;
#else
constexpr auto f = gs::compile<gs::hessian_diagonal(mean(i, square(e)), 2 * w)>;
#endif
}  // namespace

auto evaluate(std::vector<double> const& weights, std::vector<double> const& data, std::size_t n) {
  return f(w = weights, x = gs::matrix(data, n, weights.size()));
}
