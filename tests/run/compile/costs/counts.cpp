// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "run/compile/costs/costs.hpp"

namespace {

using namespace gradsmith::tests::costs;

constexpr auto poisson_log_link(auto z) { return exp(z) - y * z; }
constexpr auto poisson_deviance(auto z) { return where(y == 0, 2 * z, 2 * (y * log(y / z) - (y - z))); }
constexpr auto gamma_deviance(auto z) { return 2 * (-log(y / z) + (y - z) / z); }
constexpr auto gamma_log_link(auto z) { return z + y * exp(-z); }
constexpr auto inverse_gaussian_deviance(auto z) { return square(y - z) / (square(z) * y); }

std::vector<row> const rows = [] {
  std::vector<row> measured;
  measure<poisson_log_link(score), poisson_log_link(x)>(measured, "poisson_log_link");
  measure<poisson_deviance(score), poisson_deviance(x)>(measured, "poisson_deviance");
  measure<gamma_deviance(score), gamma_deviance(x)>(measured, "gamma_deviance");
  measure<gamma_log_link(score), gamma_log_link(x)>(measured, "gamma_log_link");
  measure<inverse_gaussian_deviance(score), inverse_gaussian_deviance(x)>(measured, "inverse_gaussian_deviance");
  return listed(measured);
}();

}  // namespace

TEST_CASE("costs of derivatives: deviances of counts and positive numbers") { check_bounds(rows); }
