// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Every line search by itself: on the functions of More and Thuente 1994, against the tables of their paper, and on
// functions that fail.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "problems.hpp"
#include "searched.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(),
                 infinity = std::numeric_limits<double>::infinity();

/// phi of section 5, by the number of its table.
formula line_of(int number) {
  return {1, [number](auto x, auto g) {
            double const a = x[0];
            if (number == 1) {
              g[0] = (a * a - 2) / ((a * a + 2) * (a * a + 2));
              return -a / (a * a + 2);
            }
            if (number == 2) {
              double const s = a + 0.004;
              g[0] = 5 * std::pow(s, 4) - 8 * std::pow(s, 3);
              return std::pow(s, 5) - 2 * std::pow(s, 4);
            }
            if (number == 3) {
              double const beta = 0.01, waves = 39 * std::numbers::pi;
              double value = std::abs(a - 1), slope = a < 1 ? -1 : 1;
              if (value < beta) value = (a - 1) * (a - 1) / (2 * beta) + beta / 2, slope = (a - 1) / beta;
              g[0] = slope + (1 - beta) * std::cos(waves * a / 2);
              return value + 2 * (1 - beta) / waves * std::sin(waves * a / 2);
            }
            double const first = number == 5 ? 0.01 : 0.001, second = number == 6 ? 0.01 : 0.001;
            auto const weight = [](double beta) { return std::sqrt(1 + beta * beta) - beta; };
            double const right = std::hypot(1 - a, second), left = std::hypot(a, first);
            g[0] = weight(first) * (a - 1) / right + weight(second) * a / left;
            return weight(first) * right + weight(second) * left;
          }};
}

/// From x = 0 along +1.
template <class Search>
struct along_one {
  searched<formula> line;
  optimize::search_outcome outcome;
  along_one(formula const& f, Search const& how, double first) : line(f, {0}) {
    line.direction[0] = 1;
    outcome = line.search(how, first);
  }
};

template <class Check>
void for_each_search(Check check) {
  check(armijo{});
  check(strong_wolfe{});
  check(more_thuente{});
  check(hager_zhang{});
}

}  // namespace

TEST_CASE("more_thuente makes the evaluations and steps of the paper's tables") {
  struct row {
    int table;
    double first;
    int evaluations;
    double step, slope;  // as the paper rounds them
  };
  constexpr row rows[] = {
      {1, 1e-3, 6, 1.4, -9.2e-3},   {1, 1e-1, 3, 1.4, 4.7e-3},   {1, 1e1, 1, 10, 9.4e-3},
      {1, 1e3, 4, 37, 7.3e-4},      {2, 1e-3, 12, 1.6, 3.8e-9},  {2, 1e-1, 8, 1.6, 1.0e-10},
      {2, 1e1, 8, 1.6, -5.0e-9},    {2, 1e3, 11, 1.6, -2.3e-8},  {3, 1e-3, 12, 1.0, -5.1e-5},
      {3, 1e-1, 12, 1.0, -1.9e-4},  {3, 1e1, 10, 1.0, -2.0e-6},  {3, 1e3, 13, 1.0, -1.6e-5},
      {4, 1e-3, 4, 0.085, -6.9e-5}, {4, 1e-1, 1, 0.10, -4.9e-5}, {4, 1e1, 3, 0.35, -2.9e-6},
      {4, 1e3, 4, 0.83, 1.6e-5},    {5, 1e-3, 6, 0.075, 1.9e-4}, {5, 1e-1, 3, 0.078, 7.4e-4},
      {5, 1e1, 7, 0.073, -2.6e-4},  {5, 1e3, 8, 0.076, 4.5e-4},  {6, 1e-3, 13, 0.93, 5.2e-4},
      {6, 1e-1, 11, 0.93, 8.4e-5},  {6, 1e1, 8, 0.92, -2.4e-4},  {6, 1e3, 11, 0.92, -3.2e-4},
  };
  for (row const& each : rows) {
    CAPTURE(each.table);
    CAPTURE(each.first);
    double const decrease = each.table == 2 || each.table == 3 ? 0.1 : 1e-3, curvature = each.table < 4 ? 0.1 : 1e-3;
    along_one const made(line_of(each.table),
                         more_thuente{.decrease = decrease, .curvature = curvature, .max_trials = 60}, each.first);
    CHECK(made.outcome.found);
    CHECK(made.line.at.evaluations - 1 == each.evaluations);
    CHECK(made.line.at.x[0] == doctest::Approx(each.step).epsilon(0.04));
    // Table 2's slopes are what is left of rounding in the last secant.
    double const rounding = each.table == 2 ? 1e-9 : 0;
    CHECK(std::abs(made.line.at.gradient[0] - each.slope) <= 0.03 * std::abs(each.slope) + rounding);
  }
}

TEST_CASE(
    "the other searches keep their promises on the same functions, and need no more evaluations than twice the tables' "
    "most") {
  for (int table = 1; table <= 6; ++table)
    for (double first : {1e-3, 1e-1, 1e1, 1e3}) {
      CAPTURE(table);
      CAPTURE(first);
      formula const f = line_of(table);
      std::vector<double> g(1);
      double const value = f.value_and_gradient(std::vector<double>{0}, g), slope = g[0];
      auto const promised = [&](auto const& made, double decrease) {
        CHECK(made.outcome.found);
        CHECK(made.line.at.evaluations - 1 <= 26);
        CHECK(made.line.at.value <= value + decrease * made.line.at.x[0] * slope);
      };
      along_one const zoomed(f, strong_wolfe{.decrease = 1e-4, .curvature = 1e-3, .max_trials = 60}, first);
      promised(zoomed, 1e-4);
      CHECK(std::abs(zoomed.line.at.gradient[0]) <= 1e-3 * std::abs(slope));
      promised(along_one(f, armijo{}, first), 1e-4);
      // A tolerance of 0 leaves slopes to decide among values that are not above the first.
      along_one const weakly(f, hager_zhang{.decrease = 0.1, .curvature = 0.1, .tolerance = 0}, first);
      promised(weakly, 0);
      CHECK(weakly.line.at.gradient[0] >= 0.1 * slope);
      bool const is_armijo = weakly.line.at.value <= value + 0.1 * weakly.line.at.x[0] * slope;
      CHECK((is_armijo || weakly.line.at.gradient[0] <= -0.8 * slope));
    }
}

TEST_CASE("more_thuente and hager_zhang satisfy their conditions on random functions") {
  optimize::random_bits random(1);
  for (int k = 0; k < 3000; ++k) {
    CAPTURE(k);
    double const from = 10 * random.uniform() - 5, length = std::pow(10.0, 8 * random.uniform() - 4);
    formula const f = wavy(random);
    for (double curvature : {0.9, 0.1}) {
      searched strong(f, {from});
      double const value = strong.at.value, noise = 1e-14 * std::abs(value),
                   first = length / std::abs(strong.at.gradient[0]);
      REQUIRE(strong.search(more_thuente{.curvature = curvature, .max_trials = 60}, first).found);
      double const slope = strong.start.slope;
      CHECK(strong.at.value <= value + 1e-4 * strong.step() * slope + noise);
      CHECK(std::abs(strong.slope()) <= curvature * std::abs(slope) * (1 + 1e-9));
      searched weak(f, {from});
      REQUIRE(
          weak.search(hager_zhang{.decrease = 0.1, .curvature = curvature, .max_trials = 60, .max_growths = 20}, first)
              .found);
      CHECK(weak.slope() >= curvature * slope * (1 + 1e-9));
      bool const is_wolfe = weak.at.value <= value + 0.1 * weak.step() * slope + noise;
      bool const is_approximate =
          weak.at.value <= value + 1e-6 * std::abs(value) && weak.slope() <= -0.8 * slope * (1 + 1e-9);
      CHECK((is_wolfe || is_approximate));
    }
  }
}

TEST_CASE("every search: a barrier of NaN or infinity is too far, and the step ends before it") {
  for (double beyond : {not_a_number, infinity, -infinity})
    for (double wall : {1.2, 0.9, 1e-3, 1e-9})
      for (double first : {0.5, 10.0, 1e6})
        for_each_search([&](auto const& how) {
          CAPTURE(wall);
          CAPTURE(first);
          formula const walled{1, [=](auto x, auto g) {
                                 g[0] = x[0] > wall ? beyond : 2 * (x[0] - 1);
                                 return x[0] > wall ? beyond : (x[0] - 1) * (x[0] - 1);
                               }};
          along_one const made(walled, how, first);
          bool const is_far = first / wall > 1e10;  // more halvings than trials
          if (!is_far) CHECK(made.outcome.found);
          CHECK(made.line.at.x[0] <= wall);
          CHECK(made.line.at.value <= 1);
          CHECK(std::isfinite(made.line.at.gradient[0]));
        });
}

TEST_CASE("every search: where nothing is lower the point stays, and the outcome says why") {
  auto const check = [](double value_there, double slope_there, status expected) {
    for_each_search([&](auto const& how) {
      formula const f{
          1, [=](auto x, auto g) { return g[0] = x[0] == 0 ? -1 : slope_there, x[0] == 0 ? 1.0 : value_there; }};
      along_one const made(f, how, 1);
      CHECK_FALSE(made.outcome.found);
      CHECK(made.outcome.failure() == expected);
      CHECK(made.line.at.x[0] == 0);
      CHECK(made.line.at.value == 1);
      CHECK(made.line.at.gradient[0] == -1);
    });
  };
  check(2, -1, status::line_search_failed);  // it rises, against the slope
  check(2, 1, status::line_search_failed);
  check(not_a_number, -1, status::not_finite);
  check(1, not_a_number, status::not_finite);
  check(1, 1, status::roundoff_limited);  // flat: the slope is steeper upwards than any quadratic's
}

TEST_CASE("every search: a slope of the wrong sign is not believed, however near values come") {
  for (double scale : {1.0, 1e-6, 1e6})
    for (double first : {1.0, 1e-3, 1e3})
      for_each_search([&](auto const& how) {
        formula const wrong{
            1, [=](auto x, auto g) { return g[0] = -scale * (x[0] + 1), scale * (x[0] + 1) * (x[0] + 1) / 2; }};
        along_one const made(wrong, how, first);
        CHECK_FALSE(made.outcome.found);
        CHECK(made.outcome.failure() == status::line_search_failed);
        CHECK(made.line.at.x[0] == 0);
      });
}

TEST_CASE("every search: along a line without a minimum it goes far in few trials") {
  formula const falling{1, [](auto x, auto g) { return g[0] = -1, -x[0]; }};
  for_each_search([&](auto const& how) {
    along_one const made(falling, how, 1);
    CHECK(made.outcome.found);
    CHECK(made.line.at.evaluations - 1 <= 11);
  });
  // And so does a whole run: the steps grow from one to the next.
  auto const run = minimize(falling, {0}, lbfgs{}, {.max_steps = 20});
  CHECK(run.status == status::max_steps);
  CHECK(run.evaluations <= 8 * run.steps + 1);
  CHECK(run.value < -1e20);
}

TEST_CASE("every search works in float") {
  auto const check = [](auto const& how) {
    for (float from : {2.0f, 100.0f, 1e-3f}) {
      searched line(bowl<float>{.curvature = 3}, {from});
      float const value = line.at.value;
      CHECK(line.search(how, 1e-1f).found);
      CHECK(line.at.value < value);
    }
  };
  for_each_search(check);
}
