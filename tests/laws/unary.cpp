// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of the operations of one number.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;
namespace op = gradsmith::op;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

using real = unary_laws<i, x, op::exp, op::expm1, op::tanh, op::abs, op::relu, op::square, op::sign, op::exp2>;
using positive = unary_laws<i, x, op::log, op::log1p, op::sqrt, op::reciprocal, op::log2, op::log10>;
using inside_one = unary_laws<i, x, op::logit, op::logit_density>;

}  // namespace

TEST_CASE_TEMPLATE("laws: operations of a real number", T, GRADSMITH_TEST_TYPES) { real::check<T>(-3, 3); }

TEST_CASE_TEMPLATE("laws: operations of a positive number", T, GRADSMITH_TEST_TYPES) { positive::check<T>(0.5, 9); }

TEST_CASE_TEMPLATE("laws: operations of a number between 0 and 1", T, GRADSMITH_TEST_TYPES) { inside_one::check<T>(0.15, 0.85); }
