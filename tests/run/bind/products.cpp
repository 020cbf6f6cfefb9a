// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The product over the observations and its logarithm, inside a loss.
#include "run/bind/normalised.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::normalised;

namespace {

constexpr auto product = prod(i, 1 + 0.1 * s);
constexpr auto log_likelihood = -log(prod(i, sigmoid(y * s)));

}  // namespace

TEST_CASE("a product over the rows, and its logarithm") {
  rows const r;
  auto whole = gs::bind<product>(x = gs::matrix(r.data, r.n, r.d));
  auto likelihood = gs::bind<log_likelihood>(x = gs::matrix(r.data, r.n, r.d), y = r.target);
  long double factors = 1, logarithms = 0;
  for (std::size_t k = 0; k < r.n; ++k) {
    long double const score = r.scores()[k];
    factors *= 1 + 0.1L * score;
    logarithms += std::log1p(std::exp(-score * r.target[k]));
  }
  CHECK(distance(whole.value(r.theta), static_cast<double>(factors)) < 1e-13);
  CHECK(gradient_error(whole, r.theta) < 1e-9);
  CHECK(hessian_error(whole, r.theta) < 1e-7);
  CHECK(distance(likelihood.value(r.theta), static_cast<double>(logarithms)) < 1e-13);
  check_derivatives(likelihood, r.theta);
  CHECK(says(gs::explain<product>(), "a product over the data: a batch gives no estimate of it"));
  std::string const told = gs::explain<log_likelihood>();
  CHECK(says(told, "passes over the data: 1\n"));
  CHECK(!says(told, plug_in));
}
