// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// An operation of one's own: softsign(x) = x / (1 + |x|), a struct with its value and its derivative. It
// is simplified, differentiated and vectorised like those of the library, and no file of the library changes.
#include <cmath>
#include <cstdio>
#include <string_view>
#include <vector>

#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace mine {

struct softsign_operation {
  static constexpr std::string_view name = "softsign";
  static constexpr int arity = 1;
  static constexpr gs::operation_counts cost{.add = 2, .div = 1};                // what it counts for
  static constexpr gs::interval range(gs::interval) { return {-1, 1}; }          // bounds that rules may use
  // x is a double, a float, or a vector register of them.
  static auto value(auto x) { return x / (gs::simd::broadcast<decltype(x)>(1) + gs::simd::abs(x)); }
  // The derivative by each argument, in the language itself; y is the result, y = softsign(x).
  static constexpr gs::ir::refs<1> partials(gs::ref, gs::ref x) { return {1 / square(1 + abs(x))}; }
};

// What formulas call.
[[nodiscard]] constexpr auto softsign(gs::operand auto const& x) { return gs::call<softsign_operation>(x); }

}  // namespace mine

constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto t = gs::input<"t">(i);
constexpr auto loss = mean(i, square(mine::softsign(a * t) - 0.5));

int main() {
  std::printf("%s\n", gs::to_string<loss>.text);
  std::printf("%s\n", gs::to_string<gs::diff(loss, a)>.text);

  std::vector<double> const points{-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8};
  auto [value, slope] = gs::compile<loss, gs::diff(loss, a)>(a = 0.7, t = points);
  auto const at = [&](double parameter) {
    double total = 0;
    for (double p : points) total += std::pow(parameter * p / (1 + std::abs(parameter * p)) - 0.5, 2);
    return total / static_cast<double>(points.size());
  };
  std::printf("value %.6f, by hand %.6f\n", value, at(0.7));
  std::printf("slope %.6f, difference %.6f\n", slope, (at(0.7 + 1e-6) - at(0.7 - 1e-6)) / 2e-6);
}
