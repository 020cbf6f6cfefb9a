// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Attention over a short axis, softmax(Q K' / sqrt(d)) V, with a loss behind it: the same formula with axes whose
// extents the data tell and with declared ones, in both types, against plain loops and differences.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

// One source for both: t and s are positions, f features, d the width of queries and keys, v that of values.
template <auto T, auto S, auto F, auto D, auto V>
struct model {
  static constexpr auto i = gs::axis<"i">;
  static constexpr auto x = gs::input<"x">(i, T, F);
  static constexpr auto y = gs::input<"y">(i, T, V);
  static constexpr auto w_q = gs::param<"w_q">(F, D);
  static constexpr auto w_k = gs::param<"w_k">(F, D);
  static constexpr auto w_v = gs::param<"w_v">(F, V);

  static constexpr auto q = gs::let([] { return sum(F, x(i, T, F) * w_q(F, D)); });
  static constexpr auto k = gs::let([] { return sum(F, x(i, S, F) * w_k(F, D)); });
  static constexpr auto value = gs::let([] { return sum(F, x(i, S, F) * w_v(F, V)); });
  static constexpr auto weight = gs::let([] { return softmax(S, sum(D, q * k) / 1.7320508075688772); });  // sqrt(3)
  static constexpr auto out = gs::let([] { return sum(S, weight * value); });
  static constexpr auto loss = mean(i, sum(T, V, square(out - y)));
};

using at_run_time = model<gs::axis<"t">, gs::axis<"s">, gs::axis<"f">, gs::axis<"d">, gs::axis<"v">>;
using declared = model<gs::axis<"t", 5>, gs::axis<"s", 5>, gs::axis<"f", 4>, gs::axis<"d", 3>, gs::axis<"v", 2>>;

constexpr std::size_t n = 21, positions = 5, features = 4, width = 3, outputs = 2;

long double by_loops(std::vector<double> const& x, std::vector<double> const& y, std::vector<double> const& theta) {
  auto const project = [&](std::size_t row, std::size_t position, std::size_t first, std::size_t columns, std::size_t column) {
    long double total = 0;
    for (std::size_t f = 0; f < features; ++f)
      total += static_cast<long double>(x[(row * positions + position) * features + f]) * theta[first + f * columns + column];
    return total;
  };
  std::size_t const keys = features * width, values = 2 * features * width;
  long double loss = 0;
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t t = 0; t < positions; ++t) {
      long double total = 0, out[outputs] = {};
      for (std::size_t s = 0; s < positions; ++s) {
        long double score = 0;
        for (std::size_t d = 0; d < width; ++d) score += project(row, t, 0, width, d) * project(row, s, keys, width, d);
        long double const weight = std::exp(score / std::sqrt(3.0L));
        total += weight;
        for (std::size_t v = 0; v < outputs; ++v) out[v] += weight * project(row, s, values, outputs, v);
      }
      for (std::size_t v = 0; v < outputs; ++v) {
        long double const error = out[v] / total - y[(row * positions + t) * outputs + v];
        loss += error * error / static_cast<long double>(n);
      }
    }
  return loss;
}

std::vector<double> const x_data = normal_numbers(n * positions * features, 1);
std::vector<double> const y_data = normal_numbers(n * positions * outputs, 2);
std::vector<double> const weights = normal_numbers(2 * features * width + features * outputs, 3, 0.5);

template <class M, class... Extents>
void check(Extents... extents) {
  auto problem = gs::bind<M::loss>(M::x = gs::tensor(x_data.data(), {n, positions, features}),
                                   M::y = gs::tensor(y_data.data(), {n, positions, outputs}), extents...);
  REQUIRE(problem.size() == weights.size());
  CHECK(problem.rows() == n);
  CHECK(distance(problem.value(weights), static_cast<double>(by_loops(x_data, y_data, weights))) < 1e-13);
  std::vector<double> const slopes =
      differences([&](std::vector<double> const& at) { return static_cast<double>(by_loops(x_data, y_data, at)); }, weights);
  std::vector<double> gradient(weights.size());
  problem.gradient(weights, gradient);
  CHECK(largest_distance(gradient, slopes) < 1e-9);
  CHECK(gradient_error(problem, weights) < 1e-9);
}

}  // namespace

TEST_CASE("attention with extents that the data tell") { check<at_run_time>(gs::axis<"d"> = 3); }

TEST_CASE("attention with declared extents") { check<declared>(); }
