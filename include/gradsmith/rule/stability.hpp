// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Rules that keep digits: what overflows, underflows or cancels is written in a form that does not.
#pragma once

#include <limits>

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/log1mexp.hpp>
#include <gradsmith/op/log_softmax.hpp>
#include <gradsmith/op/logaddexp.hpp>
#include <gradsmith/op/logsumexp.hpp>
#include <gradsmith/op/softplus.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/rule/table.hpp>

namespace gradsmith::rules {

struct stability {
  static constexpr auto rules = [] {
    using enum validity;
    return parse_rules(
        // logarithms of sums with 1
        rule{"log(1+exp(x)) -> softplus(x)", reals, [](auto x) { return log(1 + exp(x)) >> softplus(x); }},
        rule{"log(1+x) -> log1p(x)", reals, [](auto x) { return log(1 + x) >> log1p(x); }},
        rule{"log1p(exp(x)) -> softplus(x)", reals, [](auto x) { return log1p(exp(x)) >> softplus(x); }},
        rule{"log1p(-exp(x)) -> log1mexp(x)", reals, [](auto x) { return log1p(-exp(x)) >> log1mexp(x); }},
        rule{"log(-expm1(x)) -> log1mexp(x)", reals, [](auto x) { return log(-expm1(x)) >> log1mexp(x); }},
        rule{"log(expm1(x)) -> x+log1mexp(-x)", reals, [](auto x) { return log(expm1(x)) >> (x + log1mexp(-x)); }},

        rule{"softplus(x)-x -> softplus(-x)", reals, [](auto x) { return (softplus(x) - x) >> softplus(-x); }},
        rule{"softplus(x)-softplus(-x) -> x", reals, [](auto x) { return (softplus(x) - softplus(-x)) >> x; }},

        // exponentials less 1
        rule{"exp(x)-1 -> expm1(x)", reals, [](auto x) { return (exp(x) - 1) >> expm1(x); }},
        rule{"1+expm1(x) -> exp(x)", reals, [](auto x) { return (1 + expm1(x)) >> exp(x); }},
        rule{"exp(x)/expm1(x)^2 -> exp(-|x|)/expm1(-|x|)^2", reals,
             [](auto x) { return exp(x) / square(expm1(x)) >> exp(-abs(x)) / square(expm1(-abs(x))); },
             [](auto x) { return x.range().upper > 0; }},

        // the logistic function, from whatever differentiation or the user wrote
        rule{"1/(1+exp(x)) -> sigmoid(-x)", reals, [](auto x) { return 1 / (1 + exp(x)) >> sigmoid(-x); }},
        rule{"exp(x)*sigmoid(-x) -> sigmoid(x)", reals, [](auto x) { return exp(x) * sigmoid(-x) >> sigmoid(x); }},
        rule{"1-sigmoid(x) -> sigmoid(-x)", reals, [](auto x) { return (1 - sigmoid(x)) >> sigmoid(-x); }},
        rule{"sigmoid(x)+sigmoid(-x) -> 1", reals, [](auto x) { return (sigmoid(x) + sigmoid(-x)) >> 1; }},
        rule{"sigmoid(x)-sigmoid(-x) -> tanh(x/2)", reals, [](auto x) { return (sigmoid(x) - sigmoid(-x)) >> tanh(0.5 * x); }},
        rule{"sigmoid(x)/sigmoid(-x) -> exp(x)", reals, [](auto x) { return sigmoid(x) / sigmoid(-x) >> exp(x); }},
        rule{"sigmoid(x)*sigmoid(-x) -> logistic_density(x)", reals, [](auto x) { return sigmoid(x) * sigmoid(-x) >> logistic_density(x); }},
        rule{"1-tanh(x)^2 -> 4*logistic_density(2*x)", reals, [](auto x) { return (1 - square(tanh(x))) >> 4 * logistic_density(2 * x); }},
        rule{"log(sigmoid(x)) -> -softplus(-x)", reals, [](auto x) { return log(sigmoid(x)) >> -softplus(-x); }},
        rule{"log1p(-sigmoid(x)) -> -softplus(x)", reals, [](auto x) { return log1p(-sigmoid(x)) >> -softplus(x); }},
        rule{"exp(-softplus(x)) -> sigmoid(-x)", reals, [](auto x) { return exp(-softplus(x)) >> sigmoid(-x); }},

        // logarithms of sums of exponentials
        rule{"log(exp(x)+exp(y)) -> logaddexp(x,y)", reals, [](auto x, auto y) { return log(exp(x) + exp(y)) >> logaddexp(x, y); }},
        rule{"log(exp(x)-exp(y)) -> x+log1mexp(y-x)", reals, [](auto x, auto y) { return log(exp(x) - exp(y)) >> (x + log1mexp(y - x)); }},
        rule{"log(sum(k,exp(x))) -> logsumexp(k,x)", reals, [](over k, auto x) { return log(sum(k, exp(x))) >> logsumexp(k, x); }},
        rule{"exp(x)/sum(k,exp(x)) -> softmax(k,x)", reals, [](over k, auto x) { return exp(x) / sum(k, exp(x)) >> softmax(k, x); }},
        rule{"exp(x-logsumexp(k,x)) -> softmax(k,x)", reals, [](over k, auto x) { return exp(log_softmax(k, x)) >> softmax(k, x); }},
        rule{"log(softmax(k,x)) -> log_softmax(k,x)", reals, [](over k, auto x) { return log(softmax(k, x)) >> log_softmax(k, x); }},
        rule{"x-logsumexp(k,x) -> log_softmax(k,x)", reals, [](over k, auto x) { return (x - logsumexp(k, x)) >> log_softmax(k, x); }},

        // differences that cancel
        rule{"sqrt(1+x)-1 -> x/(1+sqrt(1+x))", reals, [](auto x) { return (sqrt(1 + x) - 1) >> x / (1 + sqrt(1 + x)); }},
        rule{"x^2-y^2 -> (x-y)*(x+y)", reals, [](auto x, auto y) { return (square(x) - square(y)) >> (x - y) * (x + y); }});
  }();
};

}  // namespace gradsmith::rules
