// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Operations of one's own, structs with a value and a derivative. They are simplified, differentiated and vectorised like
// those of the library, and no file of the library changes. The first is written for vector registers, the second as one
// would write it for single numbers.
#include <cmath>
#include <cstdio>
#include <string_view>
#include <vector>

#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace mine {

// isru(x) = x / sqrt(1 + x^2), the inverse square root unit.
struct isru_operation {
  static constexpr std::string_view name = "isru";
  static constexpr int arity = 1;
  static constexpr gs::operation_counts cost{.fma = 1, .div = 1, .sqrt = 1};     // what it counts for
  static constexpr gs::interval range(gs::interval) { return {-1, 1}; }          // bounds that rules may use
  // x is a double, a float, or a vector register of them.
  static auto value(auto x) { return x / gs::simd::sqrt(gs::simd::fma(x, x, gs::simd::broadcast<decltype(x)>(1))); }
  // The derivative by each argument, in the language itself; y is the result, y = isru(x).
  static constexpr gs::ir::refs<1> partials(gs::ref, gs::ref x) { return {pow(1 + square(x), -1.5)}; }
};

// shrink(x): x moved towards 0 by 1. A value that takes a double, with branches and functions of the standard library, is
// applied lane by lane; `derivative` is a formula in x, in which comparisons are written lt, le, gt, ge, eq and ne.
struct shrink_operation {
  static constexpr std::string_view name = "shrink";
  static constexpr int arity = 1;
  static double value(double x) {
    if (std::abs(x) < 1) return 0;
    return x - std::copysign(1.0, x);
  }
  static constexpr auto derivative(auto x) { return where(gt(abs(x), 1), 1, 0); }
};

// What formulas call.
[[nodiscard]] constexpr auto isru(gs::operand auto const& x) { return gs::call<isru_operation>(x); }
[[nodiscard]] constexpr auto shrink(gs::operand auto const& x) { return gs::call<shrink_operation>(x); }

}  // namespace mine

constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto t = gs::input<"t">(i);
constexpr auto loss = mean(i, square(mine::isru(a * t) - 0.5)) + mean(i, mine::shrink(a * t));

int main() {
  std::printf("%s\n", gs::to_string<loss>.text);
  std::printf("%s\n", gs::to_string<gs::diff(loss, a)>.text);

  std::vector<double> const points{-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8};
  auto [value, slope] = gs::compile<loss, gs::diff(loss, a)>(a = 0.7, t = points);
  auto const at = [&](double parameter) {
    double total = 0;
    for (double p : points) {
      double const x = parameter * p;
      total += std::pow(x / std::sqrt(1 + x * x) - 0.5, 2) + mine::shrink_operation::value(x);
    }
    return total / static_cast<double>(points.size());
  };
  std::printf("value %.6f, by hand %.6f\n", value, at(0.7));
  std::printf("slope %.6f, difference %.6f\n", slope, (at(0.7 + 1e-6) - at(0.7 - 1e-6)) / 2e-6);
}
