// error: sum runs over the axis j, which its argument does not have
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
constexpr auto j = gs::axis<"j">;
#ifdef FIXED
constexpr auto a = gs::param<"a">(j);
#else
constexpr auto a = gs::param<"a">;
#endif
static_assert(gs::to_string<sum(j, a)>.view() == "sum(j, a)");
