// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of the trigonometric and hyperbolic functions, their inverses and the cube root.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;
namespace op = gradsmith::op;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

using real = unary_laws<i, x, op::sin, op::cos, op::atan, op::sinh, op::cosh, op::asinh, op::cbrt>;
using inside_one = unary_laws<i, x, op::tan, op::asin, op::acos, op::atanh>;
using above_one = unary_laws<i, x, op::acosh>;

}  // namespace

TEST_CASE_TEMPLATE("laws: trigonometric and hyperbolic functions", T, GRADSMITH_TEST_TYPES) {
  real::check<T>(-3, 3);
  inside_one::check<T>(-0.7, 0.7);
  above_one::check<T>(1.3, 9);
}
