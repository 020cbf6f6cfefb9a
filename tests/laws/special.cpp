// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of the error function, the gamma function and their relatives.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;
namespace op = gradsmith::op;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

using real = unary_laws<i, x, op::erf, op::erfc, op::erfcx, op::scaled_ierfc, op::scaled_i2erfc, op::normal_cdf, op::log_normal_cdf,
                        op::inverse_mills_ratio, op::inverse_mills_excess, op::logcosh>;
using positive = unary_laws<i, x, op::lgamma, op::digamma, op::trigamma>;

}  // namespace

TEST_CASE_TEMPLATE("laws: the error function and the normal distribution", T, GRADSMITH_TEST_TYPES) { real::check<T>(-1.5, 3); }

TEST_CASE_TEMPLATE("laws: the gamma function", T, GRADSMITH_TEST_TYPES) {
  positive::check<T>(0.8, 9);
  positive::check<T>(-0.7, -0.3);
}
