// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "run/compile/costs/costs.hpp"

namespace {

using namespace gradsmith::tests::costs;

constexpr auto logistic_pm1(auto z) { return log(1 + exp(-y * z)); }
constexpr auto hinge(auto z) { return max(0, 1 - y * z); }
constexpr auto squared_hinge(auto z) { return square(max(0, 1 - y * z)); }
constexpr auto smooth_hinge(auto z) { return where(y * z <= 0, 0.5 - y * z, where(y * z < 1, square(1 - y * z) / 2, 0)); }
constexpr auto exponential_pm1(auto z) { return exp(-y * z); }

std::vector<row> const rows = [] {
  std::vector<row> measured;
  measure<logistic_pm1(score), logistic_pm1(x)>(measured, "logistic_pm1");
  measure<hinge(score), hinge(x)>(measured, "hinge");
  measure<squared_hinge(score), squared_hinge(x)>(measured, "squared_hinge");
  measure<smooth_hinge(score), smooth_hinge(x)>(measured, "smooth_hinge");
  measure<exponential_pm1(score), exponential_pm1(x)>(measured, "exponential_pm1");
  return listed(measured);
}();

}  // namespace

TEST_CASE("costs of derivatives: losses of a label of -1 or 1") { check_bounds(rows); }
