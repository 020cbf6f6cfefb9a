// error: logaddexp takes 2 expressions, not 1
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto loss = square(logaddexp(a, 0));
#else
constexpr auto loss = square(logaddexp(a));
#endif
}  // namespace

auto fit() { return gs::bind<loss>(); }
