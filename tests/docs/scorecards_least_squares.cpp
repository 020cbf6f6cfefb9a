// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Prints which problems of least squares of More, Garbow and Hillstrom are solved, from which starts.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "run/optimize/mgh_least_squares.hpp"
#include "scorecards.hpp"

namespace {

constexpr std::array factors{1.0, 10.0, 100.0};

using gs::tests::residual_test;

template <class Method>
void print_solved(char const* name, Method const& method) {
  std::printf("| `%s` |", name);
  for (double const factor : factors) {
    int solved = 0;
    for (auto const& each : gs::tests::mgh_least_squares())
      solved += gs::tests::is_solved(each, gs::least_squares(each.problem, gs::tests::start_of(each, factor), method));
    std::printf(" %d |", solved);
  }
  std::puts("");
}

/// Evaluations until the sum of squares is within 1e-8 of a minimum that the paper lists; else where the run ended.
template <class Method>
void print_cell(residual_test<double> const& of, double factor, Method const& method) {
  auto const fit = gs::least_squares(of.problem, gs::tests::start_of(of, factor), method);
  auto const is_right = [&](double value) {
    return std::any_of(of.minima.begin(), of.minima.end(),
                       [&](double least) { return std::abs(2 * value - least) <= 1e-8 * (1 + least); });
  };
  auto const there = std::find_if(fit.history.begin(), fit.history.end(),
                                  [&](gs::history_row const& row) { return is_right(row.value); });
  bool const has_arrived = is_right(fit.value) && there != fit.history.end();
  if (has_arrived) std::printf(" %lld |", static_cast<long long>(there->evaluations));
  else if (fit.status == gs::status::start_not_finite) std::printf(" overflow |");
  else if (fit.gradient_norm <= 1e-6 * (1 + fit.value)) std::printf(" elsewhere |");
  else std::printf(" - |");
}

}  // namespace

void print_least_squares() {
  std::printf("== squares_solved\n| method | from x1 | from 10 x1 | from 100 x1 |\n|---|---:|---:|---:|\n");
  print_solved("levenberg_marquardt", gs::levenberg_marquardt{});
  print_solved("levenberg_marquardt, acceleration", gs::levenberg_marquardt{.acceleration = true});
  print_solved("gauss_newton_search", gs::gauss_newton_search{});
  std::printf("== squares\n| problem | from x1 | from 10 x1 | from 100 x1 | gauss_newton_search: x1 | 10 x1 | 100 x1 |\n"
              "|---|---:|---:|---:|---:|---:|---:|\n");
  for (auto const& each : gs::tests::mgh_least_squares()) {
    std::printf("| %s |", each.name.c_str());
    for (double const factor : factors) print_cell(each, factor, gs::levenberg_marquardt{});
    for (double const factor : factors) print_cell(each, factor, gs::gauss_newton_search{});
    std::puts("");
  }
}
