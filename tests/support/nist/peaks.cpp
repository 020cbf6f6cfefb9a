// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Gauss1 (two peaks on a decaying background) and Lanczos3 (three decays).
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
constexpr auto b4 = gs::param<"b4">;
constexpr auto b5 = gs::param<"b5">;
constexpr auto b6 = gs::param<"b6">;
constexpr auto b7 = gs::param<"b7">;
constexpr auto b8 = gs::param<"b8">;
constexpr auto of_gauss1 = b1 * exp(-b2 * x) + b3 * exp(-square((x - b4) / b5)) + b6 * exp(-square((x - b7) / b8)) - y;
constexpr auto of_lanczos3 = b1 * exp(-b2 * x) + b3 * exp(-b4 * x) + b5 * exp(-b6 * x) - y;

}  // namespace

std::unique_ptr<nist_model> gauss1(nist_data const& data) {
  return hold(gs::bind_residuals<of_gauss1>(x = data.predictors[0], y = data.response));
}
std::unique_ptr<nist_model> lanczos3(nist_data const& data) {
  return hold(gs::bind_residuals<of_lanczos3>(x = data.predictors[0], y = data.response));
}

}  // namespace gradsmith::tests
