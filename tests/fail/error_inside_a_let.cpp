// error: sum runs over the axis k, which its argument does not have \(it has i\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto y = gs::input<"y">(i);
[[maybe_unused]] constexpr auto k = gs::axis<"k">;
#ifdef FIXED
constexpr auto total = gs::let([] { return sum(i, square(y)); });
#else
constexpr auto total = gs::let([] { return sum(k, square(y)); });
#endif
constexpr auto loss = total + sum(j, w);
}  // namespace

auto fit(std::vector<double> const& target) { return gs::bind<loss>(y = target, j = 3); }
