// error: a = ... binds a value and is no formula; bind in the call, and compare with ==
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto is_three = a == 3;
#else
constexpr auto is_three = (a = 3);
#endif
}  // namespace

auto evaluate(double at) { return gs::compile<is_three>(a = at); }
