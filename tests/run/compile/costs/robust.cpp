// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "run/compile/costs/costs.hpp"

namespace {

using namespace gradsmith::tests::costs;

constexpr auto cauchy(auto z) { return square(d) / 2 * log(1 + square((z - y) / d)); }
constexpr auto welsch(auto z) { return square(d) / 2 * (1 - exp(-square((z - y) / d))); }
constexpr auto geman_mcclure(auto z) { return square(z - y) / 2 / (square(d) + square(z - y)); }
constexpr auto tukey_biweight(auto z) { return where(abs(z - y) <= d, square(d) / 6 * (1 - pow(1 - square((z - y) / d), 3)), square(d) / 6); }
constexpr auto quantile(auto z) { return where(y > z, d * (y - z), (1 - d) * (z - y)); }

std::vector<row> const rows = [] {
  std::vector<row> measured;
  measure<cauchy(score), cauchy(x)>(measured, "cauchy");
  measure<welsch(score), welsch(x)>(measured, "welsch");
  measure<geman_mcclure(score), geman_mcclure(x)>(measured, "geman_mcclure");
  measure<tukey_biweight(score), tukey_biweight(x)>(measured, "tukey_biweight");
  measure<quantile(score), quantile(x)>(measured, "quantile");
  return listed(measured);
}();

}  // namespace

TEST_CASE("costs of derivatives: robust losses") { check_bounds(rows); }
