// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Matrix factorisation with embeddings by index: values, gradients and Hessian products against loops, batches, and
// what the gradient costs.
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;  // ratings
constexpr auto m = gs::axis<"m">;  // users
constexpr auto n = gs::axis<"n">;  // films
constexpr auto d = gs::axis<"d">;
constexpr auto u = gs::param<"u">(m, d);
constexpr auto v = gs::param<"v">(n, d);
constexpr auto b = gs::param<"b">(n);
constexpr auto user = gs::input<"user">(i);
constexpr auto film = gs::input<"film">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto rating = gs::let([] { return sum(d, u(user, d) * v(film, d)) + b(film); });
constexpr auto loss = mean(i, square(rating - y)) + 0.01 * (sum(m, d, square(u)) + sum(n, d, square(v)));

template <class T>
struct ratings {
  std::size_t users = 11, films = 7, dimensions = 3, count;
  std::vector<std::int32_t> user_of;
  std::vector<std::uint8_t> film_of;
  std::vector<T> target;

  explicit ratings(std::size_t wanted) : count(wanted), target(normal_numbers<T>(wanted, 4)) {
    for (std::size_t k = 0; k < count; ++k) {
      user_of.push_back(static_cast<std::int32_t>((k * k + 3 * k) % users));
      film_of.push_back(static_cast<std::uint8_t>((5 * k + 1) % films));
    }
  }
  auto bound() const { return gs::bind<loss>(user = user_of, film = film_of, y = target, m = users, n = films, d = dimensions); }

  /// The loss at theta (u, v, b one after the other) and its gradient, rows [first, last).
  long double value_and_gradient(std::vector<T> const& theta, std::vector<long double>& g) const {
    std::size_t const at_v = users * dimensions, at_b = at_v + films * dimensions;
    g.assign(theta.size(), 0);
    long double total = 0;
    for (std::size_t k = 0; k < at_b; ++k) total += 0.01L * theta[k] * theta[k], g[k] = 0.02L * theta[k];
    for (std::size_t r = 0; r < count; ++r) {
      std::size_t const row = static_cast<std::size_t>(user_of[r]) * dimensions, column = at_v + film_of[r] * dimensions;
      long double residual = theta[at_b + film_of[r]] - static_cast<long double>(target[r]);
      for (std::size_t k = 0; k < dimensions; ++k) residual += static_cast<long double>(theta[row + k]) * theta[column + k];
      total += residual * residual / static_cast<long double>(count);
      long double const slope = 2 * residual / static_cast<long double>(count);
      for (std::size_t k = 0; k < dimensions; ++k) g[row + k] += slope * theta[column + k], g[column + k] += slope * theta[row + k];
      g[at_b + film_of[r]] += slope;
    }
    return total;
  }
};

}  // namespace

TEST_CASE_TEMPLATE("matrix factorisation: value and gradient against a loop", T, double, float) {
  for (std::size_t count : {1U, 7U, 8U, 1003U}) {
    ratings<T> const data(count);
    auto problem = data.bound();
    REQUIRE(problem.size() == 11 * 3 + 7 * 3 + 7);
    auto const theta = normal_numbers<T>(problem.size(), 3);
    std::vector<T> g(problem.size());
    std::vector<long double> expected;
    double const limit = std::is_same_v<T, double> ? 1e-14 : 2e-6;
    CHECK(distance(static_cast<double>(problem.value_and_gradient(theta, g)), static_cast<double>(data.value_and_gradient(theta, expected))) < limit);
    CHECK(largest_distance(g, expected) < limit);
  }
}

TEST_CASE("matrix factorisation: the Hessian against differences") {
  ratings<double> const data(53);
  auto problem = data.bound();
  CHECK(hessian_error(problem, normal_numbers(problem.size(), 3)) < 1e-9);
  CHECK(whole_hessian_error(problem, normal_numbers(problem.size(), 3)) < 1e-12);
}

TEST_CASE("matrix factorisation: a batch is the problem of its rows") {
  ratings<double> const data(40);
  auto problem = data.bound();
  std::vector<std::uint32_t> const rows{3, 17, 3, 39, 0, 8, 21, 22, 9, 10, 11};
  ratings<double> part(rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k)
    part.user_of[k] = data.user_of[rows[k]], part.film_of[k] = data.film_of[rows[k]], part.target[k] = data.target[rows[k]];
  auto const theta = normal_numbers(problem.size(), 3);
  std::vector<double> g(problem.size());
  std::vector<long double> expected;
  auto batch = problem.batch(rows);
  CHECK(distance(batch.value_and_gradient(theta, g), static_cast<double>(part.value_and_gradient(theta, expected))) < 1e-14);
  CHECK(largest_distance(g, expected) < 1e-14);
}

TEST_CASE("matrix factorisation: the gradient costs what the ratings cost, not what the tables do") {
  constexpr auto fit = mean(i, square(rating - y));
  constexpr double value = gs::operations<fit>.weighted(i = 1000, m = 1'000'000, n = 1'000'000, d = 8);
  constexpr double both = gs::operations<fit, gradient(fit)>.weighted(i = 1000, m = 1'000'000, n = 1'000'000, d = 8);
  CHECK(both < 4 * value);
  CHECK(value < 40'000);
}

TEST_CASE("matrix factorisation: a user who does not exist") {
  ratings<double> data(5);
  data.user_of[3] = 11;
  CHECK_THROWS_WITH_AS(data.bound(), "gradsmith: user[3] is 11, not a position along the axis m, which has 11 entries counted from 0",
                       gs::data_error);
}
