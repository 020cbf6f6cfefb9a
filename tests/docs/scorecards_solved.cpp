// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Prints which methods solve how many of the functions of More, Garbow and Hillstrom.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "scorecards.hpp"
#include "support/more_garbow_hillstrom.hpp"

namespace {

/// How many of the functions a method solves from each multiple of the usual starts, and after how many evaluations, in the middle.
template <class Method>
void print_solved(char const* name, Method const& method) {
  using namespace gradsmith::tests;
  std::vector<std::int64_t> evaluations;
  std::printf("| `%s` |", name);
  for (double const factor : {1.0, 10.0, 100.0}) {
    int solved = 0;
    for (mgh_case const& each : mgh_cases()) {
      more_garbow_hillstrom<> problem(each);
      auto const is_solved = [&](auto const& now) {
        return is_mgh_solved(each, now.value, now.gradient_norm) ? gs::verdict::stop_as_success : gs::verdict::proceed;
      };
      gs::stop const limits{.gradient_norm = std::nullopt, .max_steps = 10000, .max_evaluations = 10000};
      auto const run = gs::minimize(problem, mgh_start(each, factor), method, limits, is_solved);
      if (run.status != gs::status::stopped_as_success) continue;
      ++solved;
      evaluations.push_back(run.evaluations);
    }
    std::printf(" %d |", solved);
  }
  std::sort(evaluations.begin(), evaluations.end());
  std::printf(" %lld |\n", static_cast<long long>(evaluations[evaluations.size() / 2]));
}

}  // namespace

void print_solved_functions() {
  std::printf("== solved\n| method | from x1 | from 10 x1 | from 100 x1 | evaluations |\n|---|---:|---:|---:|---:|\n");
  using gs::nonlinear_cg;
  print_solved("lbfgs", gs::lbfgs{});
  print_solved("lbfgs, more_thuente", gs::lbfgs{.line_search = gs::more_thuente{}});
  print_solved("lbfgs, hager_zhang", gs::lbfgs{.line_search = gs::hager_zhang{}});
  print_solved("bfgs", gs::bfgs{});
  print_solved("nonlinear_cg", nonlinear_cg{});
  print_solved("nonlinear_cg, fletcher_reeves", nonlinear_cg{.beta = nonlinear_cg::formula::fletcher_reeves});
  print_solved("nonlinear_cg, hestenes_stiefel", nonlinear_cg{.beta = nonlinear_cg::formula::hestenes_stiefel});
  print_solved("nonlinear_cg, hager_zhang", nonlinear_cg{.beta = nonlinear_cg::formula::hager_zhang});
  print_solved("newton", gs::newton{});
  print_solved("trust_region_newton_cg", gs::trust_region_newton_cg{});
}
