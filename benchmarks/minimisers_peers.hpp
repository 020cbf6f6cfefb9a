// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The minimisers of other libraries, each where it is found, with its defaults but for tolerances, which are as
// strict as it allows: it goes on until the function is done.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#ifdef GRADSMITH_BENCHMARK_LIBLBFGS
#include <lbfgs.h>
#endif
#ifdef GRADSMITH_BENCHMARK_NLOPT
#include <nlopt.h>
#endif
#ifdef GRADSMITH_BENCHMARK_GSL
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#endif
#ifdef GRADSMITH_BENCHMARK_DLIB
#include <dlib/optimization.h>
#endif
#ifdef GRADSMITH_BENCHMARK_CERES_SOLVER
#include <ceres/gradient_problem.h>
#include <ceres/gradient_problem_solver.h>
#endif

namespace benchmarks {

struct any_function {
  virtual ~any_function() = default;
  virtual std::size_t size() const = 0;
  virtual double value_and_gradient(std::span<double const> x, std::span<double> g) = 0;
  virtual bool is_done() const = 0;
};

struct peer {
  std::string name;
  std::function<void(any_function&, std::vector<double> const&)> run;
};

#ifdef GRADSMITH_BENCHMARK_LIBLBFGS
inline void run_liblbfgs(any_function& f, std::vector<double> const& start, int pairs, int most_iterations = 0) {
  lbfgs_parameter_t options;
  lbfgs_parameter_init(&options);
  options.m = pairs;
  options.epsilon = 0;
  options.max_iterations = most_iterations;  // 0: any number
  auto const evaluate = [](void* instance, lbfgsfloatval_t const* x, lbfgsfloatval_t* g, int n, lbfgsfloatval_t) {
    std::size_t const size = static_cast<std::size_t>(n);
    return static_cast<any_function*>(instance)->value_and_gradient({x, size}, {g, size});
  };
  auto const progress = [](void* instance, lbfgsfloatval_t const*, lbfgsfloatval_t const*, lbfgsfloatval_t,
                           lbfgsfloatval_t, lbfgsfloatval_t, lbfgsfloatval_t, int, int,
                           int) { return static_cast<any_function*>(instance)->is_done() ? 1 : 0; };
  int const n = static_cast<int>(start.size());
  lbfgsfloatval_t* const x = lbfgs_malloc(n);  // aligned as its vector instructions need it
  std::copy(start.begin(), start.end(), x);
  lbfgs(n, x, nullptr, evaluate, progress, &f, &options);
  lbfgs_free(x);
}
#endif

#ifdef GRADSMITH_BENCHMARK_NLOPT
inline void run_nlopt(any_function& f, std::vector<double> start, nlopt_algorithm algorithm) {
  nlopt_opt const solver = nlopt_create(algorithm, static_cast<unsigned>(start.size()));
  auto const evaluate = [](unsigned n, double const* x, double* g, void* data) {
    std::vector<double> unused(g == nullptr ? n : 0);
    return static_cast<any_function*>(data)->value_and_gradient({x, n}, {g == nullptr ? unused.data() : g, n});
  };
  nlopt_set_min_objective(solver, evaluate, &f);
  nlopt_set_maxeval(solver, 10000);
  double least = 0;
  nlopt_optimize(solver, start.data(), &least);
  nlopt_destroy(solver);
}
#endif

#ifdef GRADSMITH_BENCHMARK_GSL
inline void run_gsl(any_function& f, std::vector<double> const& start,
                    gsl_multimin_fdfminimizer_type const* algorithm) {
  gsl_set_error_handler_off();
  std::size_t const n = start.size();
  auto const evaluate = [](gsl_vector const* x, void* data, double* value, gsl_vector* g) {
    std::vector<double> point(x->size), slope(x->size);
    for (std::size_t k = 0; k < x->size; ++k) point[k] = gsl_vector_get(x, k);
    *value = static_cast<any_function*>(data)->value_and_gradient(point, slope);
    for (std::size_t k = 0; g != nullptr && k < x->size; ++k) gsl_vector_set(g, k, slope[k]);
  };
  static auto const both = evaluate;
  gsl_multimin_function_fdf function;
  function.n = n;
  function.params = &f;
  function.f = [](gsl_vector const* x, void* data) {
    double value = 0;
    both(x, data, &value, nullptr);
    return value;
  };
  function.df = [](gsl_vector const* x, void* data, gsl_vector* g) {
    double value = 0;
    both(x, data, &value, g);
  };
  function.fdf = [](gsl_vector const* x, void* data, double* value, gsl_vector* g) { both(x, data, value, g); };
  gsl_vector* const x = gsl_vector_alloc(n);
  for (std::size_t k = 0; k < n; ++k) gsl_vector_set(x, k, start[k]);
  gsl_multimin_fdfminimizer* const solver = gsl_multimin_fdfminimizer_alloc(algorithm, n);
  // A first step of 0.01 and a search to 0.1, as in the example of the manual.
  gsl_multimin_fdfminimizer_set(solver, &function, x, 0.01, 0.1);
  while (!f.is_done() && gsl_multimin_fdfminimizer_iterate(solver) == GSL_SUCCESS) {}
  gsl_multimin_fdfminimizer_free(solver);
  gsl_vector_free(x);
}
#endif

#ifdef GRADSMITH_BENCHMARK_DLIB
template <class Strategy>
void run_dlib(any_function& f, std::vector<double> const& start, Strategy strategy) {
  using column = dlib::matrix<double, 0, 1>;
  struct until_done {
    any_function* f;
    int iterations = 0;  // where the gradient is 0 it evaluates nothing, and never ends
    bool should_continue_search(column const&, double, column const&) { return !f->is_done() && ++iterations < 10000; }
  };
  // An exception is the only way out of a search that never ends.
  auto const evaluate = [&](column const& x, column* g) {
    if (f.is_done()) throw std::length_error("no more evaluations");
    std::size_t const n = start.size();
    std::vector<double> slope(n);
    double const value = f.value_and_gradient({x.begin(), n}, slope);
    if (g != nullptr) {
      g->set_size(x.nr());
      std::copy(slope.begin(), slope.end(), g->begin());
    }
    return value;
  };
  column x(static_cast<long>(start.size()));
  std::copy(start.begin(), start.end(), x.begin());
  try {
    dlib::find_min(
        strategy, until_done{&f}, [&](column const& at) { return evaluate(at, nullptr); },
        [&](column const& at) {
          column g;
          evaluate(at, &g);
          return g;
        },
        x, -1e300);
  } catch (std::exception const&) {  // this, or a value that is not finite
  }
}
#endif

#ifdef GRADSMITH_BENCHMARK_CERES_SOLVER
inline void run_ceres(any_function& f, std::vector<double> start, ceres::LineSearchDirectionType direction) {
  struct function final : ceres::FirstOrderFunction {
    any_function* f;
    explicit function(any_function& given) : f(&given) {}
    bool Evaluate(double const* x, double* value, double* g) const override {
      std::vector<double> unused(g == nullptr ? f->size() : 0);
      *value = f->value_and_gradient({x, f->size()}, {g == nullptr ? unused.data() : g, f->size()});
      return std::isfinite(*value);
    }
    int NumParameters() const override { return static_cast<int>(f->size()); }
  };
  struct until_done final : ceres::IterationCallback {
    any_function* f;
    explicit until_done(any_function& given) : f(&given) {}
    ceres::CallbackReturnType operator()(ceres::IterationSummary const&) override {
      return f->is_done() ? ceres::SOLVER_TERMINATE_SUCCESSFULLY : ceres::SOLVER_CONTINUE;
    }
  };
  ceres::GradientProblem const problem(new function(f));
  until_done enough(f);
  ceres::GradientProblemSolver::Options options;
  options.line_search_direction_type = direction;
  options.max_num_iterations = 10000;
  options.function_tolerance = options.gradient_tolerance = options.parameter_tolerance = 0;
  options.logging_type = ceres::SILENT;
  options.callbacks.push_back(&enough);
  ceres::GradientProblemSolver::Summary summary;
  ceres::Solve(options, problem, start.data(), &summary);
}
#endif

/// Those that are there, libLBFGS first.
[[nodiscard]] inline std::vector<peer> peers() {
  std::vector<peer> all;
  [[maybe_unused]] auto const add = [&](char const* name, auto run) { all.push_back({name, run}); };
  using start_point = std::vector<double> const&;
#ifdef GRADSMITH_BENCHMARK_LIBLBFGS
  add("libLBFGS, 6 pairs (its default)", [](any_function& f, start_point x) { run_liblbfgs(f, x, 6); });
  add("libLBFGS, 10 pairs", [](any_function& f, start_point x) { run_liblbfgs(f, x, 10); });
#endif
#ifdef GRADSMITH_BENCHMARK_NLOPT
  add("NLopt LBFGS", [](any_function& f, start_point x) { run_nlopt(f, x, NLOPT_LD_LBFGS); });
  add("NLopt VAR2", [](any_function& f, start_point x) { run_nlopt(f, x, NLOPT_LD_VAR2); });
  add("NLopt TNEWTON, preconditioned",
      [](any_function& f, start_point x) { run_nlopt(f, x, NLOPT_LD_TNEWTON_PRECOND_RESTART); });
  add("NLopt SLSQP", [](any_function& f, start_point x) { run_nlopt(f, x, NLOPT_LD_SLSQP); });
#endif
#ifdef GRADSMITH_BENCHMARK_GSL
  add("GSL bfgs2", [](any_function& f, start_point x) { run_gsl(f, x, gsl_multimin_fdfminimizer_vector_bfgs2); });
  add("GSL conjugate_pr",
      [](any_function& f, start_point x) { run_gsl(f, x, gsl_multimin_fdfminimizer_conjugate_pr); });
  add("GSL conjugate_fr",
      [](any_function& f, start_point x) { run_gsl(f, x, gsl_multimin_fdfminimizer_conjugate_fr); });
#endif
#ifdef GRADSMITH_BENCHMARK_DLIB
  add("dlib lbfgs, 10 pairs", [](any_function& f, start_point x) { run_dlib(f, x, dlib::lbfgs_search_strategy(10)); });
  add("dlib bfgs", [](any_function& f, start_point x) { run_dlib(f, x, dlib::bfgs_search_strategy()); });
  add("dlib cg", [](any_function& f, start_point x) { run_dlib(f, x, dlib::cg_search_strategy()); });
#endif
#ifdef GRADSMITH_BENCHMARK_CERES_SOLVER
  add("Ceres LBFGS", [](any_function& f, start_point x) { run_ceres(f, x, ceres::LBFGS); });
  add("Ceres BFGS", [](any_function& f, start_point x) { run_ceres(f, x, ceres::BFGS); });
#endif
  return all;
}

}  // namespace benchmarks
