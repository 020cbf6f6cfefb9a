// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A matrix product per class, of a full matrix and of triangles.
#include "run/models/triangles.hpp"

namespace {

using namespace gradsmith::tests::triangles;

constexpr auto lower = loss<where(e <= d, q(k, d, e), 0)>;
constexpr auto by_diagonal = loss<where(d == e, q(k, d, e), where(d > e, q(k, d, e), 0))>;
constexpr auto strictly = loss<where(d <= e, 0, q(k, d, e))>;

}  // namespace

TEST_CASE("a matrix per class") { check<loss<q(k, d, e)>>(part::all); }

TEST_CASE("lower triangles") {
  check<lower>(part::lower);
  check<by_diagonal>(part::lower);
  check<strictly>(part::strictly_lower);
}
