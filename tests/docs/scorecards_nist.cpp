// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Prints how many digits least squares have right on NIST's problems.
#include <algorithm>
#include <cstddef>
#include <cstdio>

#include <gradsmith/optimize.hpp>

#include "scorecards.hpp"
#include "support/nist/nist.hpp"

namespace {

/// Least squares on NIST's problems, from the far start and from the near one: steps and evaluations to within 1e-9 of the
/// least sum of squares, and right digits of parameters and of standard deviations at the end, the least of each.
template <class Method>
void print_nist(char const* name, Method const& method) {
  std::printf("== %s\n| problem | level | far: steps | evaluations | digits | of deviations | near: steps | evaluations "
              "| digits | of deviations |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n", name);
  long long steps[2] = {}, evaluations[2] = {};
  double digits[2] = {11, 11}, deviations[2] = {11, 11};
  auto const print_cells = [](long long all_steps, long long all_evaluations, double right, double right_deviations) {
    std::printf(" %lld | %lld | %.1f | %.1f |", all_steps, all_evaluations, right, right_deviations);
  };
  for (auto const& each : gs::tests::nist_problems()) {
    std::printf("| %s | %s |", each.name.c_str(), each.difficulty.c_str());
    for (std::size_t k = 0; k < 2; ++k) {
      auto const fit = gs::least_squares(*each.model, each.starts[k], method);
      double const right = gs::tests::right_digits(fit.point, each.parameters);
      double const right_deviations = gs::tests::right_digits(fit.standard_deviations, each.standard_deviations);
      auto const at_minimum = std::find_if(fit.history.begin(), fit.history.end(), [&](gs::history_row const& row) {
        return 2 * row.value <= each.residual_sum_of_squares * (1 + 1e-9);
      });
      gs::history_row const row = at_minimum == fit.history.end() ? fit.history.back() : *at_minimum;
      print_cells(row.step, row.evaluations, right, right_deviations);
      steps[k] += row.step, evaluations[k] += row.evaluations;
      digits[k] = std::min(digits[k], right), deviations[k] = std::min(deviations[k], right_deviations);
    }
    std::puts("");
  }
  std::printf("| sum, or least | |");
  for (std::size_t k = 0; k < 2; ++k) print_cells(steps[k], evaluations[k], digits[k], deviations[k]);
  std::puts("");
}

}  // namespace

void print_nist_problems() {
  print_nist("nist", gs::levenberg_marquardt{});
  print_nist("nist_accelerated", gs::levenberg_marquardt{.acceleration = true});
}
