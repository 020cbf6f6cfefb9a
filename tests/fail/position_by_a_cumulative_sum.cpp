// error: a position is computed with cumulative_sum, which is not evaluated where positions are checked; compute the positions into an array and bind that
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto n = gs::input<"n">(i);
#ifdef FIXED
constexpr auto loss = sum(i, w(n));
#else
constexpr auto loss = sum(i, w(cumulative_sum(i, n)));
#endif
}  // namespace

auto fit(std::vector<int> const& entries) { return gs::bind<loss>(n = entries, j = 3); }
