// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Prints what the compiler makes of a loss: the graph after every pass, the loops that are run, and how many
// operations they take.
#include <cstdio>

#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, log(1 + exp(-y * sum(j, w * x))));

// The counts are known to the compiler: one exponential per row, and one logarithm per eight.
static_assert(gs::operations<loss>.at(i = 8000, j = 32).transcendental == 9000);

int main() { std::puts(gs::explain<loss>().c_str()); }
