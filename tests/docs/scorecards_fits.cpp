// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Prints how each deterministic method finds the fits of the test data.
#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "scorecards.hpp"
#include "support/fits/fits.hpp"

namespace {

/// How far one run came, and what it took until the objective was within 1e-12 of the least: what follows is rounding,
/// which differs between compilers. Digits are -log10 of a relative error, at most 14 of the objective and 10 of coefficients: what
/// for what a last step adds to these differs, too.
struct found_fit {
  bool has_run = false, has_arrived = false;
  bool is_chance = false;                 ///< the count is a matter of rounding: gradients alone, features unscaled
  std::int64_t steps = 0, evaluations = 0;
  double of_objective = 0, of_coefficients = 0;
};

double digits(double error, double most) { return std::clamp(-std::log10(error), 0.0, most); }

/// `factor`: the objective in units of the run's value.
template <class Result>
found_fit noted(gs::tests::fit_case const& of, Result const& run, double factor = 1) {
  using gs::tests::distance_from;
  auto const at_minimum = std::find_if(run.history.begin(), run.history.end(), [&](gs::history_row const& row) {
    return factor * row.value <= of.expected.objective * (1 + 1e-12);
  });
  found_fit out{.has_run = true,
                .has_arrived = at_minimum != run.history.end(),
                .of_objective = digits(distance_from(of.expected, factor * run.value), 14),
                .of_coefficients = digits(distance_from(of.expected, run.point), 10)};
  if (out.has_arrived) out.steps = at_minimum->step, out.evaluations = at_minimum->evaluations;
  return out;
}

struct method_row {
  char const* name;
  std::vector<found_fit> fits;
};

template <class Print>
void print_table(char const* title, std::vector<gs::tests::fit_case> const& fits, std::vector<method_row> const& rows,
                 Print print) {
  std::printf("== %s\n| method |", title);
  for (auto const& each : fits) std::printf(" %s |", each.name.c_str());
  std::printf("\n|---|");
  for (std::size_t k = 0; k < fits.size(); ++k) std::printf("---:|");
  std::puts("");
  for (method_row const& row : rows) {
    std::printf("| `%s` |", row.name);
    for (found_fit const& each : row.fits) {
      if (each.has_run) print(each);
      else std::printf(" |");
    }
    std::puts("");
  }
}

void print_count(found_fit const& of, std::int64_t count) {
  if (!of.has_arrived) std::printf(" - |");
  else if (of.is_chance) std::printf(" + |");
  else std::printf(" %lld |", static_cast<long long>(count));
}

}  // namespace

void print_fits() {
  std::vector<gs::tests::fit_case> fits = gs::tests::fit_cases();
  std::vector<method_row> rows;
  auto const add = [&](char const* name, bool has_gradients_only, auto run) {
    rows.push_back({name, {}});
    for (gs::tests::fit_case& each : fits) {
      rows.back().fits.push_back(run(each));
      rows.back().fits.back().is_chance = has_gradients_only && !each.is_scaled;
    }
  };
  auto const limits = [](gs::tests::fit_case const& of) { return gs::stop{.gradient_norm = of.reached}; };
  auto const minimise = [&]<class Method>(char const* name, Method const& method) {
    constexpr bool is_of_second_order =
        std::same_as<Method, gs::newton> || std::same_as<Method, gs::trust_region_newton_cg>;
    add(name, !is_of_second_order, [&](gs::tests::fit_case& of) {
      auto const run = gs::minimize(*of.objective, std::vector<double>(of.objective->size()), method, limits(of));
      return noted(of, run);
    });
  };
  auto const minimise_composite = [&](char const* name, auto const& method, auto const& nothing) {
    add(name, true, [&](gs::tests::fit_case& of) {
      std::vector<double> const zeros(of.objective->size());
      auto const run = gs::minimize(gs::composite(*of.objective, nothing), zeros, method, limits(of));
      return noted(of, run);
    });
  };
  auto const fit = [&](char const* name, auto const& method) {
    add(name, false, [&](gs::tests::fit_case& of) {
      if (!of.residuals) return found_fit{};
      auto const run = gs::least_squares(*of.residuals, std::vector<double>(of.residuals->size()), method);
      return noted(of, run, 2);
    });
  };
  minimise("lbfgs", gs::lbfgs{});
  minimise("bfgs", gs::bfgs{});
  minimise("nonlinear_cg", gs::nonlinear_cg{});
  minimise("newton", gs::newton{});
  minimise("trust_region_newton_cg", gs::trust_region_newton_cg{});
  minimise_composite("lbfgs_b", gs::lbfgs_b{}, gs::box{});
  minimise_composite("owl_qn, weight 0", gs::owl_qn{}, gs::l1{.weight = 0});
  minimise_composite("fista, no term", gs::fista{}, gs::box{});
  fit("levenberg_marquardt", gs::levenberg_marquardt{});
  fit("gauss_newton_search", gs::gauss_newton_search{});

  print_table("fits_steps", fits, rows, [](found_fit const& each) { print_count(each, each.steps); });
  print_table("fits_evaluations", fits, rows, [](found_fit const& each) { print_count(each, each.evaluations); });
  print_table("fits_objective", fits, rows, [](found_fit const& each) { std::printf(" %.1f |", each.of_objective); });
  print_table("fits_coefficients", fits, rows, [](found_fit const& each) { std::printf(" %.1f |", each.of_coefficients); });
}
