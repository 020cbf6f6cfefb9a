// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Logistic regression, written naively, as the programs of this folder use it.
#pragma once

#include <gradsmith/gradsmith.hpp>

namespace logistic {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto lambda = gs::input<"lambda">;

constexpr auto margin = y * (sum(j, w * x) + b);
constexpr auto loss = mean(i, log(1 + exp(-margin))) + lambda / 2 * sum(j, square(w));

}  // namespace logistic
