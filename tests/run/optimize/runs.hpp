// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs of rules, for tests that compare them.
#pragma once

#include <gradsmith/optimize.hpp>

#include <cstdio>
#include <optional>
#include <span>
#include <string>
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

/// x.x after each of five steps from (1, 2, 3), at the average where there is one, as the pages of optax print it.
inline std::string printed(any_rule const& rule) {
  auto state = rule.begin<double>(3);
  std::vector<double> x{1, 2, 3}, g(3);
  std::string out;
  for (int k = 0; k < 5; ++k) {
    for (std::size_t e = 0; e < 3; ++e) g[e] = 2 * x[e];
    rule.advance(x, g, state);
    auto const mean = rule.average(state);
    std::span<double const> const at = mean.empty() ? std::span<double const>{x} : mean;
    char text[16];
    std::snprintf(text, sizeof text, "%s%.2E", k == 0 ? "" : " ", at[0] * at[0] + at[1] * at[1] + at[2] * at[2]);
    out += text;
  }
  return out;
}

}  // namespace gradsmith::tests
