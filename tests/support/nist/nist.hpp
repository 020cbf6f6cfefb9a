// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The nonlinear least-squares problems of NIST's Statistical Reference Datasets, with what is certified of them. Each
// model is compiled once and stands behind an interface, so that tests, scorecards and benchmarks share it.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace gradsmith::tests {

/// Predictors by columns, and the response that is compared with the model.
struct nist_data {
  std::vector<std::vector<double>> predictors;
  std::vector<double> response;
};

/// The residuals of a model, as least_squares takes them.
class nist_model {
 public:
  virtual ~nist_model() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual std::size_t residuals() const = 0;
  virtual void residuals(std::span<double const> b, std::span<double> r) = 0;
  virtual void residuals_and_jacobian(std::span<double const> b, std::span<double> r, std::span<double> slopes) = 0;
  /// The number k of b_k, for each parameter in the problem's own order.
  [[nodiscard]] virtual std::vector<std::size_t> order() const = 0;
};

template <class Problem>
class bound_nist_model final : public nist_model {
 public:
  explicit bound_nist_model(Problem problem) : problem_(std::move(problem)) {}
  [[nodiscard]] std::size_t size() const override { return problem_.size(); }
  [[nodiscard]] std::size_t residuals() const override { return problem_.residuals(); }
  void residuals(std::span<double const> b, std::span<double> r) override { problem_.residuals(b, r); }
  void residuals_and_jacobian(std::span<double const> b, std::span<double> r, std::span<double> slopes) override {
    problem_.residuals_and_jacobian(b, r, slopes);
  }
  [[nodiscard]] std::vector<std::size_t> order() const override {
    std::vector<std::size_t> numbers;
    for (auto const& block : problem_.blocks()) numbers.push_back(static_cast<std::size_t>(block.name[1] - '0'));
    return numbers;
  }

 private:
  Problem problem_;
};
template <class Problem>
std::unique_ptr<nist_model> hold(Problem problem) {
  return std::make_unique<bound_nist_model<Problem>>(std::move(problem));
}

/// The models; their data are referred to.
std::unique_ptr<nist_model> bennett5(nist_data const&);
std::unique_ptr<nist_model> chwirut2(nist_data const&);
std::unique_ptr<nist_model> eckerle4(nist_data const&);
std::unique_ptr<nist_model> enso(nist_data const&);
std::unique_ptr<nist_model> gauss1(nist_data const&);
std::unique_ptr<nist_model> hahn1(nist_data const&);
std::unique_ptr<nist_model> lanczos3(nist_data const&);
std::unique_ptr<nist_model> mgh09(nist_data const&);
std::unique_ptr<nist_model> misra1a(nist_data const&);
std::unique_ptr<nist_model> misra1c(nist_data const&);
std::unique_ptr<nist_model> nelson(nist_data const&);
std::unique_ptr<nist_model> rat43(nist_data const&);
std::unique_ptr<nist_model> thurber(nist_data const&);

/// A problem of the folder; lists are in the order of the model's parameters.
struct nist_problem {
  std::string name, difficulty;
  std::unique_ptr<nist_data> data;
  std::unique_ptr<nist_model> model;
  std::vector<double> starts[2];          ///< the far one and the near one
  std::vector<double> parameters, standard_deviations;      ///< certified, as the rest
  double residual_sum_of_squares = 0, residual_standard_deviation = 0;
  std::size_t degrees_of_freedom = 0;
};

/// Those of test_data() whose model is known, in the order of its index; a line of output says which are not.
std::vector<nist_problem> nist_problems();

/// Right digits of a number: -log10 of its relative error, at most 11, as many as are certified; 0 for NaN.
double right_digits(double found, double certified);
/// The least of those of a list.
double right_digits(std::span<double const> found, std::span<double const> certified);

}  // namespace gradsmith::tests
