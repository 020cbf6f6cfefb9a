// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Bennett5 (superconductivity) and Rat43 (sigmoidal growth): exponents that are parameters.
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
constexpr auto of_bennett5 = b1 * pow(b2 + x, -1 / b3) - y;
constexpr auto of_rat43 = b1 / pow(1 + exp(b2 - b3 * x), 1 / b4) - y;

}  // namespace

std::unique_ptr<nist_model> bennett5(nist_data const& data) {
  return hold(gs::bind_residuals<of_bennett5>(x = data.predictors[0], y = data.response));
}
std::unique_ptr<nist_model> rat43(nist_data const& data) {
  return hold(gs::bind_residuals<of_rat43>(x = data.predictors[0], y = data.response));
}

}  // namespace gradsmith::tests
