// error: min takes 2 expressions, not 3; write min\(a, b\), or min\(axis, e\) over an axis
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto loss = -min(min(a, -a), 0.5);
#else
constexpr auto loss = -min(a, -a, 0.5);
#endif
}  // namespace

auto fit() { return gs::bind<loss>(); }
