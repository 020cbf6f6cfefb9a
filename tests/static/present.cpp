// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What is put back before a formula is printed: means and picked entries.
#include "support/static.hpp"

namespace gs = gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto a = gs::param<"a">;
constexpr auto w = gs::param<"w">(j, c);
constexpr auto v = gs::param<"v">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto label = gs::input<"label">(i);
constexpr auto scores = sum(j, w * x);

static_assert(reads<mean(i, j, square(x)), "mean(i, j, square(x))">);
static_assert(reads<a * mean(i, y) * mean(j, v), "a*mean(i, y)*mean(j, v)">);
static_assert(reads<3 * mean(i, square(y)) / a, "3*mean(i, square(y))/a">);
static_assert(reads<mean(i, sum(j, square(x))), "mean(i, sum(j, square(x)))">);
static_assert(reads<diff(mean(i, square(sum(j, v * x) - y)), v), "2*mean(i, x*(sum(j, v*x) - y))">);
static_assert(reads<pick(c, scores, label), "pick(c, sum(j, w*x), label)">);
static_assert(reads<sum(i, pick(c, scores, label)), "sum(i, pick(c, sum(j, w*x), label))">);
static_assert(reads<mean(i, -log(pick(c, softmax(c, scores), label))), "-mean(i, log(pick(c, softmax(c, sum(j, w*x)), label)))">);
static_assert(reads<diff(mean(i, -log(pick(c, softmax(c, scores), label))), w),
                    "mean(i, x*where(index(c) == label, -softmax_complement(c, sum(j, w*x)), softmax(c, sum(j, w*x))))">);
// Quotients of more than one divisor, coefficients that are fractions.
static_assert(reads<9.0 / 13 / (1 + exp(a)), "9/(13*(1 + exp(a)))">);
static_assert(reads<2 * a / (3 * v), "2*a/(3*v)">);
static_assert(reads<-a / 3, "-a/3"> && reads<cube(a) / 7 / square(v), "cube(a)/(7*square(v))">);
// A sum that a rule finds to be 0 leaves no term in a derivative; what was written stays.
static_assert(reads<diff(variance(j, v), v), "2*(v - mean(j, v))/extent(j)">);
static_assert(reads<0.0 * a + 1, "1 + 0*a">);
// What a mean divides by stands before it, whatever differentiation did with it.
constexpr auto score = sum(j, v * x);
static_assert(reads<diff(mean(i, exp(score) - y * score), v), "mean(i, x*(exp(sum(j, v*x)) - y))">);
static_assert(reads<diff(mean(i, -y * log(sigmoid(score)) - (1 - y) * log(1 - sigmoid(score))), v),
                    "-mean(i, x*((y - 1)*sigmoid(sum(j, v*x)) + y*sigmoid(-sum(j, v*x))))">);
static_assert(reads<diff(mean(i, where(abs(y - a) <= 1, 0.5 * square(y - a), abs(y - a) - 0.5)), a), "-mean(i, clamp(y - a, -1, 1))">);
static_assert(reads<diff(mean(i, log(y / (1 + square(a)))), a), "-2*a/(1 + square(a))">);
static_assert(reads<where(a > 0 && v > 0, a, 0), "where((a > 0) && (v > 0), a, 0)"> && reads<where(where(a > 0, v > 0, 0), a, 0), "where((a > 0) && (v > 0), a, 0)">);
// Not these.
static_assert(reads<sum(i, y) / gs::diff(sum(j, a + v), a), "sum(i, y)/extent(j)">);
static_assert(reads<sum(c, where(w > 0, w, 0)), "sum(c, where(w > 0, w, 0))">);
static_assert(reads<sum(c, where(scores == label, w, 1)), "sum(c, where(sum(j, w*x) == label, w, 1))">);

}  // namespace
