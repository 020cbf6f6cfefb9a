// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The tests of a loss that run in the compiler: derivatives, equal formulations, convexity, smoothness, domain and cost.
// docs/guide/testing-a-loss.md explains them.
#include <cstdio>

#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;  // observations
constexpr auto j = gs::axis<"j">;  // features
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);  // -1 or 1
constexpr auto lambda = gs::input<"lambda">;

// Logistic regression with a penalty.
constexpr auto margin = y * sum(j, w * x);
constexpr auto penalty = lambda * sum(j, square(w));
constexpr auto loss = mean(i, log(1 + exp(-margin))) + penalty;

// Its derivative, and the same loss with the probability.
static_assert(gs::equivalent<diff(loss, w), 2 * lambda * w - mean(i, y * x / (1 + exp(margin)))>);
static_assert(gs::equivalent<loss, penalty - mean(i, log(sigmoid(margin)))>);

// Every minimum is the least, second derivatives are there for Newton's method, and no data make it NaN.
static_assert(gs::is_convex<loss, lambda >= 0>);
static_assert(gs::is_smooth<loss>);
static_assert(gs::is_defined<loss>);

// A support vector machine has no second derivatives, and its squared hinge a gradient that does not jump.
static_assert(gs::smoothness_of<mean(i, relu(1 - margin))> == gs::smoothness::kink);
static_assert(gs::smoothness_of<mean(i, square(relu(1 - margin)))> == gs::smoothness::C1);

// One pass over the data for value and gradient: 20 multiplications and additions per row, a logarithm and two exponentials at 12 each.
static_assert(gs::operations<loss, diff(loss, w)>.weighted(i = 1000, j = 10) < 60 * 1000);

// With a saturating score it is not convex any more, and this is why.
constexpr auto saturated = mean(i, square(relu(1 - y * tanh(sum(j, w * x)))));
static_assert(!gs::is_convex<saturated>);

int main() {
  std::printf("loss: %s\n", gs::to_string<loss>.text);
  std::printf("convex if lambda >= 0; without: %s\n", gs::why_not_convex<loss>.text);
  std::printf("saturated: %s\n", gs::why_not_convex<saturated>.text);
}
