// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Prints the scorecards of docs/optimizers.md: how many steps each method needs with the best of some learning rates, how far
// each comes with mini-batches, and what the other files with this name print.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "run/optimize/problems.hpp"
#include "scorecards.hpp"

namespace {

/// (x^2 + 100 y^2) / 2.
struct ellipse {
  static std::size_t size() { return 2; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0], g[1] = 100 * x[1];
    return (x[0] * x[0] + 100 * x[1] * x[1]) / 2;
  }
};

}  // namespace

int main() {
  using namespace gradsmith::tests;
  logistic const rows(300, 6);
  auto const solved = gs::minimize(rows, std::vector<double>(6), gs::lbfgs{}, gs::stop{.gradient_norm = 1e-11});
  task<ellipse> const narrow{ellipse{}, {1.27, 0.71}, 0};
  task<rosenbrock<>> const bent{rosenbrock<>{}, {-1.2, 1}, 0};
  task<powell> const flat{powell{}, {3, -1, 0, 1}, 0};
  task<logistic> const smooth{rows, std::vector<double>(6), solved.value};

  std::printf("== steps\n| method | ellipse | Rosenbrock | Powell | logistic |\n|---|---:|---:|---:|---:|\n");
  auto const search = [&](char const* name, auto const& method) {
    std::printf("| `%s` |", name);
    narrow.print_search(method), bent.print_search(method), flat.print_search(method), smooth.print_search(method);
    std::puts("");
  };
  search("lbfgs", gs::lbfgs{});
  search("bfgs", gs::bfgs{});
  search("nonlinear_cg", gs::nonlinear_cg{});
  search("gradient_descent", gs::gradient_descent{});
  auto const line = [&](char const* name, auto make) {
    std::printf("| `%s` |", name);
    narrow.print_cell(make), bent.print_cell(make), flat.print_cell(make), smooth.print_cell(make);
    std::puts("");
  };
  for_each_rule(line);
  line("rprop", [](double rate) { return gs::rprop{.learning_rate = rate}; });

  print_batches();
  print_solved_functions();
  print_least_squares();
  print_nist_problems();
  print_fits();
  print_lasso();
}
