// error: cumulative_sum takes one axis: the sums along several are sums along one of sums along the other
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
constexpr auto loss = sum(i, c, square(label - a * cumulative_sum(i, cumulative_sum(c, z))));
#else
constexpr auto loss = sum(i, c, square(label - a * cumulative_sum(i, c, z)));
#endif
}  // namespace

auto fit(std::vector<double> const& scores, int number) { return gs::bind<loss>(z = gs::matrix(scores, scores.size() / 3, 3), label = number); }
