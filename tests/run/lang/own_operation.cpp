// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A user's operations in every shape: a value for vectors or for single numbers, partials or a formula for the
// derivative, one argument or more; in double and float, with every remainder.
#include <array>
#include <cmath>
#include <concepts>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"

namespace gs = gradsmith;

namespace {

/// sin(x) in double, whatever the program's type; its derivative by a formula of the library.
struct plain_sine {
  static constexpr std::string_view name = "plain_sine";
  static constexpr int arity = 1;
  static double value(double x) { return std::sin(x); }
  static constexpr auto derivative(auto x) { return cos(x); }
};
/// max(x, x/4) in the program's type, with a branch and a number as derivative of one side.
struct plain_leak {
  static constexpr std::string_view name = "plain_leak";
  static constexpr int arity = 1;
  template <std::floating_point T>
  static T value(T x) {
    if (x > 0) return x;
    return x / 4;
  }
  static constexpr gs::ir::refs<1> partials(gs::ref, gs::ref x) { return {where(gt(x, 0), 1, 0.25)}; }
};
/// The derivative is a number.
struct doubled {
  static constexpr std::string_view name = "doubled";
  static constexpr int arity = 1;
  static auto value(auto x) { return x + x; }
  static constexpr auto derivative(auto) { return 2; }
};
/// Two arguments: x copysigned by y.
struct plain_signed {
  static constexpr std::string_view name = "plain_signed";
  static constexpr int arity = 2;
  static double value(double x, double y) { return std::copysign(x, y); }
  static constexpr auto derivative(auto x, auto y) { return std::array{sign(x) * sign(y), 0 * x}; }
};
/// Four arguments.
struct plain_polynomial {
  static constexpr std::string_view name = "plain_polynomial";
  static constexpr int arity = 4;
  static double value(double x, double a, double b, double c) { return (a * x + b) * x + c; }
  static constexpr auto derivative(auto x, auto a, auto b, auto) { return std::array{2 * a * x + b, square(x), x, x / x}; }
};

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto e = gs::call<plain_sine>(x);
constexpr auto f = gs::call<plain_leak>(x) + gs::call<doubled>(x * y);
constexpr auto g = gs::call<plain_signed>(x, y) * gs::call<plain_polynomial>(x, y, 2, y);
constexpr auto program = gs::compile<e, diff(e, x), diff(diff(e, x), x), f, diff(f, x), g, diff(g, x), sum(i, e)>;

}  // namespace

TEST_CASE_TEMPLATE("operations of the user with a value for single numbers", T, GRADSMITH_TEST_TYPES) {
  for (std::size_t n = 1; n < 40; n += n < 20 ? 1 : 7) {
    CAPTURE(n);
    std::vector<T> xs(n), ys(n);
    for (std::size_t m = 0; m < n; ++m) {
      xs[m] = static_cast<T>(std::cos(static_cast<double>(3 * m + 1)));
      ys[m] = static_cast<T>(std::sin(static_cast<double>(m + 1)));
    }
    auto const [sine, cosine, minus_sine, leak, leak_slope, both, both_slope, total] = program(x = xs, y = ys);
    double sum = 0;
    for (std::size_t m = 0; m < n; ++m) {
      double const a = static_cast<double>(xs[m]), b = static_cast<double>(ys[m]);
      double const eps = sizeof(T) == 8 ? 1e-15 : 4e-7;
      auto const near = [&](T got, double want) { return std::abs(static_cast<double>(got) - want) <= 8 * eps * (1 + std::abs(want)); };
      CHECK(near(sine[m], std::sin(a)));
      CHECK(near(cosine[m], std::cos(a)));
      CHECK(near(minus_sine[m], -std::sin(a)));
      CHECK(near(leak[m], (a > 0 ? a : a / 4) + 2 * a * b));
      CHECK(near(leak_slope[m], (a > 0 ? 1 : 0.25) + 2 * b));
      double const moved = std::copysign(a, b), polynomial = (b * a + 2) * a + b;
      CHECK(near(both[m], moved * polynomial));
      CHECK(near(both_slope[m], (moved / a) * polynomial + moved * (2 * b * a + 2)));
      sum += std::sin(a);
    }
    CHECK(static_cast<double>(total) == doctest::Approx(sum).epsilon(sizeof(T) == 8 ? 1e-13 : 1e-5));
  }
}
