// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Losses of a score and a target per observation, as a user writes them.
#pragma once

#include <gradsmith/gradsmith.hpp>

#include "pointwise_formulas.hpp"

namespace benchmarks::pointwise {

namespace gs = gradsmith;

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto z = gs::param<"z">(i);
inline constexpr auto y = gs::input<"y">(i);

template <class Law>
inline constexpr auto loss = nullptr;
template <>
inline constexpr auto loss<logistic> = log(1 + exp(-y * z));
template <>
inline constexpr auto loss<poisson> = exp(z) - y * z;
template <>
inline constexpr auto loss<huber> = where(abs(z - y) <= 1, 0.5 * square(z - y), abs(z - y) - 0.5);
template <>
inline constexpr auto loss<quantile> = max(0.9 * (y - z), -0.1 * (y - z));
template <>
inline constexpr auto loss<tweedie> = 2 * y * exp(-0.5 * z) + 2 * exp(0.5 * z);
template <>
inline constexpr auto loss<focal> = -square(1 - sigmoid(y * z)) * log(sigmoid(y * z));

}  // namespace benchmarks::pointwise
