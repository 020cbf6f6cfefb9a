// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Chwirut2 (ultrasonic calibration), Misra1a and Misra1c (dental research: volume and pressure).
#include <gradsmith/gradsmith.hpp>

#include "support/nist/nist.hpp"

namespace gradsmith::tests {

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto b1 = gs::param<"b1">;
constexpr auto b2 = gs::param<"b2">;
constexpr auto b3 = gs::param<"b3">;
constexpr auto of_chwirut2 = exp(-b1 * x) / (b2 + b3 * x) - y;
constexpr auto of_misra1a = b1 * (1 - exp(-b2 * x)) - y;
constexpr auto of_misra1c = b1 * (1 - 1 / sqrt(1 + 2 * b2 * x)) - y;

}  // namespace

std::unique_ptr<nist_model> chwirut2(nist_data const& data) {
  return hold(gs::bind_residuals<of_chwirut2>(x = data.predictors[0], y = data.response));
}
std::unique_ptr<nist_model> misra1a(nist_data const& data) {
  return hold(gs::bind_residuals<of_misra1a>(x = data.predictors[0], y = data.response));
}
std::unique_ptr<nist_model> misra1c(nist_data const& data) {
  return hold(gs::bind_residuals<of_misra1c>(x = data.predictors[0], y = data.response));
}

}  // namespace gradsmith::tests
