// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A label of pick that is computed is not checked when data are bound: out of range it makes the result NaN, never a 0.
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto w = gs::param<"w">(c);
constexpr auto z = gs::input<"z">(i, c);
constexpr auto open = gs::input<"open">(i, j);
constexpr auto label = gs::input<"label">(i);
constexpr auto from_one = pick(c, z, label - 1);
constexpr auto loss = mean(i, -pick(c, log_softmax(c, w * z), label - 1));
constexpr auto of_probabilities = mean(i, -log(pick(c, softmax(c, w * z), label - 1)));
constexpr auto zero_based = mean(i, -pick(c, log_softmax(c, w * z), label));

std::vector<double> const scores{1, 2, 3, 4, 5, 6};

}  // namespace

TEST_CASE("labels that count from one") {
  std::vector<int> const good{3, 1}, same{2, 0};
  auto const table = gs::matrix(scores, 2, 3);
  auto const [picked] = gs::compile<from_one>(z = table, label = good);
  CHECK(picked[0] == 3);
  CHECK(picked[1] == 4);
  auto problem = gs::bind<loss>(z = table, label = good);
  auto other = gs::bind<zero_based>(z = table, label = same);
  std::vector<double> const theta{0.5, -0.25, 0.125};
  std::vector<double> g(3), expected(3);
  CHECK(problem.value_and_gradient(theta, g) == doctest::Approx(other.value_and_gradient(theta, expected)).epsilon(1e-15));
  for (std::size_t k = 0; k < 3; ++k) CHECK(g[k] == doctest::Approx(expected[k]).epsilon(1e-14));
  auto third = gs::bind<of_probabilities>(z = table, label = good);
  CHECK(third.value_and_gradient(theta, g) == doctest::Approx(other.value(theta)).epsilon(1e-14));
  for (std::size_t k = 0; k < 3; ++k) CHECK(g[k] == doctest::Approx(expected[k]).epsilon(1e-13));
  problem.hvp(theta, {theta.data(), 3}, g);
  other.hvp(theta, {theta.data(), 3}, expected);
  for (std::size_t k = 0; k < 3; ++k) CHECK(g[k] == doctest::Approx(expected[k]).epsilon(1e-13));
}

TEST_CASE("a number that is a label is checked when it is bound and when it is set") {
  constexpr auto which = gs::input<"which">;
  std::vector<double> const theta{0.5, -0.25, 0.125};
  auto problem = gs::bind<sum(i, pick(c, w * z, which))>(z = gs::matrix(scores, 2, 3), which = 2);
  CHECK(problem.value(theta) == 9 * 0.125);
  CHECK_THROWS_AS(problem.set(which = 3), gs::data_error);
  CHECK(problem.value(theta) == 9 * 0.125);
  problem.set(which = 0);
  CHECK(problem.value(theta) == 2.5);
}

TEST_CASE("a position that does not exist is not a number") {
  auto const table = gs::matrix(scores, 2, 3);
  for (double wrong : {0.0, 4.0, 1.5, -7.0, static_cast<double>(NAN)}) {
    std::vector<double> const bad{wrong, 1};
    auto const [picked] = gs::compile<from_one>(z = table, label = bad);
    CHECK(std::isnan(picked[0]));
    CHECK(picked[1] == 4);
    CHECK(std::isnan(gs::bind<loss>(z = table, label = bad).value(std::vector<double>(3))));
  }
  auto const [last, beyond] = gs::compile<pick(j, open, 2), pick(j, open, 3)>(open = table);
  CHECK(last[1] == 6);
  CHECK(std::isnan(beyond[0]));
  CHECK(std::isnan(beyond[1]));
}
