// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "run/compile/costs/costs.hpp"

namespace {

using namespace gradsmith::tests::costs;

constexpr auto k = gs::axis<"k">;
constexpr auto c = gs::axis<"c">;
constexpr auto label = gs::input<"label">(i);
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">(c);
constexpr auto v1 = gs::input<"v1">(j, k);
constexpr auto u1 = gs::input<"u1">(k);
constexpr auto v2 = gs::input<"v2">(k, c);
constexpr auto u2 = gs::input<"u2">(c);

constexpr auto scores = gs::let([] { return sum(k, w2 * data(i, k)) + b2; });
constexpr auto softmax_regression = mean(i, -pick(c, log_softmax(c, scores), label));
constexpr auto hidden = gs::let([] { return relu(sum(j, w1 * data) + b1); });
constexpr auto last = gs::let([] { return sum(k, w2 * hidden) + b2; });
constexpr auto network = mean(i, -pick(c, log_softmax(c, last), label));

constexpr double count(auto const& operations) { return operations.weighted(i = 512, j = 784, k = 128, c = 10); }
constexpr double count_flat(auto const& operations) { return operations.weighted(i = 1024, j = 32, k = 32, c = 10); }

std::vector<row> const rows = [] {
  std::vector<row> measured;
  constexpr double value = count_flat(gs::operations<softmax_regression>);
  measured.push_back({"softmax regression", value, count_flat(gs::operations<softmax_regression, gradient(softmax_regression)>) / value,
                     count_flat(gs::operations<softmax_regression, gs::jvp(softmax_regression, w2, v2, b2, u2)>) / value, 0,
                     count_flat(gs::operations<gs::hvp(softmax_regression, w2, v2, b2, u2)>) / value});
  constexpr double value_of_network = count(gs::operations<network>);
  measured.push_back({"network", value_of_network, count(gs::operations<network, gradient(network)>) / value_of_network,
                     count(gs::operations<network, gs::jvp(network, w1, v1, b1, u1, w2, v2, b2, u2)>) / value_of_network, 0,
                     count(gs::operations<gs::hvp(network, w1, v1, b1, u1, w2, v2, b2, u2)>) / value_of_network});
  return listed(measured);
}();

}  // namespace

TEST_CASE("costs of derivatives: softmax regression and a network") { check_bounds(rows); }
