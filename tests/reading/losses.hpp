// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Losses that are printed as C++ and as graphs: the usual ones, and one for each kind of loop.
#pragma once

#include <gradsmith/gradsmith.hpp>

namespace gradsmith::tests::losses {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;     // observations
constexpr auto j = gs::axis<"j">;     // features
constexpr auto c = gs::axis<"c">;     // classes
constexpr auto h = gs::axis<"h">;     // hidden units
constexpr auto k = gs::axis<"k", 3>;  // components
constexpr auto p = gs::axis<"p", 2>;
constexpr auto r = gs::axis<"r">;
constexpr auto t = gs::axis<"t">;
constexpr auto m = gs::axis<"m">;
constexpr auto d = gs::axis<"d", 2>;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto W = gs::param<"W">(j, c);
constexpr auto bias = gs::param<"bias">(c);
constexpr auto V = gs::param<"V">(j, h);
constexpr auto v = gs::param<"v">(h);
constexpr auto mu = gs::param<"mu">(k, j);
constexpr auto alpha = gs::param<"alpha">(k);
constexpr auto u = gs::param<"u">(m, d);
constexpr auto kernel = gs::param<"kernel">(p);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto sign = gs::input<"sign">(i);
constexpr auto label = gs::input<"label">(i);
constexpr auto user = gs::input<"user">(i);
constexpr auto weight = gs::input<"weight">(i);
constexpr auto series = gs::input<"series">(i, t);

constexpr auto score = gs::let([] { return sum(j, w * x) + b; });
constexpr auto residual = gs::let([] { return sum(j, w * x) + b - y; });
constexpr auto scores = gs::let([] { return sum(j, W * x) + bias; });

constexpr auto logistic = mean(i, log(1 + exp(-sign * score)));
constexpr auto least_squares = mean(i, square(residual)) / 2;
constexpr auto ridge = mean(i, square(residual)) + 0.1 * sum(j, square(w));
constexpr auto lasso = mean(i, square(residual)) + 0.3 * sum(j, abs(w));
constexpr auto huber = mean(i, where(abs(residual) <= 1, square(residual) / 2, abs(residual) - 0.5));
constexpr auto pseudo_huber = mean(i, sqrt(1 + square(residual)) - 1);
constexpr auto quantile = mean(i, max(0.9 * residual, -0.1 * residual));
constexpr auto hinge = mean(i, max(0, 1 - sign * score)) + 0.01 * sum(j, square(w));
constexpr auto poisson = mean(i, exp(score) - square(y) * score);
constexpr auto student = sum(i, weight * log(1 + square(residual) / 3)) / sum(i, weight);
constexpr auto softmax_regression = mean(i, -log(pick(c, softmax(c, scores), label)));
constexpr auto network = mean(i, log(1 + exp(-sign * sum(h, v * tanh(sum(j, V * x))))));
constexpr auto mixture = -mean(i, logsumexp(k, alpha - sum(j, square(x(i, j) - mu(k, j))) / 2));
constexpr auto gather = mean(i, square(sum(d, square(u(user, d))) - y)) + 0.01 * sum(m, d, square(u));
constexpr auto convolution = mean(i, sum(r, square(tanh(sum(p, kernel * series(i, r + p))))));
constexpr auto cumulative = mean(i, sum(t, square(cumulative_sum(t, b * series) - reverse_cumulative_sum(t, tanh(b) * series))));
constexpr auto standardised = mean(i, exp((score - mean(i, score)) / sqrt(variance(i, score) + 1)));
constexpr auto cosine = -sum(j, w * mean(i, x)) / (norm2(j, w) * norm2(j, mean(i, x)));
constexpr auto greatest = mean(i, max(j, w * x)) + prod(j, 1 + square(w));
constexpr auto rosenbrock = gs::let([] { return square(1 - b) + 100 * square(gs::param<"a"> - square(b)); });
constexpr auto entropy = -mean(i, xlogy(square(y), sigmoid(score)) + xlog1py(1 - square(y), -sigmoid(score)));
constexpr auto angles = mean(i, atan2(score, 1 + square(y)) + hypot(score, y) + logcosh(residual));
// Names that are keywords, macros or types of C++.
constexpr auto named = gs::let([] {
  return square(gs::param<"nullptr"> + gs::param<"size_t">) * exp(gs::param<"INFINITY"> * gs::param<"errno">) + sin(gs::param<"not_eq"> * gs::param<"static_assert">) +
         max(gs::param<"char8_t">, gs::param<"thread_local">) * gs::param<"main"> * gs::param<"t1"> + gs::param<"linux"> * gs::param<"exp"> * gs::param<"value">;
});

}  // namespace gradsmith::tests::losses
