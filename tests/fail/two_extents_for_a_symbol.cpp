// error: the axes c and d index the same symbol, but are declared with the extents 3 and 4; give both the same
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto c = gs::axis<"c", 3>;
#ifdef FIXED
constexpr auto d = gs::axis<"d", 3>;
#else
constexpr auto d = gs::axis<"d", 4>;
#endif
constexpr auto w = gs::param<"w">(c);
constexpr auto loss = sum(c, square(w)) + square(sum(d, w(d)));
}  // namespace

auto fit() { return gs::bind<loss>(); }
