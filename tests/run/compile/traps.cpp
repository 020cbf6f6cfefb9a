// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Mistakes that other libraries made, in compiled programs.
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

using namespace std;  // peers_trap_15: names of the standard library do not get in the way
namespace gs = gradsmith;

namespace {

constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto theta = gs::param<"theta">;
constexpr auto label = gs::input<"label">;

constexpr auto bernoulli = label * log(sigmoid(theta)) + (1 - label) * log(1 - sigmoid(theta));

bool near(double got, long double expected, double tolerance = 4e-15) { return abs(got - expected) <= tolerance * abs(expected); }

}  // namespace

TEST_CASE("peers_trap_1: the sign of a tail, on both sides of every cutoff, for both labels") {
  constexpr auto f = gs::compile<log(sigmoid(theta)), gs::diff(log(sigmoid(theta)), theta)>;
  constexpr auto g = gs::compile<log(1 - sigmoid(theta)), gs::diff(log(1 - sigmoid(theta)), theta)>;
  for (double t : {-37.5, -21.0, -20.0, nextafter(-20.0, 0.0), -19.9, -0.5, 0.0, 0.5, 19.9, 20.0, nextafter(20.0, 30.0), 21.0, 36.0, 37.5, 700.0}) {
    auto const [positive, slope] = f(theta = t);
    auto const [negative, slope2] = g(theta = t);
    long double const e = exp(-abs(static_cast<long double>(t)));
    long double const low = e / (1 + e);  // the smaller of sigmoid(t) and sigmoid(-t)
    long double const high = 1 / (1 + e);
    CAPTURE(t);
    CHECK(near(slope, t > 0 ? low : high));
    CHECK(near(slope2, t > 0 ? -high : -low));
    CHECK(near(positive, t > 0 ? -log1p(e) : static_cast<long double>(t) - log1p(e)));
    CHECK(near(negative, t > 0 ? -static_cast<long double>(t) - log1p(e) : -log1p(e)));
  }
  constexpr auto slope_of_both = gs::compile<gs::diff(bernoulli, theta)>;
  CHECK(near(slope_of_both(theta = 21.0, label = 0.0).get<0>(), -1 / (1 + exp(-21.0L))));
  CHECK(near(slope_of_both(theta = -21.0, label = 1.0).get<0>(), 1 / (1 + exp(-21.0L))));
}

TEST_CASE("peers_trap_2: a stable value has stable derivatives") {
  constexpr auto e = log(sigmoid(x));
  constexpr auto f = gs::compile<e, gs::diff(e, x), gs::diff(gs::diff(e, x), x)>;
  auto const [value, first, second] = f(x = -800.0);
  CHECK(value == -800);
  CHECK(first == 1);
  CHECK(second == 0);
}

TEST_CASE("peers_trap_6: gradients are assigned, and calls leave no trace") {
  constexpr auto f = gs::compile<x * x, gs::diff(x* x, x)>;
  for (int call = 0; call < 3; ++call) {
    auto const [value, slope] = f(x = 2.0);
    CHECK(value == 4);
    CHECK(slope == 4);
  }
  auto const [value, slope] = f(x = 3.0);
  CHECK(value == 9);
  CHECK(slope == 6);
}

TEST_CASE("peers_trap_9: the branch not taken leaves no trace, in derivatives either") {
  constexpr auto l = where(x > 0, log(x), 0);
  constexpr auto r = where(x > 0, sqrt(x), 0);
  constexpr auto f = gs::compile<l, gs::diff(l, x), gs::diff(gs::diff(l, x), x), r, gs::diff(r, x), gs::diff(gs::diff(r, x), x)>;
  for (double at : {0.0, -1.0}) {
    auto const [a, b, c, d, e, g] = f(x = at);
    CAPTURE(at);
    for (double zero : {a, b, c, d, e, g}) CHECK(zero == 0);
  }
  // a mask in front of something infinite
  constexpr auto m = gs::compile<where(x > 0, y, 1) * where(x > 0, 1, y)>;
  CHECK(m(x = 1.0, y = 2.0).get<0>() == 2);
}

TEST_CASE("peers_trap_9: 0 times infinity is not a number") {
  constexpr auto f = gs::compile<0.0 * x>;
  CHECK(isnan(f(x = numeric_limits<double>::infinity()).get<0>()));
}

TEST_CASE("peers_trap_13: a sum of a hundred terms needs no recursion") {
  constexpr auto ten = x + y + x * y + exp(x) + y * y + x + 2 * y + x * x + exp(y) + 1;
  constexpr auto hundred = ten + 1 * ten + ten + 1 * ten + ten + 1 * ten + ten + 1 * ten + ten + 1 * ten;
  constexpr auto f = gs::compile<hundred, gs::diff(hundred, x)>;
  auto const [value, slope] = f(x = 0.0, y = 0.0);
  CHECK(value == doctest::Approx(30));
  CHECK(slope == doctest::Approx(30));
}

TEST_CASE("peers_trap_15: symbols may be named as functions are") {
  constexpr auto gamma = gs::param<"gamma">;
  constexpr auto log = gs::param<"log">;
  constexpr auto y0 = gs::param<"y0">;
  constexpr auto compile = gs::param<"compile">;
  constexpr auto f = gs::compile<gamma * log + y0 / compile>;
  CHECK(f(gamma = 2.0, log = 3.0, y0 = 4.0, compile = 8.0).get<0>() == 6.5);
}

TEST_CASE("peers_trap_16: a symbol is its name, wherever it is declared") {
  constexpr auto one = [] { return gs::param<"x"> * 2; }();
  constexpr auto two = [] { return gs::param<"x"> + 1; }();
  static_assert(gs::equivalent<gs::diff(one * two, x), 4 * x + 2>);
}
