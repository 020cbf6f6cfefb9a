// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Methods for absolute values and for bounds beside the OWL-QN of libLBFGS and the L-BFGS of NLopt: evaluations until
// the residual of the conditions of a minimum is 1e-4 and 1e-8, the values there, which are to be the same, and time.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/optimize.hpp>

#ifdef GRADSMITH_BENCHMARK_LIBLBFGS
#include <lbfgs.h>
#endif
#ifdef GRADSMITH_BENCHMARK_NLOPT
#include <nlopt.h>
#endif

#include "support/lasso.hpp"
#include "timing.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;
using namespace benchmarks;

constexpr double coarse_tolerance = 1e-4, tolerance = 1e-8;
constexpr int most_evaluations = 100000;

/// A smooth function that counts its evaluations, and notes after how many the residual of the whole with its term was
/// small, and what the value of the whole was there.
class watched {
 public:
  using smooth = std::function<double(std::span<double const>, std::span<double>)>;
  watched(smooth f, std::size_t n, std::function<double(std::span<double const>)> term,
          std::function<void(std::span<double>)> prox)
      : f_(std::move(f)), n_(n), term_(std::move(term)), prox_(std::move(prox)) {}

  std::size_t size() const { return n_; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) {
    double const value = f_(x, g);
    ++count;
    if (solved_after > 0) return value;
    image_.assign(x.begin(), x.end());
    for (std::size_t k = 0; k < n_; ++k) image_[k] -= g[k];
    prox_(image_);
    double residual = 0;
    for (std::size_t k = 0; k < n_; ++k) {
      double const away = std::abs(x[k] - image_[k]);
      residual = away <= residual ? residual : away;      // NaN stays
    }
    if (residual < nearest) nearest = residual;
    if (near_after == 0 && residual <= coarse_tolerance) near_after = count;
    if (residual <= tolerance) solved_after = count, least = value + term_(x);
    return value;
  }
  bool is_done() const { return solved_after > 0 || count >= most_evaluations; }
  void begin() { count = near_after = solved_after = 0, nearest = std::numeric_limits<double>::infinity(); }

  int count = 0, near_after = 0, solved_after = 0;
  double least = 0, nearest = 0;

 private:
  smooth f_;
  std::size_t n_;
  std::function<double(std::span<double const>)> term_;
  std::function<void(std::span<double>)> prox_;
  std::vector<double> image_;
};

template <class Term>
watched watch(watched::smooth f, std::size_t n, Term const& term) {
  return {std::move(f), n, [term](std::span<double const> x) { return term.value(x); },
          [term](std::span<double> x) { term.prox(x, 1.0); }};
}

template <class Method, class Term>
void run_ours(watched& f, std::vector<double> const& start, Method const& method, Term const& term) {
  auto const enough = [&](auto const&) { return f.is_done() ? gs::verdict::stop : gs::verdict::proceed; };
  (void)gs::minimize(gs::composite(f, term), start, method,
                     gs::stop{.gradient_norm = tolerance,
                              .max_steps = most_evaluations,
                              .max_evaluations = most_evaluations},
                     enough);
}

#ifdef GRADSMITH_BENCHMARK_LIBLBFGS
void run_liblbfgs(watched& f, std::vector<double> const& start, double weight, int pairs) {
  lbfgs_parameter_t options;
  lbfgs_parameter_init(&options);
  options.m = pairs;
  options.epsilon = 0;
  options.orthantwise_c = weight;
  options.linesearch = LBFGS_LINESEARCH_BACKTRACKING;      // the only one that it has for this
  auto const evaluate = [](void* instance, lbfgsfloatval_t const* at, lbfgsfloatval_t* g, int count, lbfgsfloatval_t) {
    std::size_t const size = static_cast<std::size_t>(count);
    return static_cast<watched*>(instance)->value_and_gradient({at, size}, {g, size});
  };
  auto const progress = [](void* instance, lbfgsfloatval_t const*, lbfgsfloatval_t const*, lbfgsfloatval_t,
                           lbfgsfloatval_t, lbfgsfloatval_t, lbfgsfloatval_t, int, int,
                           int) { return static_cast<watched*>(instance)->is_done() ? 1 : 0; };
  int const n = static_cast<int>(start.size());
  lbfgsfloatval_t* const x = lbfgs_malloc(n);
  std::copy(start.begin(), start.end(), x);
  lbfgs(n, x, nullptr, evaluate, progress, &f, &options);
  lbfgs_free(x);
}
#endif

#ifdef GRADSMITH_BENCHMARK_NLOPT
void run_nlopt(watched& f, std::vector<double> start, double lower, double upper, nlopt_algorithm algorithm) {
  struct both {
    watched* f;
    nlopt_opt solver;
  } data{&f, nlopt_create(algorithm, static_cast<unsigned>(start.size()))};
  auto const evaluate = [](unsigned n, double const* x, double* g, void* given) {
    both const& of = *static_cast<both*>(given);
    std::vector<double> unused(g == nullptr ? n : 0);
    double const value = of.f->value_and_gradient({x, n}, {g == nullptr ? unused.data() : g, n});
    if (of.f->is_done()) nlopt_force_stop(of.solver);
    return value;
  };
  nlopt_set_min_objective(data.solver, evaluate, &data);
  nlopt_set_lower_bounds1(data.solver, lower);
  nlopt_set_upper_bounds1(data.solver, upper);
  nlopt_set_maxeval(data.solver, most_evaluations);
  double least = 0;
  nlopt_optimize(data.solver, start.data(), &least);
  nlopt_destroy(data.solver);
}
#endif

struct solver {
  std::string name;
  std::function<void(watched&)> run;
};

/// Evaluations and values first; then the time of those that solve it, in the same number of digits.
void print_problem(std::string const& name, watched problem, std::vector<solver> const& solvers) {
  std::vector<contender> contenders;
  double const* least = nullptr;
  double first = 0;
  for (solver const& each : solvers) {
    problem.begin();
    each.run(problem);
    bool const is_solved = problem.solved_after > 0;
    if (!is_solved) {
      std::printf("%s: %s comes to %.1e in %d evaluations, to 1e-4 after %d\n", name.c_str(), each.name.c_str(),
                  problem.nearest, problem.count, problem.near_after);
      continue;
    }
    if (least == nullptr) first = problem.least, least = &first;
    bool const is_equal = std::abs(problem.least - first) <= 1e-10 * std::abs(first);
    std::printf("%s: %s after %d evaluations, to 1e-4 after %d, value %.12g%s\n", name.c_str(), each.name.c_str(),
                problem.solved_after, problem.near_after, problem.least, is_equal ? "" : ", which is another one");
    if (is_equal) contenders.push_back({each.name, [&problem, &each] { problem.begin(), each.run(problem); }});
  }
  if (!contenders.empty()) print_rows(name, measure(contenders, {.repetitions = 9}), 1, contenders[0].name);
}

/// A share of the least weight for which all is 0, in words.
std::string short_number(double share) {
  char text[64];
  std::snprintf(text, sizeof text, "%g of the largest weight", share);
  return text;
}

/// Rows of correlated columns, and a response of some of them and noise.
half_mean_square random_rows(std::size_t n, std::size_t d) {
  gs::optimize::random_bits random(1);
  auto const noise = [&] { return 2 * random.uniform() - 1; };
  half_mean_square out{.n = n, .d = d, .x = std::vector<double>(n * d), .y = std::vector<double>(n), .names = {}};
  for (std::size_t r = 0; r < n; ++r) {
    double before = noise(), sum = 0;
    for (std::size_t q = 0; q < d; ++q) {
      before = 0.7 * before + noise();
      out.x[r * d + q] = before;
      if (q % 10 == 0) sum += (q % 20 == 0 ? 1 : -0.5) * before;
    }
    out.y[r] = sum + noise();
  }
  return out;
}

void print_lasso(std::string const& name, half_mean_square const& rows, double share) {
  double const weight = share * lasso_weights(rows)[0];
  gs::l1 const term{.weight = weight};
  std::vector<double> const zeros(rows.d);
  watched const problem = watch([&](auto x, auto g) { return rows.value_and_gradient(x, g); }, rows.d, term);
  std::vector<solver> solvers;
#ifdef GRADSMITH_BENCHMARK_LIBLBFGS
  for (int const pairs : {6, 10})
    solvers.push_back({"libLBFGS, OWL-QN, " + std::to_string(pairs) + " pairs",
                       [&, pairs](watched& f) { run_liblbfgs(f, zeros, weight, pairs); }});
#endif
  auto const ours = [&](char const* method_name, auto const& method) {
    solvers.push_back({method_name, [&, method](watched& f) { run_ours(f, zeros, method, term); }});
  };
  ours("gradsmith owl_qn", gs::owl_qn{});
  ours("gradsmith projected_gradient", gs::projected_gradient{});
  ours("gradsmith fista", gs::fista{});
  print_problem(name, problem, solvers);
}

void print_bounded(std::string const& name, watched::smooth const& f, std::vector<double> const& start, double lower,
                   double upper) {
  gs::box const term{.lower = {lower}, .upper = {upper}};
  std::vector<solver> solvers;
#ifdef GRADSMITH_BENCHMARK_NLOPT
  for (auto const& [peer, algorithm] : {std::pair{"NLopt LBFGS", NLOPT_LD_LBFGS}, {"NLopt VAR2", NLOPT_LD_VAR2}})
    solvers.push_back({peer, [&, which = algorithm](watched& of) { run_nlopt(of, start, lower, upper, which); }});
#endif
  auto const ours = [&](char const* method_name, auto const& method) {
    solvers.push_back({method_name, [&, method](watched& problem) { run_ours(problem, start, method, term); }});
  };
  ours("gradsmith lbfgs_b", gs::lbfgs_b{});
  ours("gradsmith projected_gradient", gs::projected_gradient{});
  print_problem(name, watch(f, start.size(), term), solvers);
}

}  // namespace

int main() {
  half_mean_square const diabetes = read_diabetes(), wide = random_rows(300, 600);
  for (double const share : {0.5, 0.1, 0.01}) print_lasso("lasso, diabetes, " + short_number(share), diabetes, share);
  for (double const share : {0.5, 0.1}) print_lasso("lasso, 300 x 600, " + short_number(share), wide, share);
  double const infinity = std::numeric_limits<double>::infinity();
  print_bounded("least squares of at least 0, 300 x 600", [&](auto x, auto g) { return wide.value_and_gradient(x, g); },
                std::vector<double>(wide.d), 0, infinity);
  print_bounded("least squares within 0.03, 300 x 600", [&](auto x, auto g) { return wide.value_and_gradient(x, g); },
                std::vector<double>(wide.d), -0.03, 0.03);
  // Rosenbrock's valleys, whose minimum is at the bound.
  auto const valleys = [](std::span<double const> x, std::span<double> g) {
    double value = 0;
    for (std::size_t k = 0; k + 1 < x.size(); k += 2) {
      double const a = 1 - x[k], b = x[k + 1] - x[k] * x[k];
      value += a * a + 100 * b * b;
      g[k] = -2 * a - 400 * x[k] * b, g[k + 1] = 200 * b;
    }
    return value;
  };
  std::vector<double> start(1000, 0.5);
  for (std::size_t k = 0; k < start.size(); k += 2) start[k] = -1.2 + 1e-4 * static_cast<double>(k);
  print_bounded("1000 parameters of Rosenbrock, at most 0.8", valleys, start, -10, 0.8);
}
