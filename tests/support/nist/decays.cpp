// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Eckerle4 (transmittance around a peak) and Nelson (dielectric breakdown, whose response is a logarithm).
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
constexpr auto x1 = gs::input<"x1">(i);
constexpr auto x2 = gs::input<"x2">(i);
constexpr auto of_eckerle4 = b1 / b2 * exp(-square((x - b3) / b2) / 2) - y;
constexpr auto of_nelson = b1 - b2 * x1 * exp(-b3 * x2) - y;

}  // namespace

std::unique_ptr<nist_model> eckerle4(nist_data const& data) {
  return hold(gs::bind_residuals<of_eckerle4>(x = data.predictors[0], y = data.response));
}
std::unique_ptr<nist_model> nelson(nist_data const& data) {
  return hold(gs::bind_residuals<of_nelson>(x1 = data.predictors[0], x2 = data.predictors[1], y = data.response));
}

}  // namespace gradsmith::tests
