// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Prints what the path of the lasso on diabetes costs the methods for composites.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "scorecards.hpp"
#include "support/lasso.hpp"

namespace {

using gs::tests::half_mean_square;
using gs::tests::split_lasso;

gs::stop const limits{.gradient_norm = 1e-8, .max_steps = 10000};

/// A run with one weight, from w, which it moves: with absolute values, or by parts that are at least 0.
template <class Method>
gs::result<double> solve(half_mean_square const& problem, Method const& method, double weight, std::vector<double>& w) {
  auto run = gs::minimize(gs::composite(problem, gs::l1{.weight = weight}), w, method, limits);
  w = run.point;
  return run;
}
gs::result<double> solve(half_mean_square const& problem, gs::lbfgs_b const& method, double weight,
                         std::vector<double>& w) {
  split_lasso parts{.squares = problem, .weight = weight};
  auto run = gs::minimize(gs::composite(parts, gs::at_least_zero{}), split_lasso::parts_of(w), method, limits);
  w = split_lasso::joined(run.point);
  return run;
}

/// -log10 of the largest gap beside the value at zeros, at most 12.
double digits_of_gap(half_mean_square const& problem, std::vector<double> const& w, double weight) {
  double square = 0;
  for (double const each : problem.y) square += each * each;
  double const gap = gs::tests::duality_gap(problem, w, weight) / (square / (2 * static_cast<double>(problem.n)));
  return std::clamp(-std::log10(std::max(gap, 1e-30)), 0.0, 12.0);
}

template <class Method>
void print_row(half_mean_square const& problem, char const* name, Method const& method) {
  auto const weights = gs::tests::lasso_weights(problem);
  long long steps = 0, evaluations = 0, solved = 0;
  double digits = 12;
  std::vector<double> w(problem.d);
  for (double const weight : weights) {
    auto const run = solve(problem, method, weight, w);
    solved += run.status == gs::status::gradient_small;
    steps += run.steps, evaluations += run.evaluations;
    digits = std::min(digits, digits_of_gap(problem, w, weight));
  }
  std::printf("| `%s` | %lld | %lld | %lld | %.1f |\n", name, solved, steps, evaluations, digits);
}

}  // namespace

void print_lasso() {
  half_mean_square const problem = gs::tests::read_diabetes();
  std::printf("== lasso\n| method | solved of 61 | steps | evaluations | digits |\n|---|---:|---:|---:|---:|\n");
  print_row(problem, "fista", gs::fista{});
  print_row(problem, "fista, restart::by_value", gs::fista{.begin_anew_by = gs::fista::restart::by_value});
  print_row(problem, "projected_gradient", gs::projected_gradient{});
  print_row(problem, "projected_gradient, memory 1", gs::projected_gradient{.memory = 1});
  print_row(problem, "owl_qn", gs::owl_qn{});
  print_row(problem, "lbfgs_b, w = u - v", gs::lbfgs_b{});
}
