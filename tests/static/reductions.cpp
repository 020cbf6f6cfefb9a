// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Derivatives with axes: reductions, batch axes, fresh indices, Jacobians and Hessians.
#include "support/static.hpp"

namespace gs = gradsmith;
using gs::diff;
using gs::equivalent;
using namespace gradsmith::tests;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto l = gs::axis<"l">;
constexpr auto w = gs::param<"w">(j);
constexpr auto v = gs::param<"v">(k);
constexpr auto s = gs::param<"s">(i, k);
constexpr auto a = gs::param<"a">;
constexpr auto X = gs::input<"X">(i, j);
constexpr auto A = gs::input<"A">(j, k);
constexpr auto t = gs::input<"t">(i);
constexpr auto label = gs::input<"label">(i);

// reductions
static_assert(reads<diff(sum(j, square(w)), w), "2*w">);
static_assert(reads<diff(mean(j, square(w)), w), "2*w/extent(j)">);
static_assert(reads<diff(logsumexp(k, v), v), "softmax(k, v)">);
static_assert(reads<diff(max(k, v), v), "where(v == max(k, v), 1/sum(k, where(v == max(k, v), 1, 0)), 0)">);
static_assert(reads<diff(pick(k, v, a), v), "where(index(k) == a, 1, 0)">);
static_assert(reads<diff(sum(j, a + w), a), "extent(j)">);
static_assert(equivalent<diff(sum(k, v* softmax(k, v)), v), softmax(k, v) * (1 + v - sum(k, v * softmax(k, v)))>);
static_assert(equivalent<diff(sum(k, v* log_softmax(k, v)), v), log_softmax(k, v) + v - softmax(k, v) * sum(k, v)>);
static_assert(reads<diff(-mean(i, pick(k, log_softmax(k, s), label)), s),
                    "where(index(k) == label, -softmax_complement(k, s), softmax(k, s))/extent(i)">);

// batch axes: the axes of e stay, a shared axis is the diagonal
static_assert(reads<diff(sum(j, w* X), w), "X">);
static_assert(reads<diff(square(w), w), "2*w">);
static_assert(reads<diff(sum(i, t* s), s), "t">);

// a fresh index: all pairs
static_assert(reads<diff(square(w), w(k)), "2*w*kronecker(index(j), index(k))">);
static_assert(reads<diff(sum(j, w* X), w(k)), "X(i, k)">);
static_assert(reads<diff(sum(j, w* A), w(l)), "A(l, k)">);
static_assert(reads<diff(sum(j, w* w(j)), w(k)), "2*w(k)">);
static_assert(reads<diff(sum(j, sum(k, w* w(k) * A)), w), "sum(k, w(k)*A) + sum(k, w(k)*A(k, j))">);
static_assert(reads<diff(log_softmax(k, v), v(l)), "where(index(k) == index(l), softmax_complement(l, v(l)), -softmax(l, v(l)))">);

// a diagonal: the entries beside it are not read
constexpr auto q = gs::param<"q">(j, l);
static_assert(reads<diff(sum(j, q(j, j)), q), "kronecker(index(j), index(l))">);
static_assert(reads<diff(sum(j, square(q(j, j))), q), "2*q(j, j)*kronecker(index(j), index(l))">);
static_assert(reads<diff(sum(j, square(q(j, j))), q(k, k)), "2*q(k, k)">);
static_assert(reads<diff(sum(l, diff(square(sum(j, q(j, j))), q(k, l))), q(k, l)), "2*kronecker(index(k), index(l))">);

// a logistic loss: gradient, Hessian, by inputs
constexpr auto margin = t * sum(j, w * X);
constexpr auto loss = mean(i, log(1 + exp(-margin)));
static_assert(equivalent<diff(loss, w), -mean(i, t* X* sigmoid(-margin))>);
static_assert(equivalent<diff(diff(loss, w(j)), w(k)), mean(i, t* t* X* X(i, k) * logistic_density(-margin))>);
static_assert(reads<diff(loss, X), "-t*w*sigmoid(-t*sum(j, w*X))/extent(i)">);
static_assert(reads<diff(loss, t), "-sum(j, w*X)*sigmoid(-t*sum(j, w*X))/extent(i)">);

// least squares, the Hessian is a constant
constexpr auto squares = sum(i, square(sum(j, w * X) - t));
static_assert(equivalent<diff(squares, w), 2 * sum(i, (sum(j, w * X) - t) * X)>);
static_assert(reads<diff(diff(squares, w(j)), w(k)), "2*sum(i, X*X(i, k))">);

// diff inside a loss: a gradient penalty
constexpr auto penalty = sum(j, square(diff(sum(j, w * w * w), w)));
static_assert(reads<penalty, "9*sum(j, pow(w, 4))">);
static_assert(reads<diff(penalty, w), "36*cube(w)">);

// products, norms, moments; what has no derivative has the derivative 0
static_assert(reads<diff(log(prod(j, exp(w))), w), "1">);
static_assert(reads<diff(log(prod(j, sigmoid(w))), w), "sigmoid(-w)">);
static_assert(reads<diff(norm2(j, w), w), "w*where(norm2(j, w) == 0, 0, 1/where(norm2(j, w) == 0, 1, norm2(j, w)))">);
static_assert(reads<diff(square(norm2(j, w)), w), "2*w">);
static_assert(reads<diff(norm1(j, w), w), "sign(w)">);
static_assert(reads<variance(j, w), "mean(j, square(w - mean(j, w)))">);
static_assert(equivalent<mean(j, square(w)) - square(mean(j, w)), variance(j, w)>);
static_assert(reads<diff(sum(k, argmax(j, w) * v), w), "0">);
static_assert(reads<diff(a * count(j, w > 0), w), "0">);
static_assert(reads<weighted_mean(i, t, sum(j, w * X)), "sum(i, t*sum(j, w*X))/sum(i, t)">);
static_assert(reads<masked_sum(i, t > 0, t * a), "sum(i, where(t > 0, a*where(t > 0, t, 0.5), 0))">);
constexpr auto inner = gs::let([] { return log(t) + sum(j, w * X); });
constexpr auto masked_outer = gs::let([] { return masked_mean(i, t > 0, inner * a); });
static_assert(equivalent<masked_outer, masked_mean(i, t > 0, (log(t) + sum(j, w * X)) * a)>);

}  // namespace
