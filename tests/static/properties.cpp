// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What is proved of losses: convexity, smoothness, monotonicity, domains, and the sentences where nothing is.
#include <gradsmith/compile/properties.hpp>

#include "support/static.hpp"

namespace gs = gradsmith;
using gs::is_concave;
using gs::is_convex;
using gs::is_smooth;
using gs::smoothness_of;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto w = gs::param<"w">(j);
constexpr auto u = gs::param<"u">(j, c);
constexpr auto v = gs::param<"v">(i, c);
constexpr auto s = gs::param<"s">(c);
constexpr auto X = gs::input<"X">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto label = gs::input<"label">(i);
constexpr auto lambda = gs::input<"lambda">;
constexpr auto delta = gs::input<"delta">;
constexpr auto z = sum(j, w * X) + b;
constexpr auto r = z - y;
constexpr auto scores = sum(j, u * X);

// losses
static_assert(is_convex<mean(i, square(r))>);
static_assert(is_convex<mean(i, log(1 + exp(-y * z)))>);
static_assert(is_convex<mean(i, softplus(z) - y * z)>);
static_assert(is_convex<-mean(i, y * log(sigmoid(z)) + (1 - y) * log(1 - sigmoid(z))), y >= 0, y <= 1>);
static_assert(is_convex<-mean(i, pick(c, log_softmax(c, scores), label))>);
static_assert(is_convex<mean(i, logsumexp(c, scores) - pick(c, scores, label))>);
static_assert(is_convex<mean(i, relu(1 - y * z))>);
static_assert(is_convex<mean(i, max(0.0, 1 - y * z))>);
static_assert(is_convex<mean(i, square(relu(1 - y * z)))>);
static_assert(is_convex<mean(i, exp(z) - y * z)>);
static_assert(is_convex<mean(i, abs(r))>);
static_assert(is_convex<mean(i, max(0.9 * r, -0.1 * r))>);
static_assert(is_convex<mean(i, sqrt(1 + square(r)) - 1)>);
static_assert(is_convex<mean(i, logcosh(r))>);
static_assert(is_convex<mean(i, square(r)) + lambda * sum(j, square(w)), lambda >= 0>);
static_assert(is_convex<mean(i, square(r)) + lambda * sum(j, abs(w)), lambda >= 0>);
static_assert(is_convex<mean(i, square(r)) + 0.5 * sum(j, abs(w)) + 0.1 * sum(j, square(w))>);
static_assert(is_convex<sqrt(sum(i, square(r))) + norm1(j, w)>);
static_assert(is_convex<norm2(i, r)>);
static_assert(is_convex<log(sum(j, exp(w)))>);
static_assert(is_convex<max(i, z) + variance(i, z)>);
static_assert(is_convex<square(a) - square(lambda)>);
static_assert(is_convex<where(y > 0, softplus(-z), 2 * softplus(z))>);

// pieces
static_assert(is_convex<mean(i, where(abs(r) <= 1, 0.5 * square(r), abs(r) - 0.5))>);
static_assert(is_convex<mean(i, where(abs(r) <= delta, 0.5 * square(r), delta * (abs(r) - 0.5 * delta))), delta >= 0>);
static_assert(smoothness_of<where(abs(r) <= delta, 0.5 * square(r), delta * (abs(r) - 0.5 * delta))> == gs::smoothness::kink);
static_assert(is_convex<mean(i, where(r >= 0, 0.9 * r, -0.1 * r))>);
static_assert(is_convex<mean(i, where(y * z >= -1, square(relu(1 - y * z)), -4 * y * z))>);
static_assert(is_convex<where(a > 1, 2 * a - 1, square(a))> && smoothness_of<where(a > 1, 2 * a - 1, square(a))> == gs::smoothness::C1);
static_assert(gs::is_concave<where(a < 0, 3 * a, a)> && !is_convex<where(a < 0, 3 * a, a)>);
static_assert(!is_convex<where(a < 0, a, 1 + a)> && !is_convex<where(abs(a) <= 1, square(a), 1 + 0.0 * a)>);
static_assert(!is_convex<where(abs(a) <= 1, square(a), 2 * a - 1)>);
static_assert(!is_convex<where(square(a) <= 1, square(a), 2 * abs(a) - 1)>);

// calculus
static_assert(is_convex<exp(square(a)) + a * log(a) + square(a) / (1 + b), a >= 0, b >= 0>);
static_assert(is_convex<gs::pow(a, 1.5) + 1 / a, (a > 0)>);
static_assert(is_concave<log(a) + sqrt(b) + min(a, b)>);
static_assert(is_convex<-log(1 - square(a))>);
static_assert(gs::is_affine<3 * a - lambda * b + square(lambda)>);
static_assert(is_convex<a * lambda * b, a>);
static_assert(is_convex<tanh(a), a <= 0> && is_concave<sigmoid(a), a >= 0>);

// not convex, or not proved
static_assert(!is_convex<a * b>);
static_assert(!is_convex<square(a) - square(b)>);
static_assert(!is_convex<square(square(a) - 1)>);
static_assert(!is_convex<tanh(a)>);
static_assert(!is_convex<log(a)>);
static_assert(!is_convex<1 / a>);
static_assert(!is_convex<a * log(b)>);
static_assert(!is_convex<exp(-square(a))>);
static_assert(!is_convex<sqrt(abs(a))>);
static_assert(!is_convex<log(1 + square(a))>);
static_assert(!is_convex<mean(i, square(r)) + lambda * sum(j, square(w))>);
static_assert(!is_convex<where(a > 0, a, 2 * a - 1)>);
static_assert(!is_convex<relu(sum(j, w * tanh(z)))>);
static_assert(!is_convex<cumulative_sum(j, sin(w))>);
static_assert(!is_convex<abs(exp(a) - 2)>);

static_assert(!is_convex<sum(i, sum(j, square(X - sum(c, v * u))))>);                                // matrix factorisation
static_assert(is_convex<sum(i, sum(j, square(X - sum(c, v * u)))), u>);
static_assert(!is_convex<mean(i, square(sum(c, s * relu(scores)) - y))>);                            // a network
static_assert(!is_convex<-mean(i, logsumexp(c, s - 0.5 * sum(j, square(X - u))))>);                  // a mixture
static_assert(!is_convex<mean(i, log(1 + square(r)))> && !is_convex<mean(i, 1 - exp(-square(r)))>);  // Cauchy, Welsch

// derivatives
static_assert(is_convex<diff(cube(a), a)>);
static_assert(gs::is_increasing<diff(softplus(a), a)>);

// monotonicity, smoothness
static_assert(gs::is_increasing<exp(a) + cube(b)> && gs::is_decreasing<1 / (1 + exp(a))>);
static_assert(!gs::is_increasing<square(a)> && gs::is_increasing<square(a), a >= 0>);
static_assert(gs::is_increasing<mean(i, z), w> == false);
static_assert(gs::is_increasing<mean(i, z), w, X >= 0>);
static_assert(is_smooth<mean(i, softplus(z))> && is_smooth<sqrt(1 + square(a))>);
static_assert(smoothness_of<mean(i, relu(z))> == gs::smoothness::kink);
static_assert(smoothness_of<sqrt(square(a) + square(b))> == gs::smoothness::kink);
static_assert(smoothness_of<square(relu(a))> == gs::smoothness::C1);
static_assert(smoothness_of<cube(max(a, 0.0))> == gs::smoothness::C2);
static_assert(smoothness_of<sign(a)> == gs::smoothness::jump);
static_assert(is_smooth<abs(lambda) * a> && !is_smooth<abs(lambda) * a, lambda>);

// domains
static_assert(gs::is_defined<mean(i, softplus(z))>);
static_assert(gs::domain<log(a) + 1 / b>.view() == "a > 0, b != 0" || gs::domain<log(a) + 1 / b>.view() == "b != 0, a > 0");
static_assert(gs::is_defined<log(a), (a > 0)> && gs::is_defined<1 / a, (a < 0)>);
static_assert(gs::is_defined<log(1 + square(a)) + sqrt(abs(b))>);
static_assert(!gs::is_defined<pow(square(a), -0.5)> && gs::domain<pow(a, -1.5)>.view() == "a > 0" && gs::domain<pow(a, 1.5)>.view() == "a >= 0");
// what a rule keeps undefined is not defined
static_assert(gs::domain<exp(log(a))>.view() == "a >= 0" && gs::domain<expm1(log1p(a))>.view() == "a >= -1");
static_assert(gs::is_defined<exp(log(a)), (a >= 0)> && !gs::is_defined<exp(2 * log(sqrt(1 - square(a))))>);

template <auto Is, gs::fixed_string Expected>
inline constexpr bool says = gs::tests::text_is<Is, Expected>();
static_assert(says<gs::why_not_convex<square(a) + a * b>, "a*b is a product of factors that vary together">);
static_assert(says<gs::why_not_convex<mean(i, tanh(z))>, "tanh(sum(j, w*X) + b) is neither convex nor concave">);
static_assert(says<gs::why_not_convex<2 * log(a) + exp(b)>, "log(a) is concave where something convex is needed">);
static_assert(says<gs::why_not_convex<square(a) + lambda * sum(j, square(w))>, "lambda*sum(j, square(w)) needs the sign of lambda">);
static_assert(says<gs::why_not_convex<square(a)>, "">);
static_assert(says<gs::why_not_convex<square(relu(1 - 2 * tanh(a)))>, "tanh(a) is neither convex nor concave">);
static_assert(says<gs::why_not_convex<square(exp(a) - 1)>, "square(expm1(a)) needs an affine argument, which expm1(a) is not">);
static_assert(says<gs::why_not_concave<exp(a)>, "exp(a) is convex where something concave is needed">);

}  // namespace
