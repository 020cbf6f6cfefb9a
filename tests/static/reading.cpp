// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// to_latex, to_dot and to_cpp as compile-time strings; tests/reading has KaTeX, Graphviz and compilers read them.
#include <gradsmith/print.hpp>

#include "support/static.hpp"

namespace gs = gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto m = gs::axis<"m">;
constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto w = gs::param<"w">(j);
constexpr auto u = gs::param<"u">(m, j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto user = gs::input<"user">(i);

template <auto E, gs::fixed_string Expected>
inline constexpr bool looks = text_is<gs::to_latex<E>, Expected>();

// Signs, fractions, powers, parentheses.
static_assert(looks<a - b, "a - b">);
static_assert(looks<-a * (b - 1), "-a (b - 1)">);
static_assert(looks<a / b, R"(\frac{a}{b})">);
static_assert(looks<(a + 1) / (3 * b), R"(\frac{1 + a}{3 b})">);
static_assert(looks<a / 2, R"(\frac{a}{2})">);
static_assert(looks<0.1 * a, "0.1 a">);
static_assert(looks<1e-8 * a, "10^{-8} a">);
static_assert(looks<square(a + b) / 2, R"(\frac{(a + b)^{2}}{2})">);
static_assert(looks<square(tanh(a)), R"(\tanh^{2}(a))">);
static_assert(looks<square(square(a) + 1), R"(\left(1 + a^{2}\right)^{2})">);
static_assert(looks<sqrt(a + 1) * exp(-a), R"(\sqrt{1 + a} e^{-a})">);
static_assert(looks<pow(a + 1, 2.5), "(1 + a)^{2.5}">);
static_assert(looks<9.0 / 13 / (1 + exp(-a)), R"(\frac{9}{13 \left(1 + e^{-a}\right)})">);
// Axes: subscripts, sums, means, inner sums over an axis that is taken.
static_assert(looks<sum(i, j, square(x)), R"(\sum_{i,j} x_{ij}^{2})">);
static_assert(looks<mean(i, y - a), R"(\frac{1}{N_{i}} \sum_{i} (y_{i} - a))">);
static_assert(looks<2 * mean(i, y) / b, R"(\frac{2}{b N_{i}} \sum_{i} y_{i})">);
static_assert(looks<sum(j, w) * a, R"(a \sum_{j} w_{j})">);
static_assert(looks<sum(j, w) * sum(i, y), R"(\left(\sum_{j} w_{j}\right) \sum_{i} y_{i})">);
static_assert(looks<sum(j, w) / sum(i, y), R"(\frac{\sum_{j} w_{j}}{\sum_{i} y_{i}})">);
static_assert(looks<w * sum(j, w), R"(w_{j} \sum_{j'} w_{j'})">);
static_assert(looks<sum(i, u(user, j) * y), R"(\sum_{i} u_{\mathrm{user}_{i},\,j} y_{i})">);
static_assert(looks<extent(i) + a, "N_{i} + a">);
// Choices and conditions.
static_assert(looks<where(a > 1 && b <= 2, a, 0), R"(\begin{cases} a & \text{if } a > 1 \land b \le 2 \\ 0 & \text{otherwise} \end{cases})">);
static_assert(looks<(a > 1) * b, R"(\left[a > 1\right] b)">);
static_assert(looks<abs(a) + floor(b), R"(\left|a\right| + \left\lfloor b \right\rfloor)">);
// Names.
static_assert(looks<gs::param<"alpha"> * gs::param<"rate">, R"(\alpha\, \mathrm{rate})">);
static_assert(looks<gs::param<"w_in">(j), R"(w_{\mathrm{in},j})">);
// Derivatives are worked out; several outputs are lines.
static_assert(looks<gs::diff(mean(i, square(sum(j, w * x) - y)), w),
                    R"(\frac{2}{N_{i}} \sum_{i} x_{ij} \left(\sum_{j'} w_{j'} x_{ij'} - y_{i}\right))">);
static_assert(text_is<gs::to_latex<square(a), gradient(square(a))>, R"(\begin{aligned} L &= a^{2} \\ \frac{\partial L}{\partial a} &= 2 a \end{aligned})">());
static_assert(text_is<gs::to_latex<gs::compile<square(a)>>, "a^{2}">());

// Shared nodes stand in a graph once.
static_assert(text_is<gs::to_dot<exp(a) * (exp(a) + 1)>, R"(digraph {
  rankdir=BT; ordering=in; node [shape=box, style=rounded, fontname="Helvetica"]; edge [fontname="Helvetica", fontsize=10];
  n0 [label="a", shape=ellipse, style=filled, fillcolor=lightsalmon];
  n1 [label="exp"];
  n2 [label="+ 1"];
  n3 [label="*"];
  n0 -> n1;
  n1 -> n2;
  n1 -> n3;
  n2 -> n3;
  out0 [label="result", shape=plaintext];
  n3 -> out0;
}
)">());

constexpr auto evaluate_squares = R"(#include <cmath>
#include <cstddef>

// value = mean(i, square(y - a))
// gradient_a: the derivative by a
// Arrays are dense and row-major: y[i].
inline void evaluate(std::size_t extent_i, double const* y, double a, double& value, double& gradient_a) {
  double t1 = 0;
  double t2 = 0;
  for (std::size_t i = 0; i < extent_i; ++i) {
    double const t3 = y[i] - a;
    t1 += t3*t3;
    t2 += t3;
  }
  double const t4 = 1/static_cast<double>(extent_i);
  value = t1*t4;
  gradient_a = -2*(t4*t2);
}
)";
constexpr auto squares = mean(i, square(y - a));
static_assert(gs::to_cpp<squares, gradient(squares)>.view() == std::string_view(evaluate_squares));
static_assert(gs::to_cpp<gs::compile<squares, gradient(squares)>>.view() == std::string_view(evaluate_squares));
// M_PI may be a macro, _Scale belongs to the compiler
static_assert(gs::to_cpp<gs::param<"M_PI"> * gs::param<"_Scale">>.view().find("evaluate(double xM_PI, double x_Scale, double& value)") != std::string_view::npos);

// the arguments of an operation of one's own keep their parentheses, also within those of its spelling
struct distance_operation {
  static constexpr std::string_view name = "distance";
  static constexpr std::string_view cpp = "std::hypot(($0*$0), $1)/(1 + $1)";
  static constexpr int arity = 2;
  static double value(double a_side, double b_side) { return std::hypot(a_side * a_side, b_side) / (1 + b_side); }
};
constexpr auto v = gs::param<"v">;
constexpr auto spelled = gs::to_cpp<gs::call<distance_operation>(a - v, a + v)>;
static_assert(spelled.view().find("std::hypot(((a - v)*(a - v)), a + v)/(1 + (a + v))") != std::string_view::npos);

}  // namespace
