// error: exp takes 1 expression, not 2
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto loss = exp(a);
#else
constexpr auto loss = exp(a, 2 * a);
#endif
}  // namespace

auto fit() { return gs::bind<loss>(); }
