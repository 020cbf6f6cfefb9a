// error: v is a parameter, but stands for a position along an axis; positions are inputs
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto m = gs::axis<"m">;
constexpr auto w = gs::param<"w">(m);
constexpr auto v = gs::param<"v">;
constexpr auto k = gs::input<"k">(i);
#ifdef FIXED
constexpr auto loss = sum(i, w(k + 1) * v);
#else
constexpr auto loss = sum(i, w(floor(k * v) + 1));
#endif
}  // namespace

auto fit(std::vector<int> const& index) { return gs::bind<loss>(k = index, m = 3); }
