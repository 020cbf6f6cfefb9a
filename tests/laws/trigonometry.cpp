// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of the trigonometric and hyperbolic functions, their inverses and the cube root.
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

// On the whole line.
using real = law_program<i, x, sin(x), cos(x), atan(x), sinh(x), cosh(x), asinh(x), cbrt(x)>;
template <class T>
T real_value(std::size_t k, T v, T) {
  T (*const all[])
  (T) = {value<gs::op::sin, T>,  value<gs::op::cos, T>,   value<gs::op::atan, T>, value<gs::op::sinh, T>,
         value<gs::op::cosh, T>, value<gs::op::asinh, T>, value<gs::op::cbrt, T>};
  return all[k](v);
}

// Between -1 and 1.
using inside = law_program<i, x, tan(x), asin(x), acos(x), atanh(x)>;
template <class T>
T inside_value(std::size_t k, T v, T) {
  T (*const all[])
  (T) = {value<gs::op::tan, T>, value<gs::op::asin, T>, value<gs::op::acos, T>, value<gs::op::atanh, T>};
  return all[k](v);
}

// Above 1.
using above = law_program<i, x, acosh(x)>;
template <class T>
T above_value(std::size_t, T v, T) {
  return value<gs::op::acosh, T>(v);
}

template <class Program, class T, class Scalar>
void check(Scalar scalar, double low, double high) {
  auto const evaluate = [](std::vector<T> const& v, std::vector<T> const&) { return Program::values(x = v); };
  auto const derivatives = [](std::vector<T> const& v, std::vector<T> const&) { return Program::derivatives(x = v); };
  auto const sample = law_sample<T>(601, low, high, 7);
  check_lanes<T, Program::count>(evaluate, scalar, sample, sample);
  check_differences<T, Program::count>(evaluate, derivatives, sample, sample);
}

}  // namespace

TEST_CASE_TEMPLATE("laws: trigonometric and hyperbolic functions", T, GRADSMITH_TEST_TYPES) {
  check<real, T>(&real_value<T>, -3, 3);
  check<inside, T>(&inside_value<T>, -0.7, 0.7);
  check<above, T>(&above_value<T>, 1.3, 9);
}
