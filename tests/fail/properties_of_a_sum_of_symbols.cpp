// error: behind the formula stand symbols that vary and conditions on symbols, such as lambda >= 0, not w \+ b
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

namespace gs = gradsmith;
constexpr auto w = gs::param<"w">;
constexpr auto b = gs::param<"b">;
#ifdef FIXED
static_assert(gs::is_convex<square(w + b), w, b>);
#else
static_assert(gs::is_convex<square(w + b), w + b>);
#endif
