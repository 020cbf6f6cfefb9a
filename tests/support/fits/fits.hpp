// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The fits of the test data: models with their data, and the minima that others found. Each model is compiled once and
// stands behind an interface, so that tests and scorecards share it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace gradsmith::tests {

/// A minimum that others found.
struct reference_fit {
  double objective = 0;
  double gradient = 0;                    ///< largest entry that is left there, as the folder says
  std::vector<double> coefficients;       ///< all weights, class by class, then all intercepts
  std::size_t intercepts = 0;
};

/// The fit of a name; none, and a line that says so, where the folder does not have it, or made it of other rows than
/// its data set has.
std::optional<reference_fit> read_fit(std::string const& name, std::size_t rows);

/// The intercepts of several classes are determined up to a common shift: here their mean is 0.
std::vector<double> centred(std::vector<double> theta, std::size_t intercepts);

/// An objective with second derivatives.
class fit_objective {
 public:
  virtual ~fit_objective() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  virtual double value_and_gradient(std::span<double const> theta, std::span<double> g) = 0;
  virtual void hvp(std::span<double const> theta, std::span<double const> v, std::span<double> out) = 0;
  virtual void hessian(std::span<double const> theta, std::span<double> h) = 0;
};

/// Residuals whose squares add up to the objective.
class fit_residuals {
 public:
  virtual ~fit_residuals() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual std::size_t residuals() const = 0;
  virtual void residuals_and_jacobian(std::span<double const> theta, std::span<double> r, std::span<double> slopes) = 0;
};

template <class Problem>
class bound_fit_objective final : public fit_objective {
 public:
  explicit bound_fit_objective(Problem problem) : problem_(std::move(problem)) {}
  [[nodiscard]] std::size_t size() const override { return problem_.size(); }
  double value_and_gradient(std::span<double const> theta, std::span<double> g) override {
    return problem_.value_and_gradient(theta, g);
  }
  void hvp(std::span<double const> theta, std::span<double const> v, std::span<double> out) override {
    problem_.hvp(theta, v, out);
  }
  void hessian(std::span<double const> theta, std::span<double> h) override { problem_.hessian(theta, h); }

 private:
  Problem problem_;
};
template <class Problem>
std::unique_ptr<fit_objective> hold_objective(Problem problem) {
  return std::make_unique<bound_fit_objective<Problem>>(std::move(problem));
}

template <class Problem>
class bound_fit_residuals final : public fit_residuals {
 public:
  explicit bound_fit_residuals(Problem problem) : problem_(std::move(problem)) {}
  [[nodiscard]] std::size_t size() const override { return problem_.size(); }
  [[nodiscard]] std::size_t residuals() const override { return problem_.residuals(); }
  void residuals_and_jacobian(std::span<double const> theta, std::span<double> r, std::span<double> slopes) override {
    problem_.residuals_and_jacobian(theta, r, slopes);
  }

 private:
  Problem problem_;
};
template <class Problem>
std::unique_ptr<fit_residuals> hold_residuals(Problem problem) {
  return std::make_unique<bound_fit_residuals<Problem>>(std::move(problem));
}

/// What the models refer to.
struct fit_data {
  std::size_t rows = 0, columns = 0;
  std::vector<double> x;                  ///< row by row
  std::vector<double> y;                  ///< what is to be told; labels as numbers
  std::vector<int> labels;
  std::vector<double> shares;             ///< of the intercept in each row
  std::vector<std::vector<int>> ranks;    ///< further columns
};

/// A fit of the folder; models and residuals refer to the data.
struct fit_case {
  std::string name;
  reference_fit expected;
  std::unique_ptr<fit_data> data, data_of_residuals;
  std::unique_ptr<fit_objective> objective;
  std::unique_ptr<fit_residuals> residuals;      ///< none where the objective is no sum of squares
  bool is_scaled = true;                  ///< features of about the same size
  double listed = 1e-12;                  ///< the largest entry of the gradient at the listed coefficients: rounding
  double reached = 1e-10;                 ///< what a run goes down to
};

/// Those of test_data() with coefficients in full whose model is known; lines of output say which are not.
std::vector<fit_case> fit_cases();

/// By family.
void add_logistic_fits(std::vector<fit_case>&);
void add_softmax_fits(std::vector<fit_case>&);
void add_ridge_fits(std::vector<fit_case>&);
void add_diamonds_fit(std::vector<fit_case>&);

/// Softmax regression with the mean over images, and 0.005 |W|^2: of the fit whose coefficients the folder has not.
std::unique_ptr<fit_objective> softmax_of_images(fit_data const&, std::size_t classes);

/// How far a point is from the listed coefficients, in units of the largest.
double distance_from(reference_fit const&, std::vector<double> const& point);
/// Relative, of values.
double distance_from(reference_fit const&, double value);

}  // namespace gradsmith::tests
