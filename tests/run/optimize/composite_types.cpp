// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Every method for composites in double and in float, on convex, ill-conditioned and bent functions.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "both_types.hpp"
#include "composite_methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Where a spring of curvature a and rest 1 is at rest under |x| weight: 1 - weight / a, or 0.
template <class T, class Method>
void check_with_term(Method const& method, l1 const& term) {
  for (std::vector<T> const& a : {convex<T>, ill_conditioned<T>}) {
    auto const r = minimize(composite(springs<T>{a}, term), std::vector<T>{2, 0, T(1.5), T(1.25)}, method,
                            stop{.gradient_norm = fine<T>, .max_steps = 20000});
    CAPTURE(explain(r));
    CHECK(r.status == status::gradient_small);
    for (std::size_t k = 0; k < a.size(); ++k) {
      double const curvature = static_cast<double>(a[k]), expected = std::max(0.0, 1 - term.weight / curvature);
      CHECK(std::abs(static_cast<double>(r.point[k]) - expected) <= 2 * fine<T> / std::min(1.0, curvature));
    }
  }
}
template <class T, class Method>
void check_with_term(Method const& method, box const& bounds) {
  // Rosenbrock's least value where no parameter is above 0.5 is at x = 0.5, y = x^2.
  auto const r = minimize(composite(rosenbrock<T>{}, bounds), std::vector<T>{T(-1.2), T(0.4)}, method,
                          stop{.gradient_norm = 10 * fine<T>, .max_steps = 20000});
  CAPTURE(explain(r));
  CHECK(r.status == status::gradient_small);
  CHECK(r.point[0] == T(0.5));
  CHECK(std::abs(static_cast<double>(r.point[1]) - 0.25) <= 10 * fine<T>);
}
template <class T>
void check_every_composite_method() {
  for_each_method_for<l1>([](auto const& method) { check_with_term<T>(method, l1{.weight = 0.5}); });
  for_each_method_for<box>([](auto const& method) { check_with_term<T>(method, box{.upper = {0.5}}); });
}

}  // namespace

TEST_CASE("double") { check_every_composite_method<double>(); }
TEST_CASE("float") { check_every_composite_method<float>(); }
