// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The Hessian of a generalised linear model, X'DX, is a matrix product: the weights D go to one of the two matrices.
#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto logistic = mean(i, log(1 + exp(-y * sum(j, w * x))));

}  // namespace

TEST_CASE("the Hessian of a logistic loss takes one fused operation for each row and pair of parameters") {
  constexpr auto counts = gs::operations<gs::hessian(logistic)>.at(i = 1000, j = 32);
  CHECK(counts.fma == 1000 * 32 * 32 + 1000 * 32);
  CHECK(counts.add < 1000 * 32);
  CHECK(counts.mul < 3 * 1000 * 32);
}
