// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a loss curve records of a run.
#include <gradsmith/optimize.hpp>
#include <gradsmith/train/loss_curve.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include "run/optimize/problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("a run is recorded at its start and after every step") {
  loss_curve curve{.gradient_name = "gradient"};
  auto const r = minimize(rosenbrock<double>{}, {-1.2, 1.0}, lbfgs{}, {.gradient_norm = 1e-8}, curve);
  REQUIRE(curve.series.size() == 2);
  REQUIRE(curve.series[0].at.size() == r.history.size());
  CHECK(curve.series[0].name == "training");
  CHECK(curve.series[1].name == "gradient");
  for (std::size_t k = 0; k < r.history.size(); ++k) {
    CHECK(curve.series[0].at[k] == static_cast<double>(r.history[k].step));
    CHECK(curve.series[0].values[k] == r.history[k].value);
    CHECK(curve.series[1].values[k] == r.history[k].gradient_norm);
  }
  CHECK(curve.horizontal_label() == "step");
}

TEST_CASE("a run in batches is recorded by epochs, other series beside it") {
  loss_curve curve{.name = "all rows"};
  mean_square problem{{1, 2, 6, 7, 9}};
  auto const r = minimize(problem, in_batches(sgd{.learning_rate = 0.1}, {.rows = 2, .seed = 1}), {.max_epochs = 4}, curve,
                          on(event::epoch_end, [&](auto const& now) { curve.add("one", now.epoch, 10.0); }));
  CHECK(r.epochs == 4);
  REQUIRE(curve.series.size() == 2);
  CHECK(curve.series[0].name == "all rows");
  CHECK(curve.series[0].at == std::vector<double>{0, 1, 2, 3, 4});
  CHECK(curve.series[0].values.front() == r.history.front().value);
  CHECK(curve.series[0].values.back() == r.history.back().value);
  CHECK(curve.series[1].at == std::vector<double>{1, 2, 3, 4});
  CHECK(curve.horizontal_label() == "epoch");
  curve.x_label = "passes";
  CHECK(curve.horizontal_label() == "passes");
}

TEST_CASE("epochs between evaluations of the whole are left out") {
  loss_curve curve;
  mean_square problem{{1, 2, 6, 7, 9}};
  (void)minimize(problem, in_batches(sgd{.learning_rate = 0.1}, {.rows = 2, .seed = 1, .evaluate_every = 2}), {.max_epochs = 6}, curve);
  CHECK(curve.series[0].at == std::vector<double>{0, 2, 4, 6});
}
