// error: at takes axes, an expression and a position for each axis: write at\(r, e, r \+ 1\), or at\(r, c, e, r \+ 1, c\)
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
#ifdef FIXED
constexpr auto loss = mean(i, square(at(j, tanh(w * x), 0)));
#else
constexpr auto loss = mean(i, square(at(j, tanh(w * x))));
#endif
}  // namespace

auto fit(std::vector<double> const& data) { return gs::bind<loss>(x = gs::matrix(data, data.size() / 3, 3)); }
