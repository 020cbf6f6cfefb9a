// error: k is a parameter, but stands for a position along an axis; positions are inputs
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto m = gs::axis<"m">;
constexpr auto w = gs::param<"w">(m);
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto k = gs::input<"k">(i);
constexpr auto loss = mean(i, square(w(k + 1) - y));

auto fit(std::vector<int> const& index, std::vector<double> const& target) { return gs::bind<loss>(k = index, y = target, m = 4); }
#else
constexpr auto k = gs::param<"k">(i);
constexpr auto loss = mean(i, square(w(k + 1) - y));

auto fit(std::vector<int> const&, std::vector<double> const& target) { return gs::bind<loss>(y = target, m = 4); }
#endif
}  // namespace

auto use(std::vector<int> const& index, std::vector<double> const& target) { return fit(index, target); }
