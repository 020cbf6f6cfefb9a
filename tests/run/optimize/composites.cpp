// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Methods for a smooth function and a term: failures and the rest of a run.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "composite_methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("composites that fail on purpose") {
  double const none = std::numeric_limits<double>::quiet_NaN();
  stop const limits{.gradient_norm = 1e-8, .max_steps = 5000};
  for_each_composite_method([&](auto const& method, auto const& term) {
    // A gradient of the wrong sign.
    formula const wrong{2, [](std::span<double const> x, std::span<double> g) {
                          g[0] = -x[0] + 3, g[1] = -x[1] + 2;
                          return (x[0] - 3) * (x[0] - 3) / 2 + (x[1] - 2) * (x[1] - 2) / 2;
                        }};
    auto const lost = minimize(composite(wrong, term), {1, 1}, method, limits);
    CHECK(lost.status == status::line_search_failed);
    CHECK(lost.message.find("check_gradient") != std::string::npos);
    CHECK(largest_difference(lost.point, std::vector<double>{1, 1}) <= 1e-9);
    // NaN everywhere but at the start; everywhere; and beyond a wall, which is stepped back from.
    int calls = 0;
    formula const once{1, [&](std::span<double const> x, std::span<double> g) { return g[0] = calls++ == 0 ? x[0] - 5 : none; }};
    auto const gone = minimize(composite(once, term), {1}, method, limits);
    CHECK(gone.status == status::not_finite);
    CHECK(gone.point == std::vector<double>{1});
    formula const never{1, [&](std::span<double const>, std::span<double> g) { return g[0] = none; }};
    CHECK(minimize(composite(never, term), {1}, method, limits).status == status::start_not_finite);
    formula const wall{1, [&](std::span<double const> x, std::span<double> g) {
                         g[0] = x[0] < 1.5 ? x[0] * x[0] * x[0] * 40 - 4 : none;
                         return x[0] < 1.5 ? 10 * x[0] * x[0] * x[0] * x[0] - 4 * x[0] : none;
                       }};
    auto const kept = minimize(composite(wall, term), {1.2}, method, limits);
    CHECK(kept.status == status::gradient_small);
    CHECK(kept.point[0] < 0.5);
    // Nothing to do.
    auto const done = minimize(composite(bowl<>{}, term), {0}, method, limits);
    CHECK(done.status == status::gradient_small);
    CHECK(done.steps == 0);
  });
  // Options of terms, and of methods, that cannot be.
  CHECK(minimize(composite(bowl<>{}, l1{.weight = -1}), {1}, fista{}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, box{.lower = {2}, .upper = {1}}), {1}, fista{}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, l1{}), {1}, owl_qn{.memory = 0}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, box{}), {1}, lbfgs_b{.memory = 0}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, l1{}), {1}, fista{.shrink = 1}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, l1{}), {1}, fista{.grow = 0.5}).status == status::invalid_options);
  double const infinity = std::numeric_limits<double>::infinity();
  CHECK(minimize(composite(bowl<>{}, l1{}), {1}, fista{.grow = infinity}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, l1{}), {1}, fista{.first_step = infinity}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, l1{.weight = infinity}), {1}, fista{}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, l1{}), {1}, projected_gradient{.memory = 0}).status == status::invalid_options);
  CHECK(minimize(composite(bowl<>{}, l1{}), {1}, projected_gradient{.decrease = 1}).status == status::invalid_options);
}

TEST_CASE("tolerances that no digits reach end by a limit or by rounding, near the minimum") {
  for_each_composite_method([&](auto const& method, auto const& term) {
    auto const found = minimize(composite(quadratic5{}, term), quadratic5::start(), method,
                                stop{.gradient_norm = 0, .max_steps = 20000});
    CHECK(usable(found.status));
    CHECK(found.gradient_norm <= 1e-8);
  });
}

TEST_CASE("a problem's own parameters, callbacks and single steps") {
  mean_square problem{.data = {1, 2, 6}};
  auto const found = minimize(composite(problem, l1{.weight = 1}), fista{}, stop{.gradient_norm = 1e-9});
  CHECK(found.point[0] == doctest::Approx(2));
  CHECK(problem.own[0] == found.point[0]);
  int events = 0;
  auto const halted = minimize(composite(problem, l1{.weight = 1}), {50}, projected_gradient{.memory = 1}, stop{.gradient_norm = 0},
                               on(event::step, [&](auto const& now) {
                                 ++events;
                                 return now.step == 1 ? verdict::stop : verdict::proceed;
                               }));
  CHECK(halted.status == status::stopped_by_user);
  CHECK(events == 1);
}
