// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Prints how far each method comes with mini-batches in a few epochs.
#include <cstdio>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "scorecards.hpp"

namespace {

/// The share of the loss above the least that is left after ten epochs in batches of 32, with the best rate.
template <class Make>
void print_row(char const* name, task<logistic> const& of, Make make) {
  std::vector<double> slope(of.start.size());
  double const first = of.problem.value_and_gradient(std::span<double const>{of.start}, std::span<double>{slope});
  double best = 1, best_rate = 0;
  for (double const rate : rates) {
    auto const run = gs::minimize(of.problem, of.start, gs::in_batches(make(rate), {.rows = 32, .seed = 1}), gs::stop{.gradient_norm = std::nullopt, .max_epochs = 10});
    double const left = (run.value - of.least) / (first - of.least);
    if (left < best) best = left, best_rate = rate;
  }
  std::printf("| `%s` | %.1e at %g |\n", name, best, best_rate);
}

}  // namespace

void print_batches() {
  logistic const many(2000, 6);
  auto const least = gs::minimize(many, std::vector<double>(6), gs::lbfgs{}, gs::stop{.gradient_norm = 1e-11});
  task<logistic> const drawn{many, std::vector<double>(6), least.value};
  std::printf("== batches\n| method | left after 10 epochs |\n|---|---:|\n");
  auto const in_batches = [&](char const* name, auto make) { print_row(name, drawn, make); };
  for_each_rule(in_batches);
  in_batches("asgd, averaging_start 300", [](double rate) { return gs::asgd{.learning_rate = rate, .averaging_start = 300}; });
  in_batches("sgd, averaged by polyak", [](double rate) { return gs::averaged(gs::sgd{.learning_rate = rate}, gs::polyak{.start = 300}); });
  in_batches("sgd, cosine schedule", [](double rate) { return gs::scheduled(gs::sgd{.learning_rate = rate}, gs::schedule::cosine{.steps = 630}); });
  in_batches("adam, cosine schedule", [](double rate) { return gs::scheduled(gs::adam{.learning_rate = rate}, gs::schedule::cosine{.steps = 630}); });
}
