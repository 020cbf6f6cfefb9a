// error: max takes 2 expressions, not 1; write max\(a, b\), or max\(axis, e\) over an axis
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto loss = max(square(a), 0);
#else
constexpr auto loss = max(square(a));
#endif
}  // namespace

auto fit() { return gs::bind<loss>(); }
