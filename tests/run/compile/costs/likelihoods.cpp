// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "run/compile/costs/costs.hpp"

namespace {

using namespace gradsmith::tests::costs;

constexpr auto tweedie_deviance(auto z) { return 2 * (pow(y, 2 - d) / ((1 - d) * (2 - d)) - y * pow(z, 1 - d) / (1 - d) + pow(z, 2 - d) / (2 - d)); }
constexpr auto tweedie_log_link(auto z) { return -y * exp((1 - d) * z) / (1 - d) + exp((2 - d) * z) / (2 - d); }
constexpr auto negative_binomial_log_link(auto z) { return (y + 1 / d) * log(1 + d * exp(z)) - y * z; }
constexpr auto student_t_nll(auto z) { return (d + 1) / 2 * log(1 + square(z - y) / d); }
constexpr auto gaussian_nll(auto z) { return (d + square(z - y) * exp(-d)) / 2; }
constexpr auto laplace_nll(auto z) { return d + abs(z - y) * exp(-d); }

std::vector<row> const rows = [] {
  std::vector<row> measured;
  measure<tweedie_deviance(score), tweedie_deviance(x)>(measured, "tweedie_deviance");
  measure<tweedie_log_link(score), tweedie_log_link(x)>(measured, "tweedie_log_link");
  measure<negative_binomial_log_link(score), negative_binomial_log_link(x)>(measured, "negative_binomial_log_link");
  measure<student_t_nll(score), student_t_nll(x)>(measured, "student_t_nll");
  measure<gaussian_nll(score), gaussian_nll(x)>(measured, "gaussian_nll");
  measure<laplace_nll(score), laplace_nll(x)>(measured, "laplace_nll");
  return listed(measured);
}();

}  // namespace

TEST_CASE("costs of derivatives: likelihoods") { check_bounds(rows); }
