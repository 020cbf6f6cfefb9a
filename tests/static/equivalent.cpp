// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// equivalent: what it proves, and that it is never true of formulas that differ.
#include "support/static.hpp"

namespace gs = gradsmith;
using gs::diff;
using gs::equivalent;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto w = gs::param<"w">(j);
constexpr auto z = gs::param<"z">(i, k);
constexpr auto X = gs::input<"X">(i, j);
constexpr auto t = gs::input<"t">(i);

static_assert(equivalent<x + y, y + x>);
static_assert(equivalent<square(x + y), square(x) + 2 * x * y + square(y)>);
static_assert(equivalent<(x + y) * (x - y), square(x) - square(y)>);
static_assert(equivalent<pow(x - 1, 3), x * x * x - 3 * x * x + 3 * x - 1>);
static_assert(equivalent<(x * y) * (x * y), x * x * (y * y)>);
static_assert(equivalent<sum(j, w + X), sum(j, w) + sum(j, X)>);
static_assert(equivalent<sum(i, t* square(t - x)), sum(i, t* t* t) - 2 * x * sum(i, t * t) + square(x) * sum(i, t)>);
static_assert(equivalent<log(1 + exp(x)) - x, log(1 + exp(-x))>);
static_assert(equivalent<1 - 1 / (1 + exp(x)), 1 / (1 + exp(-x))>);
static_assert(equivalent<log_softmax(k, z), z - log(sum(k, exp(z)))>);
static_assert(equivalent<diff(sum(i, square(sum(j, w* X) - t)), w), 2 * sum(i, X * sum(j, w * X)) - 2 * sum(i, X * t)>);

// near misses
static_assert(!equivalent<x + y, x - y>);
static_assert(!equivalent<x * y, x + y>);
static_assert(!equivalent<square(x + y), square(x) + square(y)>);
static_assert(!equivalent<square(x + y), square(x) + x * y + square(y)>);
static_assert(!equivalent<x / y, y / x>);
static_assert(!equivalent<exp(x + y), exp(x) + exp(y)>);
static_assert(!equivalent<log(x + y), log(x) + log(y)>);
static_assert(!equivalent<sqrt(square(x)), x>);
static_assert(!equivalent<abs(x), x>);
static_assert(!equivalent<relu(x), x>);
static_assert(!equivalent<max(x, y), x>);
static_assert(!equivalent<max(x, y), min(x, y)>);
static_assert(!equivalent<sigmoid(x), sigmoid(-x)>);
static_assert(!equivalent<softplus(x), softplus(-x)>);
static_assert(!equivalent<1 - sigmoid(x), sigmoid(x)>);
static_assert(!equivalent<tanh(x), sigmoid(x)>);
static_assert(!equivalent<sum(j, square(w)), square(sum(j, w))>);
static_assert(!equivalent<mean(j, w), sum(j, w)>);
static_assert(!equivalent<mean(j, square(w)), square(mean(j, w))>);
static_assert(!equivalent<softmax(k, z), softmax(i, z)>);
static_assert(!equivalent<logsumexp(k, z), max(k, z)>);
static_assert(!equivalent<w, w(k)>);
static_assert(!equivalent<sum(j, w* X), sum(j, w) * sum(j, X)>);
static_assert(!equivalent<where(x > 0, x, y), where(x > 0, y, x)>);
static_assert(!equivalent<where(x > 0, x, y), where(x >= 0, x, y)>);
static_assert(!equivalent<pow(x, y), pow(y, x)>);
static_assert(!equivalent<x + 1e-15, x>);
static_assert(!equivalent<diff(x * x * x, x), 3 * x>);

}  // namespace
