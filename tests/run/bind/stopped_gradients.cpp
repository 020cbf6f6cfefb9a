// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// stop_gradient in objectives: the value is that of the formula, the gradient, the Hessian and adjoints are those of a
// formula in which what stands in it is data.
#include <cmath>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/backpropagation.hpp>
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto w = gs::param<"w">;
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

// Weights that grow with the residual, as in iteratively reweighted least squares; not differentiated.
constexpr auto residual = w * x + b - y;
constexpr auto loss = mean(i, stop_gradient(1 / (1 + abs(residual))) * square(residual));

}  // namespace

TEST_CASE("stop_gradient: value, gradient, Hessian products and batches") {
  std::vector<double> xs, ys;
  for (int n = 0; n < 37; ++n) xs.push_back(std::sin(n)), ys.push_back(std::cos(3 * n));
  auto problem = gs::bind<loss>(x = xs, y = ys);
  std::vector<double> const at{0.7, -0.3};
  std::vector<double> slope(2), product(2);
  double value = 0, by_w = 0, by_b = 0, twice_w = 0, mixed = 0;
  for (std::size_t n = 0; n < xs.size(); ++n) {
    double const r = at[0] * xs[n] + at[1] - ys[n], weight = 1 / (1 + std::abs(r)) / 37;
    value += weight * r * r;
    by_w += 2 * weight * r * xs[n];
    by_b += 2 * weight * r;
    twice_w += 2 * weight * xs[n] * xs[n];
    mixed += 2 * weight * xs[n];
  }
  CHECK(problem.value(at) == doctest::Approx(value).epsilon(1e-13));
  CHECK(problem.value_and_gradient(at, slope) == doctest::Approx(value).epsilon(1e-13));
  CHECK(slope[0] == doctest::Approx(by_w).epsilon(1e-13));
  CHECK(slope[1] == doctest::Approx(by_b).epsilon(1e-13));
  problem.hvp(at, std::vector<double>{1, 0}, product);
  CHECK(product[0] == doctest::Approx(twice_w).epsilon(1e-13));
  CHECK(product[1] == doctest::Approx(mixed).epsilon(1e-13));
  std::vector<std::uint32_t> all(37);
  for (std::uint32_t n = 0; n < 37; ++n) all[n] = n;
  CHECK(problem.batch(all).value(at) == doctest::Approx(value).epsilon(1e-13));
}

TEST_CASE("stop_gradient: backpropagation") {
  auto const rows = gs::backpropagation<stop_gradient(square(w)) * w>(w = 3.0);
  for (auto const& row : rows) {
    if (row.name != "w") continue;
    REQUIRE(row.adjoint.size() == 1);
    CHECK(row.adjoint[0] == 9);  // of w^3 it would be 27
  }
  CHECK(rows.front().name == "w");
  CHECK(rows.back().value[0] == 27);
}
