// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Fits of NIST's 13 nonlinear problems from both starts: the time of all 26, beside Ceres and GSL on the same residuals
// and Jacobians. What was found goes to the error stream: steps, and digits of the parameters.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "least_squares_peers.hpp"
#include "timing.hpp"

namespace {

namespace gs = gradsmith;
using namespace benchmarks;
using gs::tests::nist_problem;

struct fitter {
  std::string name;
  std::function<fitted(nist_model&, std::span<double const>)> fit;
};

fitted fit_by_ours(nist_model& model, std::span<double const> start, bool acceleration) {
  auto fit = gs::least_squares(model, start, gs::levenberg_marquardt{.acceleration = acceleration});
  return {std::move(fit.point), fit.steps};
}

std::vector<fitter> fitters() {
  using start_values = std::span<double const>;
  std::vector<fitter> all;
  all.push_back({"gradsmith", [](nist_model& model, start_values start) { return fit_by_ours(model, start, false); }});
  all.push_back({"gradsmith accelerated", [](nist_model& model, start_values start) {
                   return fit_by_ours(model, start, true);
                 }});
#ifdef GRADSMITH_BENCHMARK_CERES
  all.push_back({"ceres", fit_by_ceres});
#endif
#ifdef GRADSMITH_BENCHMARK_GSL
  all.push_back({"gsl", [](nist_model& model, start_values start) {
                   return fit_by_gsl(model, start, gsl_multifit_nlinear_trs_lm);
                 }});
  all.push_back({"gsl accelerated", [](nist_model& model, start_values start) {
                   return fit_by_gsl(model, start, gsl_multifit_nlinear_trs_lmaccel);
                 }});
#endif
  return all;
}

}  // namespace

int main() {
  std::vector<nist_problem> const problems = gs::tests::nist_problems();
  std::vector<fitter> const all = fitters();
  std::vector<contender> contenders;
  for (fitter const& each : all) {
    long long steps = 0;
    int ten = 0, four = 0, fits = 0;
    double least = 11, sum = 0;
    for (nist_problem const& problem : problems)
      for (auto const& start : problem.starts) {
        fitted const found = each.fit(*problem.model, start);
        double const digits = gs::tests::right_digits(found.point, problem.parameters);
        steps += found.steps, ++fits, ten += digits >= 10, four += digits >= 4;
        least = std::min(least, digits), sum += digits;
      }
    std::fprintf(stderr, "%s: %d of %d fits with 10 digits, %d with 4, the least %.1f, on average %.1f; %lld steps\n",
                 each.name.c_str(), ten, fits, four, least, sum / fits, steps);
    contenders.push_back({each.name, [&] {
                            for (nist_problem const& problem : problems)
                              for (auto const& start : problem.starts)
                                keep(each.fit(*problem.model, start).point.data());
                          }});
  }
  print_rows("NIST, 26 fits", measure(contenders, {.repetitions = 15}), 26, "gradsmith");
}
