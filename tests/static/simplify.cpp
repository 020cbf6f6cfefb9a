// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What the rules make of formulas as users write them, at compile time; values are in tests/run/rule.
#include "support/static.hpp"

namespace gs = gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto k = gs::axis<"k">;
constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto a = gs::param<"a">;
constexpr auto z = gs::param<"z">(i, k);
constexpr auto b = gs::param<"b">(i);
constexpr auto label = gs::input<"label">(i);

static_assert(simplifies_to<log(1 + exp(x)), "softplus(x)">);
static_assert(simplifies_to<log(exp(-x) + 1.f), "softplus(-x)">);
static_assert(simplifies_to<log(a + 1 + exp(x)), "log1p(a + exp(x))">);
static_assert(simplifies_to<log(1 - exp(x)), "log1mexp(x)">);
static_assert(simplifies_to<2 * exp(x) - 2, "2*expm1(x)">);
static_assert(simplifies_to<a + 1 - sigmoid(x), "a + sigmoid(-x)">);
static_assert(simplifies_to<1 / (1 + exp(-x)), "sigmoid(x)">);
static_assert(simplifies_to<exp(x) / (1 + exp(x)), "sigmoid(x)">);
static_assert(simplifies_to<exp(x) / square(1 + exp(x)), "logistic_density(x)">);
static_assert(simplifies_to<a * sigmoid(x) - a, "-a*sigmoid(-x)">);
static_assert(simplifies_to<log(sigmoid(x)), "-softplus(-x)">);
static_assert(simplifies_to<1 - erf(x), "erfc(x)">);
static_assert(simplifies_to<a * erf(x) + a, "a*erfc(-x)">);
static_assert(simplifies_to<1 - erfc(x), "erf(x)">);
static_assert(simplifies_to<log(1 - normal_cdf(x)), "log_normal_cdf(-x)">);
static_assert(simplifies_to<log(sigmoid(x) / (1 - sigmoid(x))), "x">);
static_assert(simplifies_to<log(1 + exp(x)) - x, "softplus(-x)">);
static_assert(simplifies_to<log(exp(x) + exp(y)), "logaddexp(x, y)">);
static_assert(simplifies_to<log(2 + 2 * exp(x)), "softplus(x) + log(2)">);
static_assert(simplifies_to<log(2 + 2 * exp(x)) - log(2 * (1 + exp(x))), "0">);
static_assert(simplifies_to<log(1 + 2 * exp(x)), "softplus(0.69314718056 + x)">);
static_assert(simplifies_to<log(2 + exp(x)), "softplus(x - 0.69314718056) + log(2)">);
static_assert(simplifies_to<log(1 + exp(x) + exp(y)), "softplus(logaddexp(x, y))">);
static_assert(simplifies_to<log(1 + sum(k, exp(z))), "softplus(logsumexp(k, z))">);
static_assert(simplifies_to<log(1 + mean(k, exp(z))), "softplus(logsumexp(k, z) - log(extent(k)))">);
static_assert(simplifies_to<1 / (2 + exp(x)), "0.5*sigmoid(0.69314718056 - x)">);
static_assert(simplifies_to<exp(x) / (2 + 2 * exp(x)), "0.5*sigmoid(x)">);
static_assert(simplifies_to<log(sqrt(1 + exp(x))), "0.5*softplus(x)">);
static_assert(simplifies_to<log(pow(1 + exp(x), 1.5)), "1.5*softplus(x)">);
static_assert(simplifies_to<log(exp(x) - exp(y)), "x + log1mexp(-difference(x, y))">);
static_assert(simplifies_to<sqrt(1 + x) - 1, "sqrt1pm1(x)">);
static_assert(simplifies_to<1 - cos(x), "versine(x)">);
static_assert(simplifies_to<cos(x) - 1, "-versine(x)">);
static_assert(simplifies_to<1 - versine(x), "cos(x)">);
static_assert(simplifies_to<cosh(x) - 1, "2*square(sinh(0.5*x))">);
static_assert(simplifies_to<x - sin(x), "circular_segment(x)">);
static_assert(simplifies_to<log(erfc(x)), "where(x < 0.25, log1p(-erf(x)), log(erfcx(x)) - square(x))">);
static_assert(simplifies_to<square(x) - square(y), "(x - y)*(x + y)">);
static_assert(simplifies_to<sqrt(4 * square(x)), "2*abs(x)">);
static_assert(simplifies_to<exp(log(x)), "where(x >= 0, x, nan)">);
static_assert(simplifies_to<log(exp(x)), "x">);

// operations that are formulas of others, and their names
static_assert(simplifies_to<logsigmoid(x), "-softplus(-x)">);
static_assert(simplifies_to<silu(x), "x*sigmoid(x)">);
static_assert(simplifies_to<x / (1 + exp(-x)) - silu(x), "0">);
static_assert(simplifies_to<mish(x), "x*tanh(softplus(x))">);
static_assert(reads<gs::diff(softsign(2 * x), x), "2/square(1 + abs(2*x))">);
static_assert(simplifies_to<elu(x), "where(x > 0, x, expm1(x))">);
static_assert(simplifies_to<hard_tanh(x), "clamp(x, -1, 1)">);
static_assert(simplifies_to<cube(x) / x, "square(x)">);
static_assert(simplifies_to<rsqrt(x) * sqrt(x), "1">);
static_assert(simplifies_to<fma(x, y, a) - a, "x*y">);
static_assert(simplifies_to<div(x, y) * y, "x">);
static_assert(simplifies_to<logit(sigmoid(x)), "x">);
static_assert(simplifies_to<logit(1 / (1 + exp(-x))), "x">);
static_assert(simplifies_to<log(x / (1 - x)), "logit(x)">);
static_assert(simplifies_to<2 * log(b / (1 - b)), "2*logit(b)">);
static_assert(simplifies_to<log2(exp2(x)), "x">);
static_assert(simplifies_to<pow(2, x), "exp2(x)">);

// conditions
static_assert(simplifies_to<where(x > 0 && !(y > 1), x, 0), "where((x > 0) && logical_not(y > 1), x, 0)">);
static_assert(simplifies_to<(x > 0 || y > 1 || a > 2), "((x > 0) || (y > 1)) || (a > 2)">);
// code chooses twice and forms no 0 or 1
using choices = stages_of<where(x > 0 && (y > 1 || !(a > 2)), x, y)>;
static_assert(count_operations(choices::lowered::view, "select_gt") == 3);
static_assert(count_operations(choices::lowered::view, "where") + count_operations(choices::lowered::view, "gt") == 0);

// stop_gradient stays while there is a derivative to be taken, and then vanishes
static_assert(reads<gs::diff(stop_gradient(x) * x, x), "x">);
static_assert(reads<gs::diff(stop_gradient(square(x)), x), "0">);
static_assert(reads<gs::diff(gs::diff(cube(x) * stop_gradient(x), x), x), "6*square(x)">);
static_assert(reads<gs::diff(log(1 + exp(x)) - stop_gradient(x), x) - sigmoid(stop_gradient(x)), "0">);
static_assert(reads<gs::diff(square(x - stop_gradient(x)), x), "0">);
static_assert(reads<gs::diff(gs::let([] { return stop_gradient(x) * x; }), x), "x">);
static_assert(reads<stop_gradient(x) * x, "x*stop_gradient(x)">);
static_assert(simplifies_to<log(stop_gradient(1 + exp(x))), "softplus(x)">);

static_assert(simplifies_to<log(sum(k, exp(z))), "logsumexp(k, z)">);
static_assert(simplifies_to<exp(z) / sum(k, exp(z)), "softmax(k, z)">);
static_assert(simplifies_to<log(exp(z) / sum(k, exp(z))), "log_softmax(k, z)">);
static_assert(simplifies_to<softmax(k, z - max(k, z)), "softmax(k, z)">);
static_assert(simplifies_to<logsumexp(k, z + b), "b + logsumexp(k, z)">);
static_assert(simplifies_to<logsumexp(k, z) - pick(k, z, label), "-sum(k, where(index(k) == label, log_softmax(k, z), 0))">);
static_assert(simplifies_to<-log(pick(k, softmax(k, z), label)), "-sum(k, where(index(k) == label, log_softmax(k, z), 0))">);
static_assert(simplifies_to<mean(k, square(z)) - square(mean(k, z)), "sum(k, square(z - sum(k, z)/extent(k)))/extent(k)">);

// peers_trap_8: constants folded first, n-ary sums, re-indexing and broadcasting hide nothing
static_assert(simplifies_to<log(3 - 2 + exp(x)), "softplus(x)">);
static_assert(simplifies_to<log(1 + exp(z + b)), "softplus(z + b)">);
static_assert(simplifies_to<log(0.5 + exp(b(k)) + 0.5), "softplus(b(k))">);

// Rules do not reach too far: near misses stay as they are.
static_assert(simplifies_to<log(2 + a * exp(x)), "log(2 + a*exp(x))">);
static_assert(simplifies_to<log(2 - exp(x)), "log(2 - exp(x))">);
static_assert(simplifies_to<log(2 + exp(-abs(x))), "log(2 + exp(-abs(x)))">);
static_assert(simplifies_to<log(a + exp(x) + exp(y)), "log(a + exp(x) + exp(y))">);
static_assert(simplifies_to<1 / (2 - exp(x)), "-1/(exp(x) - 2)">);
static_assert(simplifies_to<log(sqrt(x)), "log(sqrt(x))">);
static_assert(simplifies_to<log(pow(x, 1.5)), "log(pow(x, 1.5))">);
static_assert(simplifies_to<exp(x) / (1 + exp(y)), "exp(x)*sigmoid(-y)">);
static_assert(simplifies_to<2 - sigmoid(x), "2 - sigmoid(x)">);
static_assert(simplifies_to<2 * exp(x) - 1, "2*exp(x) - 1">);
static_assert(simplifies_to<exp(z) / sum(i, exp(z)) - exp(z) / sum(k, exp(z)), "softmax(i, z) - softmax(k, z)">);
static_assert(simplifies_to<square(x) + square(y), "square(x) + square(y)">);

static_assert(simplifies_to<log(prod(k, exp(z))), "sum(k, z)">);
static_assert(simplifies_to<log(prod(k, sigmoid(z))), "-sum(k, softplus(-z))">);
static_assert(simplifies_to<log(prod(i, k, abs(z))), "sum(i, k, log(abs(z)))">);
static_assert(simplifies_to<-log(prod(k, z)), "-where(prod(k, sign(z)) >= 0, sum(k, log(where(z < 0, -z, z))), nan)">);
static_assert(simplifies_to<prod(k, exp(z)), "exp(sum(k, z))">);
static_assert(simplifies_to<square(norm2(k, z)), "sum(k, square(z))">);
static_assert(simplifies_to<prod(k, z), "prod(k, z)">);

}  // namespace
