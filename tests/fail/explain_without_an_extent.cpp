// error: a prediction needs the extent of the axis j; add j = \.\.\. to explain\(\.\.\.\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto score = sum(j, w * x) + b;
constexpr auto loss = mean(i, log(1 + exp(-y * score)) +
                              0.1 * log(1 + exp(-square(score))) + 0.01 * exp(-square(y - score)));
}  // namespace

#ifdef FIXED
std::string look() { return gs::explain<loss>(i = 1000, j = 32); }
#else
std::string look() { return gs::explain<loss>(i = 1000); }
#endif
