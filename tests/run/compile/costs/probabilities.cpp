// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "run/compile/costs/costs.hpp"

namespace {

using namespace gradsmith::tests::costs;

constexpr auto p_of(auto z) { return 1 / (1 + exp(-z)); }
constexpr auto bce_with_logits(auto z) { return -(y * log(p_of(z)) + (1 - y) * log(1 - p_of(z))); }
constexpr auto bce_probability(auto z) { return -(y * log(z) + (1 - y) * log(1 - z)); }
constexpr auto weighted_bce_with_logits(auto z) { return d * y * log(1 + exp(-z)) + (1 - y) * log(1 + exp(z)); }
constexpr auto p_true(auto z) { return where(y == 1, p_of(z), 1 - p_of(z)); }
constexpr auto focal_binary(auto z) { return -where(y == 1, 0.25, 0.75) * pow(1 - p_true(z), d) * log(p_true(z)); }
constexpr auto kl_bernoulli(auto z) { return where(y > 0, y * log(y / z), 0) + where(y < 1, (1 - y) * log((1 - y) / (1 - z)), 0); }

std::vector<row> const rows = [] {
  std::vector<row> measured;
  measure<bce_with_logits(score), bce_with_logits(x)>(measured, "bce_with_logits");
  measure<bce_probability(score), bce_probability(x)>(measured, "bce_probability");
  measure<weighted_bce_with_logits(score), weighted_bce_with_logits(x)>(measured, "weighted_bce_with_logits");
  measure<focal_binary(score), focal_binary(x)>(measured, "focal_binary");
  measure<kl_bernoulli(score), kl_bernoulli(x)>(measured, "kl_bernoulli");
  return listed(measured);
}();

}  // namespace

TEST_CASE("costs of derivatives: losses of a probability") { check_bounds(rows); }
