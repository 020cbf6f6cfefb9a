// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A matrix product per class where the classes lie innermost, with upper triangles, in float.
#include "run/models/triangles.hpp"

namespace {

using namespace gradsmith::tests::triangles;

constexpr auto stored = loss<of_last_class>;
constexpr auto upper = loss<where(d < e, of_last_class, where(d == e, of_last_class, 0))>;
constexpr auto diagonal = loss<where(d != e, 0, of_last_class)>;
constexpr auto in_float = loss<where(e >= d, q(k, d, e), 0)>;

}  // namespace

TEST_CASE("classes innermost") { check<stored>(part::all, true); }
TEST_CASE("upper triangles and diagonals, classes innermost") {
  check<upper>(part::upper, true);
  check<diagonal>(part::diagonal, true);
}
TEST_CASE("float") { check<in_float, float>(part::upper, false, 1e-6); }
