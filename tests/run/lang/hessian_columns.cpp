// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// hvp, the derivative of jvp, and the Hessian times the direction: three ways to one vector.
#include <doctest/doctest.h>

#include "run/lang/directions.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests::directions;
using gradsmith::tests::largest_distance;

constexpr auto by_parts = gs::compile<gs::hvp(whole, b, u), gs::diff(gs::jvp(whole, b, u), b), gs::hessian(whole, b(k), b(l))>;

}  // namespace

TEST_CASE("hvp is a derivative of jvp, and the Hessian times the direction") {
  point const at;
  auto const [product, transposed, matrix] = evaluate(by_parts, at, u = at.db);
  CHECK(largest_distance(product, transposed) < 1e-13);
  std::vector<double> expected(at.h);
  for (std::size_t r = 0; r < at.h; ++r)
    for (std::size_t q = 0; q < at.h; ++q) expected[r] += matrix(r, q) * at.db[q];
  CHECK(largest_distance(product, expected) < 1e-13);
}
