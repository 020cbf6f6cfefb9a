// error: at runs over the axis k, which its argument does not have \(it has i, j\); name one of its axes, or index a symbol in it with k
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
[[maybe_unused]] constexpr auto k = gs::axis<"k">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
#ifdef FIXED
constexpr auto loss = mean(i, square(at(j, tanh(w * x), 1)));
#else
constexpr auto loss = mean(i, square(at(k, tanh(w * x), 1)));
#endif
}  // namespace

auto fit(std::vector<double> const& data) { return gs::bind<loss>(x = gs::matrix(data, data.size() / 3, 3)); }
