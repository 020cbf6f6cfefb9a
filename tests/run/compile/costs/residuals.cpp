// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "run/compile/costs/costs.hpp"

namespace {

using namespace gradsmith::tests::costs;

constexpr auto squared_error(auto z) { return square(z - y); }
constexpr auto half_squared_error(auto z) { return square(z - y) / 2; }
constexpr auto absolute_error(auto z) { return abs(z - y); }
constexpr auto huber(auto z) { return where(abs(z - y) <= d, square(z - y) / 2, d * (abs(z - y) - d / 2)); }
constexpr auto smooth_l1(auto z) { return where(abs(z - y) <= d, square(z - y) / (2 * d), abs(z - y) - d / 2); }
constexpr auto pseudo_huber(auto z) { return square(d) * (sqrt(1 + square((z - y) / d)) - 1); }

std::vector<row> const rows = [] {
  std::vector<row> measured;
  measure<squared_error(score), squared_error(x)>(measured, "squared_error");
  measure<half_squared_error(score), half_squared_error(x)>(measured, "half_squared_error");
  measure<absolute_error(score), absolute_error(x)>(measured, "absolute_error");
  measure<huber(score), huber(x)>(measured, "huber");
  measure<smooth_l1(score), smooth_l1(x)>(measured, "smooth_l1");
  measure<pseudo_huber(score), pseudo_huber(x)>(measured, "pseudo_huber");
  return listed(measured);
}();

}  // namespace

TEST_CASE("costs of derivatives: losses of a difference") { check_bounds(rows); }
