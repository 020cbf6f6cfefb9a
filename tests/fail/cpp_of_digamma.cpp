// error: to_cpp: the operation digamma has no C\+\+ of its own; give it cpp, and cpp_function if <cmath> lacks what that calls
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/print.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto total = sum(i, lgamma(y));
#else
constexpr auto total = sum(i, digamma(y));
#endif
}  // namespace

char const* code() { return gs::to_cpp<total>.text; }
