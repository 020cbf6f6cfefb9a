// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of the operations of one number.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

template <class Op, class T>
T value(T v) {
  return static_cast<T>(Op::value(v));
}

// Operations on the whole line.
using real = law_program<i, x, exp(x), expm1(x), tanh(x), abs(x), relu(x), square(x), sign(x)>;
template <class T>
T real_value(std::size_t k, T v, T) {
  T (*const all[])(T) = {value<gs::op::exp, T>,  value<gs::op::expm1, T>,  value<gs::op::tanh, T>, value<gs::op::abs, T>,
                         value<gs::op::relu, T>, value<gs::op::square, T>, value<gs::op::sign, T>};
  return all[k](v);
}

// Operations on positive numbers.
using positive = law_program<i, x, log(x), log1p(x), sqrt(x), reciprocal(x)>;
template <class T>
T positive_value(std::size_t k, T v, T) {
  T (*const all[])(T) = {value<gs::op::log, T>, value<gs::op::log1p, T>, value<gs::op::sqrt, T>, value<gs::op::reciprocal, T>};
  return all[k](v);
}

template <class Program, class T, class Scalar>
void check(Scalar scalar, double low, double high) {
  auto const evaluate = [](std::vector<T> const& v, std::vector<T> const&) { return Program::values(x = v); };
  auto const derivatives = [](std::vector<T> const& v, std::vector<T> const&) { return Program::derivatives(x = v); };
  auto const sample = law_sample<T>(601, low, high, 7);
  check_lanes<T, Program::count>(evaluate, scalar, sample, sample);
  check_differences<T, Program::count>(evaluate, derivatives, sample, sample);
  CHECK_THROWS_AS(evaluate({}, {}), gs::data_error);
}

}  // namespace

TEST_CASE_TEMPLATE("laws: operations of a real number", T, GRADSMITH_TEST_TYPES) { check<real, T>(&real_value<T>, -3, 3); }

TEST_CASE_TEMPLATE("laws: operations of a positive number", T, GRADSMITH_TEST_TYPES) { check<positive, T>(&positive_value<T>, 0.5, 9); }
