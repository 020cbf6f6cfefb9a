// error: where takes 3 expressions, not 2
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto loss = where(a > 0, square(a), 0);
#else
constexpr auto loss = where(a > 0, square(a));
#endif
}  // namespace

auto fit() { return gs::bind<loss>(); }
