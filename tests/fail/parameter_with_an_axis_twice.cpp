// error: param q\(j, j\) has the axis j twice; declare it with two axes, and index it with one
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto x = gs::input<"x">(i, j);
#ifdef FIXED
constexpr auto l = gs::axis<"l">;
constexpr auto q = gs::param<"q">(j, l);
#else
constexpr auto q = gs::param<"q">(j, j);
#endif
constexpr auto loss = mean(i, square(sum(j, q(j, j) * x)));
}  // namespace

auto fit(std::vector<double> const& data) { return gs::bind<loss>(x = gs::matrix(data, data.size() / 2, 2)); }
