// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Least squares by other libraries, from the residuals and Jacobians that gradsmith's run has. Tolerances are those of
// Ceres's own program for NIST's problems, and for GSL such that lower ones give no more digits: each ends where it
// finds nothing better.

#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#ifdef GRADSMITH_BENCHMARK_CERES
#include <ceres/ceres.h>
#endif
#ifdef GRADSMITH_BENCHMARK_GSL
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit_nlinear.h>
#endif

#include "support/nist/nist.hpp"

namespace benchmarks {

/// What a run found, and what it took.
struct fitted {
  std::vector<double> point;
  long long steps = 0;
};

using gradsmith::tests::nist_model;

#ifdef GRADSMITH_BENCHMARK_CERES
/// All residuals of a model as one block of Ceres.
class ceres_block final : public ceres::CostFunction {
 public:
  explicit ceres_block(nist_model& model) : model_(model) {
    mutable_parameter_block_sizes()->push_back(static_cast<int>(model.size()));
    set_num_residuals(static_cast<int>(model.residuals()));
  }
  bool Evaluate(double const* const* b, double* r, double** slopes) const override {
    std::size_t const n = model_.size(), m = model_.residuals();
    if (slopes == nullptr || slopes[0] == nullptr) model_.residuals({b[0], n}, {r, m});
    else model_.residuals_and_jacobian({b[0], n}, {r, m}, {slopes[0], m * n});
    return true;
  }

 private:
  nist_model& model_;
};

inline fitted fit_by_ceres(nist_model& model, std::span<double const> start) {
  fitted out{{start.begin(), start.end()}};
  ceres::Problem problem;
  problem.AddResidualBlock(new ceres_block(model), nullptr, out.point.data());
  ceres::Solver::Options options;
  options.linear_solver_type = ceres::DENSE_QR;
  options.max_num_iterations = 10000;
  options.function_tolerance = options.gradient_tolerance = options.parameter_tolerance =
      std::numeric_limits<double>::epsilon();
  options.logging_type = ceres::SILENT;
  ceres::Solver::Summary summary;
  ceres::Solve(options, &problem, &summary);
  out.steps = summary.num_successful_steps;
  return out;
}
#endif

#ifdef GRADSMITH_BENCHMARK_GSL
struct gsl_model {
  nist_model& model;
  std::vector<double> r;
  [[nodiscard]] std::span<double const> at(gsl_vector const* b) const { return {b->data, b->size}; }
};

inline fitted fit_by_gsl(nist_model& model, std::span<double const> start, gsl_multifit_nlinear_trs const* method) {
  gsl_set_error_handler_off();
  std::size_t const n = model.size(), m = model.residuals();
  gsl_model own{model, std::vector<double>(m)};
  gsl_multifit_nlinear_fdf functions{};
  functions.f = [](gsl_vector const* b, void* data, gsl_vector* r) {
    auto& here = *static_cast<gsl_model*>(data);
    here.model.residuals(here.at(b), {r->data, r->size});
    return static_cast<int>(GSL_SUCCESS);
  };
  functions.df = [](gsl_vector const* b, void* data, gsl_matrix* slopes) {
    auto& here = *static_cast<gsl_model*>(data);
    here.model.residuals_and_jacobian(here.at(b), here.r, {slopes->data, slopes->size1 * slopes->size2});
    return static_cast<int>(GSL_SUCCESS);
  };
  functions.n = m;
  functions.p = n;
  functions.params = &own;
  gsl_multifit_nlinear_parameters parameters = gsl_multifit_nlinear_default_parameters();
  parameters.trs = method;
  gsl_multifit_nlinear_workspace* const work =
      gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &parameters, m, n);
  gsl_vector_const_view const from = gsl_vector_const_view_array(start.data(), n);
  gsl_multifit_nlinear_init(&from.vector, &functions, work);
  int why = 0;
  constexpr double lowest = 1e-15;
  gsl_multifit_nlinear_driver(2000, lowest, lowest, 0, nullptr, nullptr, &why, work);
  gsl_vector const* const found = gsl_multifit_nlinear_position(work);
  fitted out{{found->data, found->data + n}, static_cast<long long>(gsl_multifit_nlinear_niter(work))};
  gsl_multifit_nlinear_free(work);
  return out;
}
#endif

}  // namespace benchmarks
