// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The fits of the test data by every deterministic method, from zeros: the objective to 1e-12 of itself, every
// coefficient to 1e-8 of the largest.
#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/optimize.hpp>

#include "support/fits/fits.hpp"
#include "support/sanitized.hpp"
#include "support/test_data.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

/// Read once.
std::vector<fit_case>& cases() {
  static std::vector<fit_case> all = fit_cases();
  return all;
}
/// Whether a run on it takes a minute where sanitizers watch it: there L-BFGS alone makes it.
bool is_for_one_method(fit_case const& of) {
  return is_sanitized && (of.objective->size() > 100 || of.data->rows > 10000);
}

/// Fits of one's own may be less exact than the project's, and say so: then they are no yardstick for coefficients.
bool is_exact(fit_case const& of) {
  return is_project_test_data(test_data()) || of.expected.gradient <= of.reached;
}

void check_minimum(fit_case const& of, double value, std::vector<double> const& point) {
  CHECK(value <= of.expected.objective * (1 + 1e-12));
  if (!is_exact(of)) return;
  CHECK(distance_from(of.expected, value) <= 1e-12);
  CHECK(distance_from(of.expected, point) <= 1e-8);
}

template <class Find>
void check_found(Find find, bool is_first) {
  for (fit_case& each : cases()) {
    if (!is_first && is_for_one_method(each)) continue;
    auto const found = find(each, std::vector<double>(each.objective->size()));
    CAPTURE(each.name);
    CAPTURE(explain(found));
    CHECK(found.status == gs::status::gradient_small);
    CHECK(found.gradient_norm <= each.reached);
    check_minimum(each, found.value, found.point);
  }
}

template <class Method>
void check_method(Method const& method) {
  check_found([&](fit_case& each, std::vector<double> const& zeros) {
    return gs::minimize(*each.objective, zeros, method, gs::stop{.gradient_norm = each.reached});
  }, std::same_as<Method, gs::lbfgs>);
}
template <class Method, class Term>
void check_composite_method(Method const& method, Term const& nothing) {
  check_found([&](fit_case& each, std::vector<double> const& zeros) {
    gs::composite whole(*each.objective, nothing);
    return gs::minimize(whole, zeros, method, gs::stop{.gradient_norm = each.reached});
  }, false);
}
template <class Method>
void check_least_squares(Method const& method) {
  for (fit_case& each : cases()) {
    if (!each.residuals) continue;
    auto const found = gs::least_squares(*each.residuals, std::vector<double>(each.residuals->size()), method);
    CAPTURE(each.name);
    CAPTURE(explain(found));
    CHECK(found.status == gs::status::step_small);
    check_minimum(each, 2 * found.value, found.point);
    CHECK(found.rank == found.point.size());
  }
}

}  // namespace

TEST_CASE("the gradient vanishes at the listed coefficients") {
  for (fit_case& each : cases()) {
    CAPTURE(each.name);
    REQUIRE(each.objective->size() == each.expected.coefficients.size());
    std::vector<double> g(each.objective->size());
    double const value = each.objective->value_and_gradient(each.expected.coefficients, g);
    CHECK(distance_from(each.expected, value) <= 1e-12);
    double const left = is_exact(each) ? each.listed : std::max(each.listed, 2 * each.expected.gradient);
    CHECK(gs::optimize::max_abs<double>(g) <= left);
  }
}

TEST_CASE("all of them are there, and the residuals are those of the objectives") {
  std::vector<fit_case> const& all = cases();
  if (is_project_test_data(test_data())) CHECK(all.size() == 8);
  for (fit_case const& each : all) {
    if (!each.residuals) continue;
    CAPTURE(each.name);
    std::vector<double> const& theta = each.expected.coefficients;
    gs::sum_of_squares half(*each.residuals);
    std::vector<double> theirs(theta.size()), ours(theta.size()), there = theta;
    for (double& each_entry : there) each_entry = 0.5 + 0.9 * each_entry;
    double const value = each.objective->value_and_gradient(there, theirs);
    CHECK(2 * half.value_and_gradient(there, ours) == doctest::Approx(value).epsilon(1e-13));
    double const largest = gs::optimize::max_abs<double>(theirs);
    for (std::size_t k = 0; k < theta.size(); ++k) CHECK(std::abs(2 * ours[k] - theirs[k]) <= 1e-12 * largest);
  }
}

TEST_CASE("L-BFGS") { check_method(gs::lbfgs{}); }
TEST_CASE("BFGS") { check_method(gs::bfgs{}); }
TEST_CASE("nonlinear conjugate gradients") { check_method(gs::nonlinear_cg{}); }
TEST_CASE("Newton") { check_method(gs::newton{}); }
TEST_CASE("Newton needs few steps where the Hessian is singular, as that of a softmax is: its intercepts may shift") {
  for (fit_case& each : cases()) {
    if (each.expected.intercepts < 2 || is_for_one_method(each)) continue;
    CAPTURE(each.name);
    std::vector<double> const zeros(each.objective->size());
    auto const found = gs::minimize(*each.objective, zeros, gs::newton{}, gs::stop{.gradient_norm = each.reached});
    CHECK(found.status == gs::status::gradient_small);
    CHECK(found.steps <= 15);
  }
}
TEST_CASE("a trust region") { check_method(gs::trust_region_newton_cg{}); }
TEST_CASE("L-BFGS-B without bounds") { check_composite_method(gs::lbfgs_b{}, gs::box{}); }
TEST_CASE("OWL-QN with a weight of 0") { check_composite_method(gs::owl_qn{}, gs::l1{.weight = 0}); }
TEST_CASE("Levenberg-Marquardt") { check_least_squares(gs::levenberg_marquardt{}); }
TEST_CASE("Levenberg-Marquardt along geodesics") { check_least_squares(gs::levenberg_marquardt{.acceleration = true}); }
TEST_CASE("Gauss-Newton") { check_least_squares(gs::gauss_newton_search{}); }

TEST_CASE("FISTA without a term arrives where features are of about the same size, and says where it does not") {
  for (fit_case& each : cases()) {
    if (each.name == "softmax_digits" || is_for_one_method(each)) continue;      // the same in a second and a half
    CAPTURE(each.name);
    std::vector<double> const zeros(each.objective->size());
    auto const found = gs::minimize(gs::composite(*each.objective, gs::box{}), zeros, gs::fista{},
                                    gs::stop{.gradient_norm = each.reached, .max_steps = each.is_scaled ? 2000 : 200});
    CAPTURE(explain(found));
    CHECK(found.status == (each.is_scaled ? gs::status::gradient_small : gs::status::max_steps));
    if (each.is_scaled) check_minimum(each, found.value, found.point);
    else CHECK(found.value < found.history[0].value);
  }
}
