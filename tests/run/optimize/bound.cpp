// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Bound losses as objectives: every method finds their minimum, and where data or start make them NaN or infinite, says so.
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto share = gs::input<"share">(i);
constexpr auto squares = mean(i, share * square(sum(j, w * x) + b - y));
constexpr auto hanging = mean(i, exp(b * y) + exp(-b * y));

// y = 2 x0 - x1 + 0.5 on a grid of 5 x 4 points.
struct plane {
  std::vector<double> data, target, shares = std::vector<double>(20, 1.0);
  plane() {
    for (int p = 0; p < 5; ++p)
      for (int q = 0; q < 4; ++q) {
        double const u = (p - 2) / 2.0, v = (q - 1.5) / 1.5;
        data.insert(data.end(), {u, v});
        target.push_back(2 * u - v + 0.5);
      }
  }
  auto bound() const { return gs::bind<squares>(x = gs::matrix(data, 20, 2), y = target, share = shares); }
};

using problem_type = decltype(plane{}.bound());

// All that optimizers ask of an objective, a bound loss has.
static_assert(gs::optimize::objective<problem_type> && gs::optimize::has_value<problem_type> && gs::optimize::has_gradient<problem_type>);
static_assert(gs::optimize::has_hvp<problem_type> && gs::optimize::has_parameters<problem_type>);
static_assert(gs::optimize::has_blocks<problem_type> && gs::optimize::has_batches<problem_type>);

}  // namespace

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
