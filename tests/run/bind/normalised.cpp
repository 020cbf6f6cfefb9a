// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Scores standardised over the observations inside a loss.
#include "run/bind/normalised.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::normalised;

namespace {

constexpr auto standardised = mean(i, square((s - mean(i, s)) / standard_deviation(i, s) - y));

}  // namespace

TEST_CASE("scores less their mean, divided by their standard deviation") {
  rows const r;
  auto problem = gs::bind<standardised>(x = gs::matrix(r.data, r.n, r.d), y = r.target);
  long double mean = 0, squares = 0, expected = 0;
  for (double score : r.scores()) mean += score / static_cast<long double>(r.n);
  for (double score : r.scores()) squares += (score - mean) * (score - mean) / static_cast<long double>(r.n);
  for (std::size_t k = 0; k < r.n; ++k) {
    long double const e = (r.scores()[k] - mean) / std::sqrt(squares) - r.target[k];
    expected += e * e / static_cast<long double>(r.n);
  }
  CHECK(distance(problem.value(r.theta), static_cast<double>(expected)) < 1e-13);
  check_derivatives(problem, r.theta);
  std::string const told = gs::explain<standardised>();
  CHECK(says(told, "passes over the data: 4"));
  CHECK(says(told, why));
  CHECK(says(told, plug_in));
}
