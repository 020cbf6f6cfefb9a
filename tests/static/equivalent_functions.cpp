// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// equivalent knows what exponentials, logarithms, powers, quotients and absolute values make equal.
#include "support/static.hpp"

namespace gs = gradsmith;
using gs::diff;
using gs::equivalent;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto k = gs::axis<"k">;
constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto v = gs::param<"v">;
constexpr auto z = gs::param<"z">(i, k);
constexpr auto t = gs::input<"t">(i);
constexpr auto one = x / x;

static_assert(equivalent<exp(x + y), exp(x) * exp(y)>);
static_assert(equivalent<exp(3 * x), exp(x) * exp(x) * exp(x)>);
static_assert(equivalent<exp(x - y), exp(x) / exp(y)>);
static_assert(equivalent<log(x * y), log(x) + log(y)>);
static_assert(equivalent<log(x / y), log(x) - log(y)>);
static_assert(equivalent<log(x * x * y), 2 * log(x) + log(y)>);
static_assert(equivalent<exp(2 * log(x) + y), x * x * exp(y)>);
static_assert(equivalent<sqrt(x) * sqrt(x), x>);
static_assert(equivalent<sqrt(x) * sqrt(y), sqrt(x * y)>);
static_assert(equivalent<x / sqrt(x), sqrt(x)>);
static_assert(equivalent<pow(x, 1.5), x * sqrt(x)>);
static_assert(equivalent<pow(x, y) * pow(x, v), pow(x, y + v)>);
static_assert(equivalent<x / (x + y) + y / (x + y), one>);
static_assert(equivalent<1 / (x - 1) - 1 / (x + 1), 2 / (x * x - 1)>);
static_assert(equivalent<tanh(x), 2 * sigmoid(2 * x) - 1>);
static_assert(equivalent<tanh(x), sinh(x) / cosh(x)>);
static_assert(equivalent<square(cosh(x)) - square(sinh(x)), one>);
static_assert(equivalent<softplus(x) - softplus(-x), x>);
static_assert(equivalent<softplus(x) - x, softplus(-x)>);
static_assert(equivalent<max(x, y) + min(x, y), x + y>);
static_assert(equivalent<relu(x) - relu(-x), x>);
static_assert(equivalent<square(abs(x)), x * x>);
static_assert(equivalent<gs::logit(sigmoid(x)), x>);
static_assert(equivalent<sin(1 / (1 + 1 / x)), sin(x / (x + 1))>);
static_assert(equivalent<sum(i, t / (1 + t)), sum(i, 1 - 1 / (1 + t))>);
static_assert(equivalent<logsumexp(k, z + x), x + logsumexp(k, z)>);
static_assert(equivalent<softmax(k, z), exp(z - logsumexp(k, z))>);
static_assert(equivalent<log(1 + exp(x)) * y, y * softplus(x)>);
static_assert(equivalent<diff(sigmoid(x), x), sigmoid(x) * (1 - sigmoid(x))>);
static_assert(equivalent<diff(tanh(x), x), 1 - square(tanh(x))>);
static_assert(equivalent<diff(diff(softplus(x), x), x), sigmoid(x) - square(sigmoid(x))>);

// near misses
static_assert(!equivalent<log(x * y), log(x) * log(y)>);
static_assert(!equivalent<exp(x * y), exp(x) * exp(y)>);
static_assert(!equivalent<sqrt(square(x)), x>);
static_assert(!equivalent<exp(x) + exp(y), exp(x + y)>);
static_assert(!equivalent<max(x, y) - min(x, y), x - y>);
static_assert(!equivalent<1 / (x - 1) - 1 / (x + 1), 2 / (x * x + 1)>);
static_assert(!equivalent<pow(x, 1.5), x * x * sqrt(x)>);
static_assert(!equivalent<logsumexp(k, z + x), logsumexp(k, z)>);
// what is divided by 0 may be the finite value of another function
static_assert(!equivalent<clamp(x / 0.0, -1, 1), clamp(y, -1, 1)>);
// numbers beyond those that bounds tell apart
static_assert(!equivalent<abs(relu(x) - 1e200), 1e200 - relu(x)>);
static_assert(!equivalent<abs(max(x, 1e151) - max(y, 1e160)), max(y, 1e160) - max(x, 1e151)>);

}  // namespace
