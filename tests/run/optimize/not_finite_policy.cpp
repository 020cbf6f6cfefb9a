// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Where a step into NaN or infinity does not end the run: on_non_finite::skip and shrink.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <span>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// x^2 in one dimension, which some calls answer with NaN.
struct lapsing {
  using value_type = double;
  std::set<int> bad;
  int calls = 0;
  std::size_t size() const { return 1; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) {
    g[0] = 2 * x[0];
    return bad.contains(calls++) ? not_a_number : x[0] * x[0];
  }
};

/// The mean of (x - row)^2 over rows that are numbers; a batch with one that is not is NaN.
struct with_gaps {
  using value_type = double;
  std::vector<double> data;
  bool is_batch = false;
  std::size_t size() const { return 1; }
  std::size_t rows() const { return data.size(); }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double value = 0, count = 0;
    g[0] = 0;
    for (double each : data) {
      if (!is_batch && std::isnan(each)) continue;
      value += (x[0] - each) * (x[0] - each);
      g[0] += 2 * (x[0] - each);
      ++count;
    }
    g[0] /= count;
    return value / count;
  }
  with_gaps batch(std::span<std::uint32_t const> rows) const {
    with_gaps part{.data = {}, .is_batch = true};
    for (std::uint32_t row : rows) part.data.push_back(data[row]);
    return part;
  }
};

/// (x - 1)^2 up to 1.2, NaN beyond, as a whole and on every batch.
struct walled {
  using value_type = double;
  std::size_t size() const { return 1; }
  std::size_t rows() const { return 4; }
  walled batch(std::span<std::uint32_t const>) const { return {}; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = 2 * (x[0] - 1);
    return x[0] > 1.2 ? not_a_number : (x[0] - 1) * (x[0] - 1);
  }
};

}  // namespace

TEST_CASE("skip: batches that are NaN are passed over, and leave no trace") {
  with_gaps problem{{1, 2, not_a_number, 3}};
  for (auto rate : {0.1, 0.4}) {
    auto const method = in_batches(sgd{.learning_rate = rate}, {.rows = 1, .seed = 5});
    CHECK(minimize(problem, {0}, method, {.max_epochs = 40}).status == status::not_finite);
    // The same steps as on the rows that are numbers, in the order in which the batches came.
    std::vector<double> followed{0.0};
    auto const r = minimize(problem, {0}, method, {.max_epochs = 40, .on_non_finite = on_non_finite::skip},
                            on(event::step, [&](auto const& now) { followed.push_back(now.x[0]); }));
    CHECK(r.status == status::max_epochs);
    CHECK(r.skipped == 40);
    CHECK(r.steps == 160);
    for (std::size_t k = 1; k < followed.size(); ++k) {
      double const before = followed[k - 1], now = followed[k];
      double smallest = std::abs(now - before);
      for (double row : {1.0, 2.0, 3.0}) smallest = std::min(smallest, std::abs(now - (before - rate * 2 * (before - row))));
      CHECK(smallest < 1e-14);
    }
    CHECK(std::abs(r.point[0] - 2) < 0.2);
  }
}

TEST_CASE("skip: momentum is that of the batches that were taken") {
  // Every batch is the same row or NaN, so the steps that are taken are those of a run without gaps.
  with_gaps gaps{{3, not_a_number}}, whole{{3}};
  auto const method = [](std::size_t rows) { return in_batches(adam{.learning_rate = 0.1}, {.rows = rows, .seed = 2}); };
  stop const limits{.gradient_norm = std::nullopt, .max_epochs = 30, .on_non_finite = on_non_finite::skip};
  auto const r = minimize(gaps, {0}, method(1), limits);
  auto const expected = minimize(whole, {0}, method(1), {.gradient_norm = std::nullopt, .max_epochs = 30});
  CHECK(r.skipped == 30);
  CHECK(r.point == expected.point);
}

TEST_CASE("skip: a step on the whole is undone and tried again") {
  for_each_fixed_method(0.1, [](auto method) {
    constexpr bool may_go_on = is_other<decltype(method)>;
    lapsing problem{.bad = {3, 4}};
    std::int64_t undone = 0;
    // A step that was undone has no length and does not change the value: it meets no criterion.
    stop limits{.gradient_norm = 1e-8, .value_change = 0, .step_change = 1e-12, .max_steps = 5000,
                .on_non_finite = on_non_finite::skip};
    // rprop stands still where the gradient turns.
    if (may_go_on) limits.value_change = limits.step_change = std::nullopt;
    auto const r = minimize(problem, {1}, method, limits,
                            on(event::step, [&](auto const& now) { undone += now.step_length == 0 ? 1 : 0; }));
    CHECK((converged(r.status) || may_go_on));
    CHECK(std::abs(r.point[0]) < (converged(r.status) ? 1e-4 : 0.02));
    CHECK(r.skipped == 1);
    CHECK((undone == 1 || (may_go_on && undone > 1)));
  });
}

TEST_CASE("skip: as many in a row as allowed end the run at the best point") {
  for_each_fixed_method(0.1, [](auto method) {
    std::set<int> every_second;      // a step, and then the point before it is evaluated again
    for (int k = 3; k < 3000; k += 2) every_second.insert(k);
    lapsing problem{.bad = every_second};
    auto const r = minimize(problem, {1}, method, {.on_non_finite = on_non_finite::skip, .max_non_finite = 4});
    CHECK(r.status == status::not_finite);
    CHECK(r.skipped == 5);
    CHECK(r.value < 1);
    CHECK(r.value == r.point[0] * r.point[0]);
  });
  with_gaps nothing{{1, not_a_number, not_a_number, not_a_number, not_a_number, not_a_number}};
  auto const r = minimize(nothing, {0}, in_batches(sgd{.learning_rate = 0.1}, {.rows = 6}),
                          {.on_non_finite = on_non_finite::skip, .max_non_finite = 0});
  CHECK(r.status == status::not_finite);
  CHECK(r.point[0] == 0);
}

TEST_CASE("shrink: steps beyond a barrier are halved until they are inside") {
  for (double rate : {0.3, 0.9, 2.5})
    for_each_fixed_method(rate, [](auto method) {
      stop const limits{.gradient_norm = std::nullopt, .max_steps = 300, .on_non_finite = on_non_finite::shrink};
      auto const r = minimize(walled{}, {-1}, method, limits);
      // Only from a point so near to the barrier, where the value is 0.04, that no halving is inside, is there no way on.
      bool const is_at_the_wall = r.status == status::not_finite && std::abs(r.history[r.history.size() - 2].value - 0.04) < 1e-5;
      CHECK((usable(r.status) || is_at_the_wall));
      CHECK(r.value < 0.1);
      for (std::size_t k = 0; k + (is_at_the_wall ? 1 : 0) < r.history.size(); ++k) CHECK(std::isfinite(r.history[k].value));
    });
  // 3.6 from -1 is beyond, half of it is not: by hand, 0.8, and then (x - 1) -> -0.8 (x - 1).
  auto const r = minimize(walled{}, {-1}, sgd{.learning_rate = 0.9}, {.max_steps = 3, .on_non_finite = on_non_finite::shrink});
  CHECK(r.evaluations == 5);
  CHECK(r.history[1].step_length == doctest::Approx(1.8));
  CHECK(r.history[2].value == doctest::Approx(0.16 * 0.16));
  CHECK(r.history[3].value == doctest::Approx(0.128 * 0.128));
}

TEST_CASE("shrink: in batches the step goes back towards where it began") {
  for (double rate : {0.3, 0.9})
    for_each_batched_method(rate, [](auto method) {
      stop const limits{.gradient_norm = std::nullopt, .max_epochs = 100, .on_non_finite = on_non_finite::shrink};
      auto const r = minimize(walled{}, {-1}, method, limits);
      CHECK(r.status == status::max_epochs);
      CHECK(r.value < 0.1);
      for (auto const& row : r.history) CHECK(std::isfinite(row.value));
    });
}

TEST_CASE("shrink: from where no way leads back the run ends") {
  formula const lonely{1, [](auto x, auto g) { return g[0] = 1, x[0] == 1 ? 1.0 : not_a_number; }};
  auto const r = minimize(lonely, {1}, sgd{.learning_rate = 0.5}, {.on_non_finite = on_non_finite::shrink, .max_non_finite = 7});
  CHECK(r.status == status::not_finite);
  CHECK(r.point[0] == 1);
  CHECK(r.evaluations == 2 + 7);
  // No number at all, or the same point: there is nothing between.
  stop const three{.max_steps = 3, .on_non_finite = on_non_finite::shrink};
  CHECK(minimize(lonely, {1}, sgd{.learning_rate = 1e-30}, three).status == status::max_steps);
  formula const steep{1, [](auto x, auto g) { return g[0] = 1e300, x[0] == 1 ? 1.0 : not_a_number; }};
  auto const far = minimize(steep, {1}, sgd{.learning_rate = 1e300}, {.on_non_finite = on_non_finite::shrink});
  CHECK(far.status == status::not_finite);
  CHECK(far.evaluations == 2);
}

TEST_CASE("a number of skips that cannot be is named") {
  auto const r = minimize(walled{}, {0}, adam{}, {.max_non_finite = -1});
  CHECK(r.status == status::invalid_options);
  CHECK(r.message == "The option max_non_finite is -1 and must not be negative.");
}
