// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A softmax over the observations inside a loss.
#include "run/bind/normalised.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::normalised;

namespace {

constexpr auto attention = square(sum(i, softmax(i, s) * y)) - sum(i, y * log_softmax(i, s));

}  // namespace

TEST_CASE("a softmax over the rows") {
  rows const r;
  auto problem = gs::bind<attention>(x = gs::matrix(r.data, r.n, r.d), y = r.target);
  long double total = 0, picked = 0, logarithms = 0;
  for (double score : r.scores()) total += std::exp(static_cast<long double>(score));
  for (std::size_t k = 0; k < r.n; ++k) {
    picked += std::exp(static_cast<long double>(r.scores()[k])) / total * r.target[k];
    logarithms += (r.scores()[k] - std::log(total)) * r.target[k];
  }
  CHECK(distance(problem.value(r.theta), static_cast<double>(picked * picked - logarithms)) < 1e-13);
  CHECK(gradient_error(problem, r.theta) < 1e-9);
  CHECK(hessian_error(problem, r.theta) < 1e-7);
  std::string const told = gs::explain<attention>();
  CHECK(says(told, why));
  CHECK(says(told, plug_in));
}
