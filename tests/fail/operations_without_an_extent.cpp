// error: operations need the extent of the axis j; add j = ... to at
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

namespace gs = gradsmith;
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto loss = mean(i, square(sum(j, w * x)));
#ifdef FIXED
static_assert(gs::operations<loss>.weighted(i = 1000, j = 32) < 100000);
#else
static_assert(gs::operations<loss>.weighted(i = 1000) < 100000);
#endif
