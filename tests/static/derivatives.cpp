// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Derivatives along directions, for cotangents and of second order: their texts, what they equal, and what they share.
#include "support/static.hpp"

namespace gs = gradsmith;
using gs::diff;
using namespace gradsmith::tests;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto l = gs::axis<"l">;
constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto q = gs::param<"q">(j, k);
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto s = gs::input<"s">;
constexpr auto t = gs::input<"t">(i);
constexpr auto v = gs::input<"v">(j);

// jvp: the axes of the expression
static_assert(reads<gs::jvp(square(a), a, s), "2*a*s">);
static_assert(reads<gs::jvp(a * b, a, s, b, 3), "3*a + b*s">);
static_assert(reads<gs::jvp(a * b, a, b), "square(b)">);
static_assert(reads<gs::jvp(a, b, s), "0">);
static_assert(reads<gs::jvp(exp(sum(j, w * x)), w, v), "exp(sum(j, w*x))*sum(j, x*v)">);
static_assert(reads<gs::jvp(sum(j, square(w)), w, 1), "2*sum(j, w)">);
static_assert(reads<gs::jvp(sum(j, square(w)), w(k), v(k)), "2*sum(j, w*v)">);
static_assert(reads<gs::jvp(abs(a), a, s), "s*sign(a)">);
static_assert(reads<gs::jvp(where(a > 0, log(a), b), a, s), "where(a > 0, s/a, 0)">);
static_assert(gs::equivalent<gs::jvp(sum(j, sum(k, q(j, k) * q(k, j))), q, q), 2 * sum(j, sum(k, q(j, k) * q(k, j)))>);
static_assert(gs::equivalent<gs::jvp(sum(j, q(j, j)), q(j, k), w(j) * w(k)), sum(j, square(w))>);
static_assert(reads<gs::jvp(square(a), a, 0), "0">);
static_assert(gs::equivalent<gs::jvp(logsumexp(j, w), w, v), sum(j, softmax(j, w) * v)>);
static_assert(gs::equivalent<gs::jvp(log_softmax(j, w), w, v), v - sum(j, softmax(j, w) * v)>);
static_assert(gs::equivalent<gs::jvp(softmax(j, w), w, v), softmax(j, w) * (v - sum(j, softmax(j, w) * v))>);

// vjp: the axes of the symbol
static_assert(gs::equivalent<gs::vjp(square(sum(j, w * x)), t, w), 2 * sum(i, t * x * sum(j, w * x))>);
static_assert(gs::equivalent<gs::vjp(square(sum(j, w * x)), 1, w), diff(sum(i, square(sum(j, w * x))), w)>);
static_assert(gs::equivalent<gs::vjp(square(a), a, a), 2 * square(a)>);  // the cotangent is held constant
static_assert(gs::equivalent<gs::vjp(softmax(j, w), v, w), diff(sum(j, softmax(j, w) * v), w)>);
static_assert(gs::equivalent<gs::vjp(w* sum(j, square(w)), v, w), v* sum(j, square(w)) + 2 * w * sum(j, v * w)>);

// second derivatives
constexpr auto fit = mean(i, square(sum(j, w * x) - y));
static_assert(reads<gs::hvp(square(a) * b, a, s), "2*b*s">);
static_assert(gs::equivalent<gs::hvp(fit, w, v), 2 * mean(i, x * sum(j, x * v))>);
static_assert(gs::equivalent<gs::hvp(fit, w(k), v(k)), 2 * mean(i, x(i, k) * sum(j, x * v))>);
static_assert(gs::equivalent<gs::hessian(fit, w(k), w(l)), diff(diff(fit, w(k)), w(l))>);
static_assert(gs::equivalent<gs::jacobian(softmax(j, w), w(k)), diff(softmax(j, w), w(k))>);
static_assert(reads<gs::hessian_diagonal(fit, w), "2*mean(i, square(x))">);
static_assert(reads<gs::hessian_diagonal(square(a) * b, a), "2*b">);
static_assert(reads<gs::hessian_diagonal(mean(i, log(1 + exp(-y * sum(j, w * x)))), w), "mean(i, square(y)*square(x)*logistic_density(y*sum(j, w*x)))">);
static_assert(gs::equivalent<gs::hessian_diagonal(sum(j, sum(k, w(j) * x(j, k) * w(k))), w(l)), 2 * x(l, l)>);
static_assert(gs::equivalent<gs::gauss_newton(sum(j, w * x) - y, w(k), w(l)), sum(i, x(i, k) * x(i, l))>);
static_assert(gs::equivalent<gs::gauss_newton(exp(w) - v, w(k), w(l)), diff(sum(j, exp(w(j)) * diff(exp(w(j)), w(k))), w(l)) - sum(j, exp(w(j)) * diff(diff(exp(w(j)), w(k)), w(l)))>);

// a derivative is an expression: derivatives of derivatives, inside lets and of lets, under a mean over the data
static_assert(reads<diff(gs::jvp(pow(a, 3), a, s), a), "6*a*s">);
static_assert(reads<gs::jvp(gs::jvp(pow(a, 3), a, s), a, s), "6*a*square(s)">);
static_assert(reads<diff(diff(diff(pow(a, 4), a), a), a), "24*a">);
static_assert(reads<gs::jvp(gs::vjp(pow(a, 3), b, a), a, s), "6*a*b*s">);
constexpr auto hidden = gs::let([] { return tanh(w * t); });
constexpr auto wave = gs::let([] { return sum(j, v * hidden); });
constexpr auto slope = gs::let([] { return diff(wave, t); });
constexpr auto bent = gs::let([] { return diff(slope, t); });
constexpr auto along = gs::let([] { return gs::jvp(wave, t, 1); });
constexpr auto written_out = sum(j, v * tanh(w * t));
constexpr auto named = mean(i, square(bent + wave));
constexpr auto unnamed = mean(i, square(diff(diff(written_out, t), t) + written_out));
static_assert(gs::equivalent<named, unnamed>);
// The same program up to the order of its nodes.
static_assert(gs::operations<named, gradient(named)>.weighted(i = 100, j = 10) == gs::operations<unnamed, gradient(unnamed)>.weighted(i = 100, j = 10));
static_assert(gs::equivalent<along, slope>);
static_assert(gs::equivalent<mean(i, square(diff(bent, t))), mean(i, square(diff(diff(diff(written_out, t), t), t)))>);
static_assert(gs::equivalent<mean(i, gs::hvp(wave, t, 1)), mean(i, bent)>);
constexpr auto penalised = mean(i, square(wave - y)) + sum(j, square(diff(mean(i, square(wave - y)), w)));
static_assert(gs::equivalent<diff(penalised, w(k)), diff(mean(i, square(wave - y)), w(k)) + 2 * gs::hvp(mean(i, square(wave - y)), w(k), diff(mean(i, square(wave - y)), w(k)))>);

// what several outputs have in common is computed once
constexpr auto logistic = mean(i, log(1 + exp(-y * sum(j, w * x))));
constexpr double count(auto const& operations) { return operations.weighted(i = 1024, j = 32); }
constexpr double margin = count(gs::operations<sum(j, w * x)>), value = count(gs::operations<logistic>), slopes = count(gs::operations<gradient(logistic)>),
                 product = count(gs::operations<gs::hvp(logistic, w, v)>), tangent = count(gs::operations<gs::jvp(logistic, w, v)>);
static_assert(count(gs::operations<logistic, gradient(logistic)>) <= value + slopes - margin);
static_assert(count(gs::operations<logistic, gs::jvp(logistic, w, v)>) <= value + tangent - margin);
static_assert(count(gs::operations<gradient(logistic), gs::hvp(logistic, w, v)>) <= slopes + product - margin);
static_assert(count(gs::operations<logistic, gradient(logistic), gs::hvp(logistic, w, v), gs::jvp(logistic, w, v)>) <= value + slopes + product + tangent - 4 * margin);
static_assert(count(gs::operations<gradient(logistic), gs::diff(logistic, w), gs::jacobian(logistic)>) == slopes);
// the terms of a tangent have one contraction where they have a factor in common: two for margins, one back
static_assert(count_contractions<stages_of<gs::hvp(mean(i, log(1 + square((sum(j, w * x) - y) / s))), w, v)>>() == 3);
// all directions of one gradient share what does not depend on them
constexpr auto other = gs::input<"other">(j);
static_assert(count(gs::operations<gs::hvp(logistic, w, v), gs::hvp(logistic, w, other)>) <= 2 * product - margin);

}  // namespace
