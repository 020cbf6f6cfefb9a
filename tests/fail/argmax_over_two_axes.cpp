// error: argmax takes one axis: the position along several would be several numbers
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
#ifdef FIXED
constexpr auto loss = mean(i, square(a - argmax(c, z)));
#else
constexpr auto loss = square(a - argmax(i, c, z));
#endif
}  // namespace

auto fit(std::vector<double> const& scores) { return gs::bind<loss>(z = gs::matrix(scores, scores.size() / 3, 3)); }
