// error: the factor is the integer 0 \(in C\+\+ 1/2 is 0\); write 0\.5 or x/2
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto loss = 1.0 / 2 * square(a);
#else
constexpr auto loss = 1 / 2 * square(a);
#endif
}  // namespace

auto fit() { return gs::bind<loss>(); }
