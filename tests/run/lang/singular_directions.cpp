// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// At points without a derivative, and beside them: along the direction 1 all forms say what diff says.
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::param<"x">(i);
constexpr auto v = gs::input<"v">(i);

bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || a == b || std::abs(a - b) < 1e-14 * std::max(std::abs(a), std::abs(b));
}

template <auto E>
void check(char const* name) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  std::vector<double> const points{-2, -1, -0.5, 0, 0.5, 1, 2, 40, -40, infinite, -infinite, std::numeric_limits<double>::quiet_NaN()};
  std::vector<double> const ones(points.size(), 1.0);
  constexpr auto f = gs::compile<gs::diff(E, x), gs::jvp(E, x, v), gs::vjp(E, v, x), gs::diff(gs::diff(E, x), x), gs::hvp(E, x, v), gs::hessian_diagonal(E, x)>;
  auto const [first, along, pulled, second, product, diagonal] = f(x = points, v = ones);
  for (std::size_t k = 0; k < points.size(); ++k) {
    CAPTURE(name);
    CAPTURE(points[k]);
    CAPTURE(first[k]);
    CAPTURE(second[k]);
    CHECK(same(along[k], first[k]));
    CHECK(same(pulled[k], first[k]));
    CHECK(same(product[k], second[k]));
    CHECK(same(diagonal[k], second[k]));
  }
}

}  // namespace

TEST_CASE("kinks") {
  check<abs(x)>("abs");
  check<relu(x)>("relu");
  check<max(x, 0)>("max with a number");
  check<min(1, x)>("min with a number");
  check<square(max(0, 1 - x))>("squared hinge");
}

TEST_CASE("choices leave no trace of the other branch") {
  check<where(x > 0, log(x), 0)>("log of the positive");
  check<where(x > 0, sqrt(x), 0)>("sqrt of the positive");
  check<where(x > 0, x * log(x), square(x))>("two branches");
}
