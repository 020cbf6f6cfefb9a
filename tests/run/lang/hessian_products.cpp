// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// hvp of several parameters: against differences of the gradient.
#include <doctest/doctest.h>

#include "run/lang/directions.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests::directions;
using gradsmith::tests::largest_distance;

constexpr auto curved = gs::compile<gs::hvp(whole, z, s, w, v, b, u)>;
constexpr auto slopes = gs::compile<gradient(whole)>;

}  // namespace

TEST_CASE("hvp of several parameters is the difference of the gradient along the direction") {
  point const at;
  auto const gradients = [](point const& there) {
    auto const [gz, gw, gb] = evaluate(slopes, there);
    return joined(gz, gw, gb);
  };
  auto const [hz, hw, hb] = evaluate_along(curved, at);
  CHECK(largest_distance(joined(hz, hw, hb), slope(at, gradients)) < 1e-8);
}
