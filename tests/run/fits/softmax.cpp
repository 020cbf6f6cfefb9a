// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Softmax regression on iris and digits: the minima that Newton's method found.
#include <string>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/real_data.hpp"
#include "run/fits/fits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(c, j);
constexpr auto b = gs::param<"b">(c);
constexpr auto softmax_regression = 0.5 * sum(c, j, square(w)) + sum(i, -log(pick(c, softmax(c, sum(j, w * x) + b), y)));

void check(std::string const& name, dataset const& s, gradient_limits limits = {}) {
  auto const expected = read_fit(name, s.n);
  if (!expected) return;
  CAPTURE(name);
  auto problem = gs::bind<softmax_regression>(x = gs::matrix(s.x, s.n, s.d), y = s.y, c = s.classes());
  check_fit(problem, *expected, limits);
}

}  // namespace

TEST_CASE("softmax regression on iris, with features as they are and standardised") {
  auto const iris = read("iris");
  if (!iris) return;
  check("softmax_iris", *iris, {.listed = 1e-11});
  check("softmax_iris_standardised", standardised(*iris));
}

TEST_CASE("softmax regression on digits") {
  if (auto const digits = read("digits")) check("softmax_digits", divided(*digits, 16));
}
