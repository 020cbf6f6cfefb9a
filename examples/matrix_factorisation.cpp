// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Matrix factorisation: who likes which film, from the ratings that there are. u(user, d) is a row of a table, looked
// up for each rating; the gradient adds to that row, and costs what the ratings cost, however long the tables are.
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <random>
#include <vector>

#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;           // ratings
constexpr auto m = gs::axis<"m">;           // users
constexpr auto n = gs::axis<"n">;           // films
constexpr auto d = gs::axis<"d", 4>;        // what users and films are described by
constexpr auto u = gs::param<"u">(m, d);
constexpr auto v = gs::param<"v">(n, d);
constexpr auto bias = gs::param<"bias">(n);
constexpr auto user = gs::input<"user">(i);
constexpr auto film = gs::input<"film">(i);
constexpr auto rating = gs::input<"rating">(i);

constexpr auto predicted = gs::let([] { return sum(d, u(user, d) * v(film, d)) + bias(film); });
constexpr auto error = mean(i, square(predicted - rating));
constexpr auto loss = error + 1e-3 * (mean(m, sum(d, square(u))) + mean(n, sum(d, square(v))));

int main() {
  std::size_t const users = 200, films = 50, count = 4000;
  std::mt19937 engine(1);
  std::normal_distribution<double> normal;
  std::vector<double> taste(users * 2), kind(films * 2);
  for (double& each : taste) each = normal(engine);
  for (double& each : kind) each = normal(engine);
  std::vector<int> of_user(count), of_film(count);
  std::vector<double> given(count);
  for (std::size_t r = 0; r < count; ++r) {
    std::size_t const who = engine() % users, which = engine() % films;
    of_user[r] = static_cast<int>(who), of_film[r] = static_cast<int>(which);
    given[r] = 3 + taste[2 * who] * kind[2 * which] + taste[2 * who + 1] * kind[2 * which + 1] + 0.1 * normal(engine);
  }

  auto problem = gs::bind<loss>(user = of_user, film = of_film, rating = given, m = users, n = films);
  for (double& each : problem.parameters()) each = 0.1 * normal(engine);
  auto const fit = gs::minimize(problem, gs::lbfgs{}, gs::stop{.gradient_norm = 1e-5});

  // The error without the penalty, at the parameters that were found.
  auto evaluate = gs::bind<error>(user = of_user, film = of_film, rating = given, m = users, n = films);
  std::printf("%zu parameters, root mean square error %.2f\n", problem.size(), std::sqrt(evaluate.value(fit.point)));
}
