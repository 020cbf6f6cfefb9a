// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// ENSO (differences of air pressure: cycles of twelve months and of two unknown lengths).
#include <numbers>

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
constexpr auto b9 = gs::param<"b9">;
constexpr auto turn = 2 * std::numbers::pi * x;
constexpr auto of_enso = b1 + b2 * cos(turn / 12) + b3 * sin(turn / 12) + b5 * cos(turn / b4) + b6 * sin(turn / b4) +
                         b8 * cos(turn / b7) + b9 * sin(turn / b7) - y;

}  // namespace

std::unique_ptr<nist_model> enso(nist_data const& data) {
  return hold(gs::bind_residuals<of_enso>(x = data.predictors[0], y = data.response));
}

}  // namespace gradsmith::tests
