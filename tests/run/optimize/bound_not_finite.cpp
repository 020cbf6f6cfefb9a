// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Bound losses whose data or start make them NaN or infinite: every method says so.
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "bound.hpp"
#include "methods.hpp"
#include "problems.hpp"

using namespace bound_losses;
using namespace gradsmith::tests;

TEST_CASE("NaN in one row of the data, also where its share is 0: no method starts") {
  for (double share_of_row : {1.0, 0.0})
    for (int where = 0; where < 3; ++where)
      for_each_method([&](auto method) {
        plane p;
        if (where < 2) p.data[2 * 7 + static_cast<std::size_t>(where)] = not_a_number;
        else p.target[7] = infinity;
        p.shares[7] = share_of_row;
        auto problem = p.bound();
        // From zeros the product with an infinite or missing number is NaN as well.
        auto const r = minimize(problem, {0.5, 0.5, 0.5}, method);
        CHECK(r.status == gs::status::start_not_finite);
        CHECK_FALSE(std::isfinite(r.value));
        CHECK(r.point == std::vector<double>{0.5, 0.5, 0.5});
        CHECK(r.evaluations == 1);
        CHECK(problem.parameters()[0] == 0.5);
      });
}

TEST_CASE("a loss that overflows at the start, in its value or only in its gradient: no method starts") {
  std::vector<double> const small{1, 0.5, -1, 2, 1}, large{1000, 500, -1000, 200, 100};
  for_each_method([&](auto method) {
    auto problem = gs::bind<hanging>(y = small);
    auto const r = minimize(problem, {1e4}, method);
    CHECK(r.status == gs::status::start_not_finite);
    CHECK(r.value == infinity);
    CHECK(r.point[0] == 1e4);
    // exp(709) is a number, 1000 exp(709) is none.
    auto steep = gs::bind<hanging>(y = large);
    std::vector<double> g(1);
    CHECK(std::isfinite(steep.value_and_gradient(std::vector<double>{0.709}, g)));
    CHECK(std::isinf(g[0]));
    CHECK(minimize(steep, {0.709}, method).status == gs::status::start_not_finite);
  });
}

TEST_CASE("a loss that overflows later: searches arrive, fixed steps return the best finite point") {
  std::vector<double> const small{1, 0.5, -1, 2, 1};
  auto problem = gs::bind<hanging>(y = small);
  for_each_searching_method([&](auto method) {
    // From 200 the value is 1e173, and the square of the gradient infinite: the slope of the line has to be finite all the same.
    for (double start : {3.0, 200.0, 352.0}) {
      auto const r = minimize(problem, {start}, method);
      CHECK(r.status == gs::status::gradient_small);
      CHECK(std::abs(r.point[0]) < 1e-6);
    }
  });
  auto const ends = [&](auto method) {
    auto const r = minimize(problem, {3}, method, {.max_steps = 1000});
    CHECK(r.status == gs::status::not_finite);
    CHECK(r.value == problem.value(r.point));
    CHECK(r.value <= problem.value(std::vector<double>{3.0}));
    CHECK(problem.parameters()[0] == r.point[0]);
  };
  for_each_fixed_method(2000, ends);
  for_each_batched_method(2000, ends);
}
