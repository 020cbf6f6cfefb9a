// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// SVRG and SAGA: their steps from the rows that they drew, and that they arrive at a rate that stays the same.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr std::size_t dimensions = 5;

/// The mean over rows of sum_e c (x_e - d)^2 / 2, c and d of row and dimension; keeps the rows that it is asked for.
struct parabolas {
  using value_type = double;
  std::size_t count;
  std::vector<std::vector<std::uint32_t>>* asked = nullptr;
  std::vector<std::uint32_t> used{};      // empty: all
  std::set<std::uint32_t> bad{};          // rows that are NaN, as parts
  std::vector<double> own = std::vector<double>(dimensions, 3.0);

  static double curvature(std::size_t row, std::size_t e) { return 1 + static_cast<double>((7 * row + 3 * e) % 5) / 2; }
  static double centre(std::size_t row, std::size_t e) { return std::sin(static_cast<double>(5 * row + e)); }

  std::size_t size() const { return dimensions; }
  std::size_t rows() const { return count; }
  std::span<double> parameters() { return own; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double value = 0;
    std::size_t const n = used.empty() ? count : used.size();
    for (std::size_t e = 0; e < dimensions; ++e) {
      g[e] = 0;
      for (std::size_t k = 0; k < n; ++k) {
        std::size_t const row = used.empty() ? k : used[k];
        double const away = x[e] - centre(row, e), slope = curvature(row, e) * away;
        g[e] += slope / static_cast<double>(n);
        value += slope * away / 2 / static_cast<double>(n);
        if (!used.empty() && bad.contains(static_cast<std::uint32_t>(row))) value = g[e] = std::nan("");
      }
    }
    return value;
  }
  parabolas batch(std::span<std::uint32_t const> some) const {
    if (asked != nullptr) asked->emplace_back(some.begin(), some.end());
    return {.count = count, .used = {some.begin(), some.end()}, .bad = bad};
  }
  std::vector<double> gradient_of(std::vector<std::uint32_t> const& some, std::vector<double> const& x) const {
    std::vector<double> g(dimensions);
    (void)parabolas{.count = count, .used = some}.value_and_gradient(x, g);
    return g;
  }
};
/// Runs, keeps the points, and the rows of each call of batch.
struct record {
  std::vector<std::vector<std::uint32_t>> asked{};
  std::vector<std::vector<double>> points{};
  result<double> outcome{};
};
template <class Method>
record run(std::size_t rows, Method const& method, std::int64_t steps, std::set<std::uint32_t> const& bad = {},
           on_non_finite policy = on_non_finite::stop) {
  record out;
  parabolas problem{.count = rows, .asked = &out.asked, .bad = bad};
  stop limits{.gradient_norm = std::nullopt, .max_steps = steps};
  limits.on_non_finite = policy;
  auto const keep = [&](auto const& now) { out.points.emplace_back(now.x.begin(), now.x.end()); };
  out.outcome = minimize(problem, method, limits, on(event::step, keep));
  return out;
}
std::vector<double> const start(dimensions, 3.0);

}  // namespace

TEST_CASE("svrg: every step is that of the rows drawn, corrected at the last anchor") {
  for (std::size_t rows : {1u, 3u}) {
    auto const r = run(7, svrg{.learning_rate = 0.1, .rows = rows, .steps = 4, .seed = 2}, 10);
    REQUIRE(r.points.size() == 10);
    REQUIRE(r.asked.size() == 10);
    parabolas const problem{.count = 7};
    std::vector<double> x = start, anchor, whole;
    for (std::size_t t = 0; t < 10; ++t) {
      if (t % 4 == 0) anchor = x, whole = problem.gradient_of({}, x);
      CHECK(r.asked[t].size() == rows);
      auto const here = problem.gradient_of(r.asked[t], x), there = problem.gradient_of(r.asked[t], anchor);
      for (std::size_t e = 0; e < dimensions; ++e) x[e] -= 0.1 * (here[e] - there[e] + whole[e]);
      CHECK(largest_difference(r.points[t], x) < 1e-14);
    }
    CHECK(r.outcome.epochs == 2);
    // The start, two gradients per step, the end of two epochs, the end.
    CHECK(r.outcome.evaluations == 1 + 20 + 2 + 1);
  }
  // Where all rows have one curvature the correction is exact: the steps of gradient descent, whatever is drawn.
  mean_square same{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
  auto const r = minimize(same, {14.5}, svrg{.learning_rate = 0.5, .rows = 1}, {.max_steps = 3});
  CHECK(r.point[0] == doctest::Approx(4.5 + 10.0 / 8).epsilon(1e-14));
}

TEST_CASE("saga: every step is that of a batch, corrected by the gradients that were looked at last") {
  for (std::size_t rows : {1u, 3u}) {
    std::size_t const n = 7, count = (n + rows - 1) / rows;
    auto const r = run(n, saga{.learning_rate = 0.05, .rows = rows, .seed = 4}, 60);
    REQUIRE(r.asked.size() == count + 60);
    parabolas const problem{.count = n};
    // The batches, in order; then those that were drawn.
    std::vector<double> x = start, mean(dimensions);
    std::vector<std::vector<double>> table;
    for (std::size_t j = 0; j < count; ++j) {
      CHECK(r.asked[j].front() == j * rows);
      table.push_back(problem.gradient_of(r.asked[j], x));
    }
    std::set<std::size_t> drawn;
    for (std::size_t t = 0; t < 60; ++t) {
      auto const& some = r.asked[count + t];
      std::size_t const j = some.front() / rows;
      drawn.insert(j);
      auto const here = problem.gradient_of(some, x);
      for (std::size_t e = 0; e < dimensions; ++e) {
        mean[e] = 0;
        for (std::size_t k = 0; k < count; ++k) mean[e] += table[k][e] * static_cast<double>(r.asked[k].size()) / 7.0;
        double const chance = static_cast<double>(count * some.size()) / 7.0;
        x[e] -= 0.05 * (chance * (here[e] - table[j][e]) + mean[e]);
      }
      table[j] = here;
      CHECK(largest_difference(r.points[t], x) < 1e-13);
    }
    CHECK(drawn.size() == count);
    CHECK(r.outcome.evaluations == static_cast<std::int64_t>(1 + count + 60 + 60 / count + (60 % count == 0 ? 0 : 1)));
  }
}

TEST_CASE("both arrive at a rate that stays the same, sgd in batches does not") {
  stop const limits{.gradient_norm = 1e-10, .max_epochs = 400};
  auto const ends = [&](auto const& method) { return minimize(parabolas{.count = 20}, method, limits); };
  for (std::size_t rows : {1u, 6u}) {
    CHECK(ends(svrg{.learning_rate = 0.05, .rows = rows}).status == status::gradient_small);
    CHECK(ends(saga{.learning_rate = 0.05, .rows = rows}).status == status::gradient_small);
    auto const r = ends(in_batches(sgd{.learning_rate = 0.05}, {.rows = rows}));
    CHECK(r.status == status::max_epochs);
    CHECK(r.gradient_norm > 1e-4);
  }
}

TEST_CASE("the seed tells what is drawn; a plateau stands around them") {
  auto const points = [](std::uint64_t seed) { return run(9, saga{.rows = 2, .seed = seed}, 30).points; };
  CHECK(points(1) == points(1));
  CHECK(points(1) != points(2));
  CHECK(run(9, svrg{.rows = 2, .seed = 1}, 30).points != run(9, svrg{.rows = 2, .seed = 2}, 30).points);
  // Nothing is ever better by so much: after the first epoch, of five steps, the rate is a tenth.
  plateau const never{.patience = 0, .threshold = 1e9};
  auto const slow = run(9, reduced_on_plateau(saga{.rows = 2, .seed = 1}, never), 6).points, fast = points(1);
  CHECK(slow[4] == fast[4]);
  for (std::size_t e = 0; e < dimensions; ++e)
    CHECK(slow[5][e] - slow[4][e] == doctest::Approx((fast[5][e] - fast[4][e]) / 10).epsilon(1e-9));
}

TEST_CASE("rows that are NaN: the run ends, or passes them over, and the best point is a number") {
  auto const check = [](auto const& method) {
    auto const r = run(8, method, 200, {3});
    CHECK(r.outcome.status == status::not_finite);
    CHECK(std::isfinite(r.outcome.value));
    auto const skipped = run(8, method, 200, {3}, on_non_finite::skip);
    CHECK(skipped.outcome.skipped > 5);
    CHECK(skipped.outcome.status == status::max_steps);
    for (double each : skipped.outcome.point) CHECK(std::isfinite(each));
    CHECK(skipped.outcome.value < r.outcome.history[0].value / 2);
  };
  check(svrg{.learning_rate = 0.05, .rows = 1});
  check(saga{.learning_rate = 0.05, .rows = 1});
}

TEST_CASE("shrink: too long a step is halved until it is inside") {
  // (x - 1)^2 up to 1.2, NaN beyond, on every row.
  struct walled {
    std::size_t size() const { return 1; }
    std::size_t rows() const { return 4; }
    walled batch(std::span<std::uint32_t const>) const { return {}; }
    double value_and_gradient(std::span<double const> x, std::span<double> g) const {
      g[0] = 2 * (x[0] - 1);
      return x[0] > 1.2 ? std::numeric_limits<double>::quiet_NaN() : (x[0] - 1) * (x[0] - 1);
    }
  };
  stop limits{.gradient_norm = std::nullopt, .max_epochs = 100};
  limits.on_non_finite = on_non_finite::shrink;
  auto const check = [&](auto const& method) {
    auto const r = minimize(walled{}, {-1}, method, limits);
    CHECK(r.status == status::max_epochs);
    CHECK(r.value < 0.1);
    for (auto const& row : r.history) CHECK(std::isfinite(row.value));
  };
  check(svrg{.learning_rate = 0.9, .rows = 1});
  check(saga{.learning_rate = 0.6, .rows = 1});
}

TEST_CASE("epochs are announced, no rows are an error, wrong options are named") {
  auto const events_of = [](auto const& method) {
    std::vector<event> events;
    stop const limits{.gradient_norm = std::nullopt, .max_epochs = 1};
    (void)minimize(parabolas{.count = 4}, method, limits, [&](auto const& now) {
      if (now.event != event::evaluated) events.push_back(now.event);
      if (now.event == event::epoch_end) CHECK_FALSE(now.on_batch);
    });
    return events;
  };
  std::vector<event> const expected{event::begin,     event::epoch_begin, event::step,
                                    event::epoch_end, event::step,        event::end};
  CHECK(events_of(svrg{.rows = 2}) == expected);
  CHECK(events_of(saga{.rows = 2}) == expected);
  parabolas const nothing{.count = 0};
  CHECK_THROWS_WITH_AS(minimize(nothing, start, svrg{}, {.gradient_norm = std::nullopt}),
                       "gradsmith: a sum over rows needs at least one row", data_error);
  auto const refuses = [](auto const& method, std::string const& what) {
    CHECK(method.invalid() == "The option " + what + ".");
  };
  refuses(svrg{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(svrg{.rows = 0}, "rows is 0 and must be at least 1");
  refuses(svrg{.steps = -1}, "steps is -1 and must not be negative");
  refuses(saga{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(saga{.rows = 0}, "rows is 0 and must be at least 1");
}
