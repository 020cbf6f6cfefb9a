// error: pick takes one axis: a label is a position along one
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto a = gs::param<"a">;
constexpr auto z = gs::input<"z">(i, c);
constexpr auto label = gs::input<"label">;
#ifdef FIXED
constexpr auto loss = sum(i, square(a - pick(c, z, label)));
#else
constexpr auto loss = square(a - pick(i, c, z, label));
#endif
}  // namespace

auto fit(std::vector<double> const& scores, int number) { return gs::bind<loss>(z = gs::matrix(scores, scores.size() / 3, 3), label = number); }
