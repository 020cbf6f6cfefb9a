// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs of rules, for tests that compare them.
#pragma once

#include <gradsmith/optimize.hpp>

#include <optional>
#include <vector>

#include "any_rule.hpp"

namespace gradsmith::tests {

/// The points after each of the first steps.
template <class Problem>
std::vector<std::vector<double>> run_of(Problem problem, std::vector<double> const& start, any_rule const& rule, int steps) {
  std::vector<std::vector<double>> points;
  auto const keep = [&](auto const& now) { points.emplace_back(now.x.begin(), now.x.end()); };
  (void)minimize(problem, start, rule, {.gradient_norm = std::nullopt, .max_steps = steps}, on(event::step, keep));
  return points;
}

}  // namespace gradsmith::tests
