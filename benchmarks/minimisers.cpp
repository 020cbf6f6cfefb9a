// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The deterministic methods beside libLBFGS, NLopt, GSL, dlib and Ceres: how many of the problems of More, Garbow and
// Hillstrom each solves, after how many evaluations, and what an iteration costs in 100,000 dimensions. With "cases"
// as an argument the evaluations on each problem, too.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "minimisers_peers.hpp"
#include "support/more_garbow_hillstrom.hpp"
#include "timing.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;
using namespace benchmarks;

constexpr int most_evaluations = 10000;
constexpr double factors[] = {1, 10, 100};

/// Counts evaluations, and notes after how many of them the first point was seen that solves the problem. A point
/// that is asked for again at once, for the gradient after the value, counts once.
class watched final : public any_function {
 public:
  explicit watched(mgh_case const& of)
      : case_(of), problem_(of), last_(of.n, std::numeric_limits<double>::quiet_NaN()), last_gradient_(of.n) {}
  std::size_t size() const override { return case_.n; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) override {
    if (!std::equal(x.begin(), x.end(), last_.begin())) {
      last_.assign(x.begin(), x.end());
      last_value_ = problem_.value_and_gradient(x, last_gradient_);
      ++count_;
      double norm = 0;
      for (double const each : last_gradient_)
        norm = std::max(norm, std::isnan(each) ? std::numeric_limits<double>::infinity() : std::abs(each));
      if (solved_after == 0 && count_ <= most_evaluations && is_mgh_solved(case_, last_value_, norm))
        solved_after = count_;
    }
    std::copy(last_gradient_.begin(), last_gradient_.end(), g.begin());
    return last_value_;
  }
  void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) { problem_.hvp(x, v, out); }
  void hessian(std::span<double const> x, std::span<double> h) { problem_.hessian(x, h); }
  bool is_done() const override { return solved_after > 0 || count_ >= most_evaluations; }

  int solved_after = 0;  // 0: it was not

 private:
  mgh_case const& case_;
  more_garbow_hillstrom<> problem_;
  std::vector<double> last_, last_gradient_;
  double last_value_ = 0;
  int count_ = 0;
};

struct score {
  std::string name;
  std::vector<int> evaluations;  // per factor and problem, 0 where it was not solved
};

template <class Run>
score run_all(std::string const& name, Run run) {
  score out{name, {}};
  for (double const factor : factors)
    for (mgh_case const& each : mgh_cases()) {
      watched problem(each);
      run(problem, mgh_start(each, factor));
      out.evaluations.push_back(problem.solved_after);
    }
  return out;
}

template <class Method>
score run_ours(std::string const& name, Method const& method) {
  return run_all(name, [&](watched& problem, std::vector<double> const& start) {
    auto const enough = [&](auto const&) { return problem.is_done() ? gs::verdict::stop : gs::verdict::proceed; };
    (void)gs::minimize(
        problem, start, method,
        gs::stop{.gradient_norm = std::nullopt, .max_steps = most_evaluations, .max_evaluations = most_evaluations},
        enough);
  });
}

void print_problems(std::vector<score> const& rows, bool with_cases) {
  std::size_t const count = mgh_cases().size();
  std::printf("%-34s solved of %zu from x1, 10 x1, 100 x1; evaluations beside %s\n", "", count, rows[0].name.c_str());
  for (score const& each : rows) {
    std::printf("%-34s", each.name.c_str());
    std::vector<double> ratios;
    for (std::size_t f = 0; f < std::size(factors); ++f) {
      int solved = 0;
      for (std::size_t k = 0; k < count; ++k) {
        int const own = each.evaluations[f * count + k], other = rows[0].evaluations[f * count + k];
        solved += own > 0;
        if (own > 0 && other > 0) ratios.push_back(static_cast<double>(own) / other);
      }
      std::printf(" %3d", solved);
    }
    std::printf("   %.2f\n", ratios.empty() ? std::nan("") : median(ratios));
  }
  if (!with_cases) return;
  for (std::size_t f = 0; f < std::size(factors); ++f) {
    std::printf("\nfrom %g x1:\n%-34s", factors[f], "");
    for (mgh_case const& each : mgh_cases()) std::printf(" %6.6s", each.name);
    for (score const& each : rows) {
      std::printf("\n%-34s", each.name.c_str());
      for (std::size_t k = 0; k < count; ++k) std::printf(" %6d", each.evaluations[f * count + k]);
    }
    std::puts("");
  }
}

/// Separable functions of many parameters, written by hand; and Dixon's, whose terms overlap.
struct large final : any_function {
  int which;  // 0: extended Rosenbrock, 1: extended Powell, 2: Dixon and Price
  std::size_t n;
  std::int64_t evaluations = 0;
  bool is_over = false;
  large(int kind, std::size_t dimensions) : which(kind), n(dimensions) {}
  std::size_t size() const override { return n; }
  bool is_done() const override { return is_over; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) override {
    ++evaluations;
    double value = 0;
    if (which == 0)
      for (std::size_t k = 0; k < n; k += 2) {
        double const a = 1 - x[k], b = x[k + 1] - x[k] * x[k];
        value += a * a + 100 * b * b;
        g[k] = -2 * a - 400 * x[k] * b, g[k + 1] = 200 * b;
      }
    if (which == 1)
      for (std::size_t k = 0; k < n; k += 4) {
        double const p = x[k] + 10 * x[k + 1], q = x[k + 2] - x[k + 3], r = x[k + 1] - 2 * x[k + 2],
                     s = x[k] - x[k + 3];
        value += p * p + 5 * q * q + r * r * r * r + 10 * s * s * s * s;
        g[k] = 2 * p + 40 * s * s * s, g[k + 1] = 20 * p + 4 * r * r * r;
        g[k + 2] = 10 * q - 8 * r * r * r, g[k + 3] = -10 * q - 40 * s * s * s;
      }
    if (which == 2) {
      value = (x[0] - 1) * (x[0] - 1);
      g[0] = 2 * (x[0] - 1);
      for (std::size_t k = 1; k < n; ++k) {
        double const weight = static_cast<double>(k + 1) / static_cast<double>(n), r = 2 * x[k] * x[k] - x[k - 1];
        value += weight * r * r;
        g[k] = 8 * weight * r * x[k], g[k - 1] -= 2 * weight * r;
      }
    }
    return value;
  }
  std::vector<double> start() const {
    std::vector<double> x(n, 1);
    for (std::size_t k = 0; which == 0 && k < n; k += 2) x[k] = -1.2 + 1e-6 * static_cast<double>(k);  // not all alike
    for (std::size_t k = 0; which == 1 && k < n; k += 4)
      x[k] = 3, x[k + 1] = -1, x[k + 2] = 1e-6 * static_cast<double>(k), x[k + 3] = 1;
    for (std::size_t k = 0; which == 2 && k < n; ++k) x[k] = 0.5 + 1e-6 * static_cast<double>(k);
    return x;
  }
};

/// Both with ten pairs, for as many iterations.
void print_large(char const* name, int which) {
  constexpr int iterations = 40;
  large function(which, 100000);
  std::vector<double> const start = function.start();
  std::vector<contender> contenders;
#ifdef GRADSMITH_BENCHMARK_LIBLBFGS
  contenders.push_back({"libLBFGS", [&] { run_liblbfgs(function, start, 10, iterations); }});
#endif
  contenders.push_back({"gradsmith", [&] {
                          (void)gs::minimize(function, start, gs::lbfgs{},
                                             gs::stop{.gradient_norm = std::nullopt, .max_steps = iterations});
                        }});
  for (contender const& each : contenders) {
    function.evaluations = 0;
    each.run();
    std::printf("%s, %d iterations: %s evaluates %lld times\n", name, iterations, each.name.c_str(),
                static_cast<long long>(function.evaluations));
  }
  print_rows(std::string(name) + ", per iteration", measure(contenders), iterations, contenders[0].name.c_str());
}

}  // namespace

int main(int count, char** words) {
  std::vector<score> rows;
  for (peer const& each : peers()) rows.push_back(run_all(each.name, each.run));
  rows.push_back(run_ours("gradsmith lbfgs", gs::lbfgs{}));
  rows.push_back(run_ours("gradsmith lbfgs, more_thuente", gs::lbfgs{.line_search = gs::more_thuente{}}));
  rows.push_back(run_ours("gradsmith lbfgs, hager_zhang", gs::lbfgs{.line_search = gs::hager_zhang{}}));
  rows.push_back(run_ours("gradsmith bfgs", gs::bfgs{}));
  using gs::nonlinear_cg;
  for (auto const& [name, beta] : {std::pair{"gradsmith nonlinear_cg, PR+", nonlinear_cg::formula::polak_ribiere_plus},
                                   {"gradsmith nonlinear_cg, FR", nonlinear_cg::formula::fletcher_reeves},
                                   {"gradsmith nonlinear_cg, HS", nonlinear_cg::formula::hestenes_stiefel},
                                   {"gradsmith nonlinear_cg, HZ", nonlinear_cg::formula::hager_zhang}})
    rows.push_back(run_ours(name, nonlinear_cg{.beta = beta}));
  rows.push_back(run_ours("gradsmith newton", gs::newton{}));
  rows.push_back(run_ours("gradsmith trust_region_newton_cg", gs::trust_region_newton_cg{}));
  print_problems(rows, count > 1 && std::strcmp(words[1], "cases") == 0);
  print_large("extended Rosenbrock", 0);
  print_large("extended Powell", 1);
  print_large("Dixon", 2);
}
