// error: a is a parameter, but stands for a position along an axis; positions are inputs
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto a = gs::param<"a">;
constexpr auto label = gs::input<"label">(i);
constexpr auto w = gs::param<"w">(c);
#ifdef FIXED
constexpr auto loss = mean(i, square(pick(c, w, label) - a));
#else
constexpr auto loss = mean(i, square(pick(c, w, a) - label));
#endif
}  // namespace

auto fit(std::vector<int> const& labels) { return gs::bind<loss>(label = labels); }
