// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A formula sheet: the derivative of every elementwise operation, as a text.
#include "support/static.hpp"

namespace gs = gradsmith;
using gs::diff;
using namespace gradsmith::tests;

namespace {

constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto z = gs::param<"z">;

static_assert(reads<diff(x, x), "1">);
static_assert(reads<diff(y, x), "0">);
static_assert(reads<diff(3 * x + y, x), "3">);
static_assert(reads<diff(x * y, x), "y">);
static_assert(reads<diff(x / y, y), "-x/square(y)">);
static_assert(reads<diff(x* y* z, y), "x*z">);
static_assert(reads<diff(pow(x, 3), x), "3*square(x)">);
static_assert(reads<diff(square(x), x), "2*x">);
static_assert(reads<diff(reciprocal(x), x), "-1/square(x)">);
static_assert(reads<diff(sqrt(x), x), "0.5/sqrt(x)">);
static_assert(reads<diff(sqrt1pm1(x), x), "0.5/sqrt(1 + x)">);
static_assert(reads<diff(1 - cos(x), x), "sin(x)">);
static_assert(reads<diff(diff(1 - cos(x), x), x), "cos(x)">);
static_assert(reads<diff(exp(x), x), "exp(x)">);
static_assert(reads<diff(expm1(x), x), "exp(x)">);
static_assert(reads<diff(log(x), x), "1/x">);
static_assert(reads<diff(log1p(x), x), "1/(1 + x)">);
static_assert(reads<diff(log1mexp(x), x), "-reciprocal_expm1(-x)">);
static_assert(reads<diff(logaddexp(x, y), x), "sigmoid(difference(x, y))">);
static_assert(reads<diff(logaddexp(x, y), y), "sigmoid(-difference(x, y))">);
static_assert(reads<diff(logaddexp(x, 1), x), "sigmoid(x - 1)">);
static_assert(reads<diff(logaddexp(x + z, y + z), x), "sigmoid(x - y)">);
static_assert(reads<diff(logaddexp(x, y) - x, x), "-sigmoid(-difference(x, y))">);
static_assert(reads<diff(logaddexp(x, y), x) + diff(logaddexp(x, y), y), "1">);
static_assert(gs::equivalent<diff(logaddexp(x, y), x), sigmoid(x - y)>);
static_assert(reads<diff(pow(x, y), x), "where((x == 0) && (y == 0), 0, y*pow(x, y - 1))">);
static_assert(reads<diff(pow(x, y), y), "where(x == 0, 0, pow(x, y)*log(x))">);
static_assert(reads<diff(tanh(x), x), "4*logistic_density(2*x)">);
static_assert(reads<diff(sigmoid(x), x), "logistic_density(x)">);
static_assert(reads<diff(softplus(x), x), "sigmoid(x)">);
static_assert(reads<diff(logistic_density(x), x), "-logistic_density(x)*tanh(0.5*x)">);
static_assert(reads<diff(erf(x), x), "1.1283791671*exp(-square(x))">);
static_assert(reads<diff(erfcx(x), x), "-2*scaled_ierfc(x)">);
static_assert(reads<diff(diff(erfcx(x), x), x), "8*scaled_i2erfc(x)">);
static_assert(reads<diff(log_normal_cdf(x), x), "inverse_mills_ratio(x)">);
static_assert(reads<diff(lgamma(x), x), "digamma(x)">);
static_assert(reads<diff(diff(digamma(x), x), x), "tetragamma(x)">);
static_assert(reads<diff(diff(diff(diff(diff(lgamma(2 * x), x), x), x), x), x), "32*polygamma(4, 2*x)">);
static_assert(reads<diff(logcosh(x), x), "tanh(x)">);
static_assert(reads<diff(abs(x), x), "sign(x)">);
static_assert(reads<diff(sign(x), x), "0">);
static_assert(reads<diff(relu(x), x), "where(x > 0, 1, 0)">);
static_assert(reads<diff(max(x, y), x), "tie_share(x, y)">);
static_assert(reads<diff(min(x, y), x), "tie_share(y, x)">);
static_assert(reads<diff(where(y > 0, x, z), x), "where(y > 0, 1, 0)">);
static_assert(reads<diff(where(y > 0, x, z), z), "where(y > 0, 0, 1)">);
static_assert(reads<diff(where(y > 0, x, z), y), "0">);
// What the mask hides depends on y, by a condition alone.
constexpr auto i = gs::axis<"i">;
constexpr auto t = gs::input<"t">(i);
static_assert(reads<diff(masked_sum(i, t > y, gs::call<gs::op::tetragamma>(t)), y), "0">);
static_assert(reads<diff(x < y, x), "0">);
static_assert(reads<diff(x >= y, x), "0">);
static_assert(reads<diff(x == y, y), "0">);

// derivatives of derivatives, and inside formulas
static_assert(reads<diff(diff(x * x * y, x), y), "2*x">);
static_assert(reads<diff(diff(exp(x * y), x), x), "square(y)*exp(x*y)">);
static_assert(reads<diff(square(diff(x * x * x, x)), x), "36*cube(x)">);
static_assert(reads<y + diff(square(x), x), "y + 2*x">);
static_assert(gs::equivalent<diff(diff(x * x * exp(y), x), y), diff(diff(x * x * exp(y), y), x)>);

// peers_trap_2: a stable value has a stable gradient
static_assert(reads<diff(log(sigmoid(x)), x), "sigmoid(-x)">);
static_assert(reads<diff(diff(log(sigmoid(x)), x), x), "-logistic_density(x)">);
static_assert(reads<diff(log(1 + exp(-x)), x), "-sigmoid(-x)">);
static_assert(reads<diff(log(1 - sigmoid(x)), x), "-sigmoid(x)">);

// peers_trap_3 and 4: the derivative as printed is the derivative: no integer division in it
static_assert(reads<diff(x * x / 3, x), "2*x/3">);

// peers_trap_5: every rule order compiles
static_assert(reads<diff(0.5 * x * x, x), "x">);
static_assert(reads<diff(1 * (0.0 + x), x), "1">);

}  // namespace
