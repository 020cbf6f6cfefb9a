// error: -ffast-math costs gradsmith digits and NaNs: drop it or define GRADSMITH_ALLOW_FAST_MATH
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// flags: -ffast-math -Wno-nan-infinity-disabled
#ifdef FIXED
#define GRADSMITH_ALLOW_FAST_MATH
#endif
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
constexpr auto loss = log(1 + exp(a));
}  // namespace

auto fit() { return gs::bind<loss>(); }
