// error: gradient\(e\) stands for several outputs: give it to compile as an argument, and use diff\(e, s\) inside formulas
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
#ifdef FIXED
constexpr auto loss = square(diff(exp(a), a));
#else
constexpr auto loss = square(gradient(exp(a)));
#endif
}  // namespace

auto fit() { return gs::bind<loss>(); }
