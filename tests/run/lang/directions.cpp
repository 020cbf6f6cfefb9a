// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// jvp and vjp: against central differences, and against one another.
#include <doctest/doctest.h>

#include "run/lang/directions.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests::directions;
using gradsmith::tests::distance;
using gradsmith::tests::largest_distance;

constexpr auto along = gs::compile<each, gs::jvp(each, w, v, b, u, z, s), gs::jvp(each, w, v), gs::jvp(each, b, u), gs::jvp(each, z, s)>;
constexpr auto pulled = gs::compile<gs::vjp(each, t), gs::vjp(each, t, b), gs::jvp(each, w, v, b, u, z, s)>;

}  // namespace

TEST_CASE("jvp is the difference along the direction, entry by entry") {
  point const at;
  auto const values = [](point const& there) { return joined(evaluate_along(along, there).template get<0>()); };
  auto const [value, all, by_w, by_b, by_z] = evaluate_along(along, at);
  REQUIRE(all.size() == at.n);
  CHECK(largest_distance(all, slope(at, values)) < 1e-9);
  // linear in the direction
  double worst = 0;
  for (std::size_t r = 0; r < at.n; ++r) worst = std::max(worst, distance(all[r], by_w[r] + by_b[r] + by_z[r]));
  CHECK(worst < 1e-13);
}

TEST_CASE("vjp is the transpose of jvp") {
  point const at;
  auto const [vz, vw, vb, same_vb, tangent] = evaluate_along(pulled, at, t = at.cotangent);  // e reads z first
  REQUIRE(vb.size() == at.h);
  CHECK(distance(dot(tangent, at.cotangent), dot(vw, at.dw) + dot(vb, at.db) + dot(vz, at.dz)) < 1e-13);
  CHECK(largest_distance(vb, same_vb) == 0);
}
