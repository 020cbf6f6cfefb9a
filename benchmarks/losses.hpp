// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The losses that the benchmarks compile, written as a user writes them.
#pragma once

#include <gradsmith/gradsmith.hpp>

namespace benchmarks {

namespace gs = gradsmith;

namespace logistic {

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto w = gs::param<"w">(j);
inline constexpr auto b = gs::param<"b">;
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto loss = mean(i, log(1 + exp(-y * (sum(j, w * x) + b))));

}  // namespace logistic

namespace network {

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto k = gs::axis<"k">;
inline constexpr auto c = gs::axis<"c">;
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto label = gs::input<"label">(i);
inline constexpr auto w1 = gs::param<"w1">(j, k);
inline constexpr auto b1 = gs::param<"b1">(k);
inline constexpr auto w2 = gs::param<"w2">(k, c);
inline constexpr auto b2 = gs::param<"b2">(c);
inline constexpr auto h = gs::let([] { return relu(sum(j, w1 * x) + b1); });
inline constexpr auto z = gs::let([] { return sum(k, w2 * h) + b2; });
inline constexpr auto loss = mean(i, -pick(c, log_softmax(c, z), label));

// Of one output for two classes, without a hidden layer, and with two.
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto u = gs::param<"u">(k);
inline constexpr auto b0 = gs::param<"b0">;
inline constexpr auto two_classes_loss = mean(i, log(1 + exp(-y * (sum(k, u * h) + b0))));

inline constexpr auto v = gs::param<"v">(j, c);
inline constexpr auto softmax_loss = mean(i, -pick(c, log_softmax(c, sum(j, v * x) + b2), label));

inline constexpr auto l = gs::axis<"l">;
inline constexpr auto w3 = gs::param<"w3">(k, l);
inline constexpr auto b3 = gs::param<"b3">(l);
inline constexpr auto w4 = gs::param<"w4">(l, c);
inline constexpr auto h2 = gs::let([] { return relu(sum(k, w3 * h) + b3); });
inline constexpr auto deep_loss = mean(i, -pick(c, log_softmax(c, sum(l, w4 * h2) + b2), label));

}  // namespace network

}  // namespace benchmarks
