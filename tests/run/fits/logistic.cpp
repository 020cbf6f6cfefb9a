// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Logistic regression on breast_cancer: the minimum that Newton's method found.
#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/real_data.hpp"
#include "run/fits/fits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto score = gs::let([] { return sum(j, w * x) + b; });
constexpr auto logistic = 0.5 * sum(j, square(w)) + sum(i, log(1 + exp(score)) - y * score);

}  // namespace

TEST_CASE("logistic regression on breast_cancer") {
  auto const all = read("breast_cancer");
  if (!all) return;
  auto const expected = read_fit("logistic_breast_cancer", all->n);
  if (!expected) return;
  dataset const s = standardised(*all);
  auto problem = gs::bind<logistic>(x = gs::matrix(s.x, s.n, s.d), y = s.y);
  check_fit(problem, *expected);
}
