// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Hahn1 (thermal expansion of copper), Thurber (electron mobility), both cubic over cubic, and MGH09 (enzymes).
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
constexpr auto of_cubics =
    (b1 + b2 * x + b3 * square(x) + b4 * cube(x)) / (1 + b5 * x + b6 * square(x) + b7 * cube(x)) - y;
constexpr auto of_mgh09 = b1 * (square(x) + b2 * x) / (square(x) + b3 * x + b4) - y;

}  // namespace

std::unique_ptr<nist_model> hahn1(nist_data const& data) {
  return hold(gs::bind_residuals<of_cubics>(x = data.predictors[0], y = data.response));
}
std::unique_ptr<nist_model> thurber(nist_data const& data) { return hahn1(data); }
std::unique_ptr<nist_model> mgh09(nist_data const& data) {
  return hold(gs::bind_residuals<of_mgh09>(x = data.predictors[0], y = data.response));
}

}  // namespace gradsmith::tests
