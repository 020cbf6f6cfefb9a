// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Bound losses as objectives: every method finds their minimum.
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

TEST_CASE("blocks have the names of the parameters") {
  plane const p;
  auto problem = p.bound();
  REQUIRE(problem.blocks().size() == 2);
  CHECK(std::string{problem.blocks()[0].name} == "w");
  CHECK(problem.blocks()[0].offset == 0);
  CHECK(problem.blocks()[0].size == 2);
  CHECK(std::string{problem.blocks()[1].name} == "b");
  CHECK(problem.blocks()[1].offset == 2);
  CHECK(problem.blocks()[1].size == 1);
}

TEST_CASE("every method finds the minimum of a bound loss, from zeros, and leaves it in the problem") {
  // Where it has not converged. Each batch moves Lion by the rate in every entry, however near it is: it stays within two steps.
  double distance_left = 1e-2;
  auto const arrives = [&](auto method) {
    plane const p;
    auto problem = p.bound();
    auto const r = minimize(problem, method, {.gradient_norm = 1e-6, .max_steps = 50000});
    // Without a search lbfgs ends, as PyTorch's, where the slope is 1e-9.
    CHECK((converged(r.status) || is_other<decltype(method)>));
    CHECK(r.history[0].value == problem.value(std::vector<double>(3)));
    CHECK(largest_difference(r.point, std::vector<double>{2, -1, 0.5}) < (converged(r.status) ? 1e-4 : distance_left));
    CHECK(std::vector<double>(problem.parameters().begin(), problem.parameters().end()) == r.point);
    CHECK(problem.get("b")[0] == r.point[2]);
    CHECK(r.seconds > 0);
    CHECK(r.steps > 0);
  };
  for_each_searching_method(arrives);
  for_each_fixed_method(0.05, arrives);
  distance_left = 2 * 0.02;
  for_each_batched_method(0.02, arrives);
}

TEST_CASE("a start is what was set, or what is given") {
  plane const p;
  auto problem = p.bound();
  problem.set(w = {3.0, 4.0});
  problem.set(b = 5.0);
  CHECK(minimize(problem, gs::lbfgs{}, {.max_steps = 0}).point == std::vector<double>{3, 4, 5});
  CHECK(minimize(problem, {1, 2, 3}, gs::lbfgs{}, {.max_steps = 0}).point == std::vector<double>{1, 2, 3});
  CHECK(problem.get("w")[1] == 2);
}
