// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of what jumps and clips: floor, round, clamp, and conditions joined by && || !.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

using program = law_program<i, x, floor(x), round(x), clamp(x, -y, y), (x > 0 && y > 1), (x > 0 || y > 1), !(x > y), where(x > 0 && !(y > 1), x, square(y)),
                            where(x > 1 || y > x, x * y, x), xlog1py(x, y), fma(x, y, x), stop_gradient(y) * x>;

template <class T>
T value(std::size_t k, T a, T b) {
  auto const is = [](bool holds) { return holds ? T{1} : T{0}; };
  switch (k) {
    case 0: return std::floor(a);
    case 1: return std::nearbyint(a);
    case 2: return a < -b ? -b : a > b ? b : a;
    case 3: return is(a > 0 && b > 1);
    case 4: return is(a > 0 || b > 1);
    case 5: return is(!(a > b));
    case 6: return a > 0 && !(b > 1) ? a : b * b;
    case 7: return a > 1 || b > a ? a * b : a;
    case 8: return gs::op::xlog1py::value(a, b);
    case 9: return gs::simd::fma(a, b, a);
    default: return b * a;
  }
}

constexpr auto order = gs::compile<clamp(x, y, 3), clamp(y, x, 3), clamp(y, -3, x)>;
constexpr auto of_nan = gs::compile<(x && y), (x || y), !x, floor(x), round(x)>;

}  // namespace

TEST_CASE_TEMPLATE("laws: steps, clips and conditions", T, GRADSMITH_TEST_TYPES) {
  auto const evaluate = [](std::vector<T> const& a, std::vector<T> const& b) { return program::values(x = a, y = b); };
  auto const derivatives = [](std::vector<T> const& a, std::vector<T> const& b) { return program::derivatives(x = a, y = b); };
  auto xs = law_sample<T>(601, -3, 3, 41);
  auto ys = law_sample<T>(601, 0.5, 2, 42);
  // Away from jumps and kinks.
  for (T& each : xs)
    if (std::abs(2 * each - std::round(2 * each)) < T(0.05)) each += T(0.05);
  for (std::size_t m = 0; m < xs.size(); ++m)
    if (std::abs(std::abs(xs[m]) - ys[m]) < T(0.1)) ys[m] += T(0.3);
  check_differences<T, program::count>(evaluate, derivatives, xs, ys);
  check_lanes<T, program::count>(evaluate, &value<T>, xs, ys);
}

TEST_CASE_TEMPLATE("laws: NaN in gives NaN out for clamp in every operand, and counts as true", T, GRADSMITH_TEST_TYPES) {
  T const nan = std::numeric_limits<T>::quiet_NaN();
  for (std::size_t const n : {std::size_t{1}, lane_count<T>, 2 * lane_count<T> + 1})
    for (std::size_t at = 0; at < n; ++at)
      for (bool const left : {true, false}) {
        std::vector<T> a(n, T{1}), b(n, T{0});
        (left ? a : b)[at] = nan;
        auto const [first, second, third] = order(x = a, y = b);
        auto const [both, one, none, down, near] = of_nan(x = a, y = b);
        for (std::size_t m = 0; m < n; ++m) {
          CHECK(std::isnan(first[m]) == (m == at));
          CHECK(std::isnan(second[m]) == (m == at));
          CHECK(std::isnan(third[m]) == (m == at));
          CHECK(both[m] == (!left && m == at ? 1 : 0));
          CHECK(one[m] == 1);
          CHECK(none[m] == 0);
          CHECK(std::isnan(down[m]) == (left && m == at));
          CHECK(std::isnan(near[m]) == (left && m == at));
        }
      }
}
