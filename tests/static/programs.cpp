// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Whole programs: what is shared after expansion, what the schedule is, and how many operations it has.
#include "support/static.hpp"

namespace gs = gradsmith;
using namespace gradsmith::tests;

namespace logistic {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto lambda = gs::input<"lambda">;
constexpr auto margin = y * (sum(j, w * x) + b);
constexpr auto loss = mean(i, log(1 + exp(-margin))) + lambda / 2 * sum(j, square(w));

using both = stages_of<loss, gradient(loss)>;
using gradient_only = stages_of<gradient(loss)>;

// one exponential serves softplus and sigmoid
static_assert(count_exponentials(both::lowered::view) == 1);
static_assert(count_operations(both::lowered::view, "sum_log1p") == 1);
// a gradient needs no logarithm
static_assert(count_exponentials(gradient_only::lowered::view) == 1);
static_assert(count_operations(gradient_only::lowered::view, "log") == 0);
static_assert(count_operations(gradient_only::lowered::view, "log1p") == 0);
static_assert(count_operations(gradient_only::lowered::view, "sum_log1p") == 0);

// one pass over the data: margins by a contraction, one loop over the rows, the gradient by a contraction
static_assert(passes<both> == 1);
static_assert(count_contractions<both>() == 2);
static_assert(count_streamed_loops<both>() == 1);
static_assert(passes<gradient_only> == 1);
static_assert(count_contractions<gradient_only>() == 2);
static_assert(count_streamed_loops<gradient_only>() == 1);

}  // namespace logistic

namespace softmax_regression {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c", 10>;
constexpr auto w = gs::param<"w">(j, c);
constexpr auto b = gs::param<"b">(c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i);
constexpr auto scores = gs::let([] { return sum(j, w * x) + b; });
constexpr auto naive = mean(i, -log(pick(c, softmax(c, scores), label)));

using both = stages_of<naive, gradient(naive)>;
using gradient_only = stages_of<gradient(naive)>;

// Scores and their adjoint times the data: two matrix products, one exponential per class, one logarithm per row.
static_assert(passes<both> == 1);
static_assert(count_contractions<both>() == 2);
static_assert(count_exponentials(both::lowered::view) == 1);
static_assert(count_operations(both::lowered::view, "log1p") == 1);
static_assert(count_operations(both::lowered::view, "log") == 0);
static_assert(passes<gradient_only> == 1);
static_assert(count_contractions<gradient_only>() == 2);
static_assert(count_exponentials(gradient_only::lowered::view) == 1);
static_assert(count_operations(gradient_only::lowered::view, "log1p") == 0);
// The stable formula is the same work.
constexpr auto stable = mean(i, -pick(c, log_softmax(c, scores), label));
static_assert(gs::operations<naive, gradient(naive)>.at(i = 1000, j = 64).weighted() ==
              gs::operations<stable, gradient(stable)>.at(i = 1000, j = 64).weighted());

}  // namespace softmax_regression

namespace network {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j", 784>;
constexpr auto k = gs::axis<"k", 128>;
constexpr auto c = gs::axis<"c", 10>;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i);
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">(c);
constexpr auto h = gs::let([] { return relu(sum(j, w1 * x) + b1); });
constexpr auto z = gs::let([] { return sum(k, w2 * h) + b2; });
constexpr auto loss = mean(i, -pick(c, log_softmax(c, z), label));

// Value and gradients: the five matrix products of a two-layer network, one pass, one exponential.
using both = stages_of<loss, gradient(loss)>;
static_assert(count_contractions<both>() == 5);
static_assert(passes<both> == 1);
static_assert(count_exponentials(both::lowered::view) == 1);

}  // namespace network

namespace counted {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto w = gs::param<"w">(j);
constexpr auto X = gs::input<"X">(i, j);
constexpr auto t = gs::input<"t">(i);

// Worked by hand.
static_assert(gs::operations<x + y>.at().weighted() == 1);
static_assert(gs::operations<x * y + 1>.at().weighted() == 1);    // one fma
static_assert(gs::operations<x / y>.at().div == 1);
static_assert(gs::operations<x / 2>.at().mul == 1);
static_assert(gs::operations<exp(x) + exp(x)>.at().transcendental == 1);
static_assert(gs::operations<square(x) * square(x)>.at().mul == 2);
static_assert(gs::operations<exp(x), gs::diff(exp(x), x)>.at().transcendental == 1);
static_assert(gs::operations<sum(j, square(w))>.at(j = 10).fma + gs::operations<sum(j, square(w))>.at(j = 10).add +
                  gs::operations<sum(j, square(w))>.at(j = 10).mul <= 20);
static_assert(gs::operations<sum(i, t* sum(j, w* X))>.at(i = 8, j = 4).fma >= 32);
static_assert(gs::operations<sum(i, t* sum(j, w* X))>.at(i = 8, j = 4).transcendental == 0);

// the derivatives of logaddexp share its exponential and what makes the difference of equal infinities 0
static_assert(count_exponentials(stages_of<logaddexp(x, y), gs::diff(logaddexp(x, y), x), gs::diff(logaddexp(x, y), y)>::lowered::view) == 1);
static_assert(count_operations(stages_of<logaddexp(x, y), gs::diff(logaddexp(x, y), x), gs::diff(logaddexp(x, y), y)>::lowered::view, "difference") == 1);
static_assert(gs::operations<logaddexp(x, y)>.at().weighted() == 30);

// peers_trap_2: log(sigmoid(x)) and its gradient share one exponential
static_assert(gs::operations<log(sigmoid(x)), gs::diff(log(sigmoid(x)), x)>.at().transcendental == 2);

// peers_trap_13: a long sum is one node, however it is written
static_assert(count_operations(stages_of<x + (y + (x + (y + (x + y))))>::parsed::view, "add") == 1);

// peers_trap_8: the order of rules and of outputs does not change a program
static_assert(same_program<stages_of<log(1 + exp(x)) + log(1 + exp(y))>, stages_of<log(exp(x) + 1) + log(exp(y) + 1)>>);

}  // namespace counted

// The axis of the observations.
namespace rows {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto w = gs::param<"w">(j);
constexpr auto s = gs::param<"s">(i);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto X = gs::input<"X">(j, i);
constexpr auto R = gs::input<"R">(k, i, j);
constexpr auto v = gs::param<"v">(k);
constexpr auto y = gs::input<"y">(i);

template <auto E>
inline constexpr auto streams = frozen<[] {
  gs::text name;
  if (int const stream = stages_of<E, gradient(E)>::stream; stream >= 0) name << stages_of<E, gradient(E)>::parsed::view.axes[stream].name;
  return name;
}>;
static_assert(text_is<streams<mean(i, square(sum(j, w * x) - y))>, "i">());
static_assert(text_is<streams<mean(i, square(sum(j, w * X) - y))>, "i">());
static_assert(text_is<streams<mean(i, square(sum(k, sum(j, w * v * R)) - y))>, "i">());
static_assert(text_is<streams<mean(i, square(s - y))>, "i">());
static_assert(text_is<streams<sum(i, s * sum(k, s(k) * x(i, k)))>, "i">());
static_assert(text_is<streams<sum(j, square(w))>, "">());
static_assert(text_is<streams<stream(j, mean(i, square(sum(j, w * x) - y)))>, "j">());

}  // namespace rows

namespace log_mean_exp {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto loss = log(mean(i, exp(sum(j, w * x))));

using both = stages_of<loss, gradient(loss)>;

// The maximum, then all sums: the gradient's own is divided by that of the exponentials when both are known.
static_assert(passes<both> == 2);
static_assert(count_exponentials(both::lowered::view) == 1);

}  // namespace log_mean_exp
