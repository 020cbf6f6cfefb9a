// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The logarithm of a mean over the observations, and their variance, inside a loss.
#include "run/bind/normalised.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::normalised;

namespace {

constexpr auto log_mean = log(mean(i, log(1 + exp(s))));
constexpr auto spread = variance(i, s) + 0.3 * norm2(i, s - y) + mean(i, square(s)) - square(mean(i, s));
constexpr auto plain = mean(i, square(s - y));

}  // namespace
TEST_CASE("the logarithm of a mean, and a variance beside a norm") {
  rows const r;
  auto logarithm = gs::bind<log_mean>(x = gs::matrix(r.data, r.n, r.d));
  auto both = gs::bind<spread>(x = gs::matrix(r.data, r.n, r.d), y = r.target);
  long double softplus = 0, mean = 0, squares = 0, distances = 0;
  for (std::size_t k = 0; k < r.n; ++k) {
    long double const score = r.scores()[k];
    softplus += std::log1p(std::exp(score)) / static_cast<long double>(r.n);
    mean += score / static_cast<long double>(r.n);
    distances += (score - r.target[k]) * (score - r.target[k]);
  }
  for (double score : r.scores()) squares += (score - mean) * (score - mean) / static_cast<long double>(r.n);
  CHECK(distance(logarithm.value(r.theta), static_cast<double>(std::log(softplus))) < 1e-13);
  CHECK(distance(both.value(r.theta), static_cast<double>(2 * squares + 0.3L * std::sqrt(distances))) < 1e-13);
  check_derivatives(logarithm, r.theta);
  check_derivatives(both, r.theta);
  CHECK(says(gs::explain<log_mean>(), plug_in));
  CHECK(says(gs::explain<log_mean>(), "passes over the data: 1"));
  CHECK(says(gs::explain<variance(i, s)>(), plug_in));
  CHECK(says(gs::explain<variance(i, s)>(), why));
  CHECK(!says(gs::explain<plain>(), plug_in));
}
