// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Derivatives raised back into expressions: the same formula, which can be used like one that a person wrote.
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>
#include <gradsmith/raise.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto l = gs::axis<"l">;
constexpr auto m = gs::axis<"m">;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto a = gs::param<"a">;
constexpr auto w = gs::param<"w">(j);
constexpr auto u = gs::param<"u">(j, c);
constexpr auto v = gs::param<"v">(m);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto k = gs::input<"k">(i);
constexpr auto y = gs::input<"y">(i);

constexpr auto logistic = mean(i, log(1 + exp(-y * sum(j, w * x))));
constexpr auto table = mean(i, square(v(k) - y));
constexpr auto neighbours = sum(l, square(w(l + 1) - w(l)));
constexpr auto classes = mean(i, -pick(c, log_softmax(c, sum(j, u * x)), k));

constexpr auto slope = gs::raise<diff(logistic, w)>;
static_assert(gs::equivalent<slope, diff(logistic, w)>);
static_assert(gs::equivalent<gs::raise<diff(diff(logistic, w(j)), w(l))>, diff(diff(logistic, w(j)), w(l))>);
static_assert(gs::equivalent<diff(slope, w(l)), diff(diff(logistic, w(j)), w(l))>);
static_assert(gs::equivalent<gs::raise<diff(table, v)>, diff(table, v)>);
static_assert(gs::equivalent<gs::raise<diff(neighbours, w)>, diff(neighbours, w)>);
static_assert(gs::equivalent<gs::raise<diff(classes, u)>, diff(classes, u)>);
static_assert(gs::equivalent<gs::raise<diff(pow(a, 3) / (1 + a), a)>, diff(pow(a, 3) / (1 + a), a)>);
// A gradient penalty with the gradient written out.
static_assert(gs::equivalent<logistic + sum(j, square(slope)), logistic + sum(j, square(diff(logistic, w)))>);

// What stop_gradient holds back stays held back in derivatives of a raised one.
constexpr auto stopped = gs::raise<diff(gs::stop_gradient(square(a)) * a * a, a)>;
static_assert(gs::equivalent<stopped, 2 * gs::stop_gradient(square(a)) * a>);
static_assert(gs::equivalent<diff(stopped, a), 2 * square(a)>);

}  // namespace
