// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What an objective takes as a vector of parameters, and as a place for results.
#include <array>
#include <span>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto y = gs::input<"y">(i);

}  // namespace

TEST_CASE("vectors, arrays, spans, pointers with a size, and lists") {
  constexpr auto loss = sum(i, square(a - y) + b);
  std::vector<double> const data{1, 2, 4};
  auto problem = gs::bind<loss>(y = data);
  std::vector<double> theta{2, 10};
  std::array<double, 2> const fixed{2, 10};
  double plain[]{2, 10};
  CHECK(problem.value(theta) == 35);
  CHECK(problem.value(fixed) == 35);
  CHECK(problem.value(plain) == 35);
  CHECK(problem.value(std::span{theta}) == 35);
  CHECK(problem.value({theta.data(), 2}) == 35);
  CHECK(problem.value({theta.begin(), theta.end()}) == 35);
  CHECK(problem.value({2.0, 10.0}) == 35);
  CHECK(problem.value({2, 10}) == 35);
  problem.set(a = 2);
  problem.set(b = 10);
  CHECK(problem.value(problem.parameters()) == 35);

  std::vector<double> gradient(2), product(2);
  CHECK(problem.value_and_gradient({2.0, 10.0}, gradient) == 35);
  CHECK(gradient == std::vector<double>{-2, 3});
  problem.gradient(fixed, plain);
  CHECK(plain[0] == -2);
  problem.hvp({2.0, 10.0}, {1.0, 1.0}, product);
  CHECK(product == std::vector<double>{6, 0});
  std::array<double, 4> hessian{};
  problem.hessian({2.0, 10.0}, hessian);
  CHECK(hessian == std::array<double, 4>{6, 0, 0, 0});

  std::vector<std::uint32_t> const rows{2};
  CHECK(problem.batch(rows).value({4.0, 0.0}) == 0);
  CHECK(problem.batch({rows.data(), 1}).value({4.0, 0.0}) == 0);
}
