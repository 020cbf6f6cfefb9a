// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The first 50 steps of each method against PyTorch's.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "problems.hpp"
#include "support/test_data.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

struct reference {
  double learning_rate, noise;
  std::vector<std::vector<double>> points;
  std::vector<double> values;
};

reference read_reference(std::string const& config, std::string const& function, std::size_t size) {
  reference out{};
  std::string const file = "reference/optimizers/trajectory_" + function + ".csv";
  if (!has_table("reference/optimizers/configs.tsv") || !has_table(file)) {
    print_not_covered(file);
    return out;
  }
  table const configs = read_table("reference/optimizers/configs.tsv");
  for (std::size_t row = 0; row < configs.rows.size(); ++row)
    if (configs.text(row, "config") == config) {
      out.learning_rate = configs.number(row, "lr_" + function);
      out.noise = configs.number(row, "noise_" + function);
    }
  table const steps = read_table(file);
  for (std::size_t row = 0; row < steps.rows.size(); ++row) {
    if (steps.text(row, "config") != config) continue;
    std::vector<double> point;
    for (std::size_t k = 1; k <= size; ++k) point.push_back(steps.number(row, "x" + std::to_string(k)));
    out.points.push_back(point);
    out.values.push_back(steps.number(row, "f"));
  }
  if (out.points.size() != 51) {
    print_not_covered(config + " in " + file);
    out.points.clear();
  }
  return out;
}

template <class Problem, class Make>
void follows(std::string const& config, std::string const& function, Make make) {
  Problem problem;
  reference const expected = read_reference(config, function, problem.size());
  if (expected.points.empty()) return;
  CAPTURE(config);
  CAPTURE(function);
  double const tolerance = std::max(1e-12, 100 * expected.noise);
  std::size_t step = 0;
  double worst = 0;
  std::vector<double> last = problem.start();
  auto const compare = [&](std::span<double const> x) {
    ++step;
    for (std::size_t k = 0; k < x.size(); ++k) {
      double const e = expected.points[step][k];
      worst = std::max(worst, std::abs(x[k] - e) / std::max(1.0, std::abs(e)));
      last[k] = x[k];
    }
  };
  auto const result = minimize(problem, problem.start(), make(expected.learning_rate), {.gradient_norm = 1e-7, .max_steps = 50},
                               on(event::step, [&](auto const& now) { compare(now.x); }));
  // A run that ends early stays where it is, as PyTorch's does.
  CHECK((step == 50 || result.status == status::gradient_small || result.status == status::step_small));
  while (step < 50) compare(last);
  CHECK(worst <= tolerance);
}
template <class Make>
void follows(std::string const& config, Make make) {
  follows<rosenbrock<>>(config, "rosenbrock", make);
  follows<quadratic5>(config, "quadratic5", make);
}

}  // namespace

TEST_CASE("sgd goes PyTorch's way, plain, with momentum and with Nesterov's") {
  follows("sgd", [](double rate) { return sgd{.learning_rate = rate}; });
  follows("sgd", [](double rate) { return gradient_descent{.line_search = fixed_step{.learning_rate = rate}}; });
  follows("sgd_momentum", [](double rate) { return sgd{.learning_rate = rate, .momentum = 0.9}; });
  follows("sgd_nesterov", [](double rate) { return sgd{.learning_rate = rate, .momentum = 0.9, .nesterov = true}; });
}

TEST_CASE("adam goes PyTorch's way") {
  follows("adam", [](double rate) { return adam{.learning_rate = rate}; });
}

TEST_CASE("lbfgs with a fixed step goes PyTorch's way") {
  follows("lbfgs_fixed", [](double rate) { return lbfgs{.memory = 10, .line_search = fixed_step{.learning_rate = rate}}; });
}

TEST_CASE("lbfgs with the strong-Wolfe search is as fast as PyTorch's and ends as low") {
  auto const rosen = read_reference("lbfgs_strong_wolfe", "rosenbrock", 2);
  auto const far = minimize(rosenbrock<>{}, rosenbrock<>::start(), lbfgs{}, {.gradient_norm = 1e-10, .max_steps = 35});
  if (!rosen.points.empty()) CHECK(far.value <= 1.01 * rosen.values[35]);
  auto const quadratic = read_reference("lbfgs_strong_wolfe", "quadratic5", 5);
  auto const near = minimize(quadratic5{}, quadratic5::start(), lbfgs{}, {.gradient_norm = 1e-10, .max_steps = 35});
  if (!quadratic.points.empty()) CHECK(near.value <= quadratic.values[35] + 1e-13);
}
