// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of the operations of two numbers, and of NaN in them.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

using program = law_program<i, x, x + y, x - y, x * y, x / y, pow(x, y), max(x, y), min(x, y), gs::eq(x, y), gs::ne(x, y), gs::lt(x, y),
                            gs::le(x, y), gs::gt(x, y), gs::ge(x, y), where(x > y, x, square(y))>;

template <class Op, class T>
T value(T a, T b) {
  return static_cast<T>(Op::value(a, b));
}
template <class T>
T choice(T a, T b) {
  return gs::op::where::value(gs::op::gt::value(a, b), a, b * b);
}
template <class T>
T scalar(std::size_t k, T a, T b) {
  T (*const all[])(T, T) = {value<gs::op::plus, T>, value<gs::op::minus, T>, value<gs::op::times, T>, value<gs::op::divide, T>, value<gs::op::pow, T>,
                            value<gs::op::max, T>,  value<gs::op::min, T>,   value<gs::op::eq, T>,    value<gs::op::ne, T>,     value<gs::op::lt, T>,
                            value<gs::op::le, T>,   value<gs::op::gt, T>,    value<gs::op::ge, T>,    choice<T>};
  return all[k](a, b);
}

constexpr auto nan_program = gs::compile<max(x, y), min(x, y), relu(x), max(x, 0), min(0, x), max(i, x), min(i, x)>;

}  // namespace

TEST_CASE_TEMPLATE("laws: operations of two numbers", T, GRADSMITH_TEST_TYPES) {
  auto const evaluate = [](std::vector<T> const& a, std::vector<T> const& b) { return program::values(x = a, y = b); };
  auto const derivatives = [](std::vector<T> const& a, std::vector<T> const& b) { return program::derivatives(x = a, y = b); };
  auto const xs = law_sample<T>(601, 0.5, 3, 11);
  auto ys = law_sample<T>(601, 0.5, 3, 12);
  // Comparisons and choices jump where both are equal.
  for (std::size_t m = 0; m < xs.size(); ++m)
    if (std::abs(xs[m] - ys[m]) < T(0.1)) ys[m] += T(0.3);
  check_differences<T, program::count>(evaluate, derivatives, xs, ys);
  for (std::size_t m = 0; m < xs.size(); m += 3) ys[m] = xs[m];
  check_lanes<T, program::count>(evaluate, &scalar<T>, xs, ys);
}

TEST_CASE_TEMPLATE("laws: NaN in gives NaN out for max, min and relu, in every lane", T, GRADSMITH_TEST_TYPES) {
  T const nan = std::numeric_limits<T>::quiet_NaN();
  for (std::size_t const n : law_lengths<T>()) {
    if (n > 100) continue;
    for (std::size_t at = 0; at < n; ++at)
      for (bool const left : {true, false}) {
        CAPTURE(n);
        CAPTURE(at);
        std::vector<T> a(n, T{1}), b(n, T{2});
        (left ? a : b)[at] = nan;
        auto const [greater, lesser, positive, above, below, greatest, least] = nan_program(x = a, y = b);
        for (std::size_t m = 0; m < n; ++m) {
          CHECK(std::isnan(greater[m]) == (m == at));
          CHECK(std::isnan(lesser[m]) == (m == at));
          CHECK(std::isnan(positive[m]) == (left && m == at));
          CHECK(std::isnan(above[m]) == (left && m == at));
          CHECK(std::isnan(below[m]) == (left && m == at));
        }
        CHECK(std::isnan(greatest) == left);
        CHECK(std::isnan(least) == left);
      }
  }
}
