// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Reductions over the observations inside nonlinear functions: standardised scores, a softmax over the rows, the logarithm of
// a mean, a product of all rows. Values by plain loops, derivatives by differences, on all rows and on batches, and what
// explain says of them.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto s = gs::let([] { return sum(j, w * x) + b; });

constexpr auto standardised = mean(i, square((s - mean(i, s)) / standard_deviation(i, s) - y));
constexpr auto attention = square(sum(i, softmax(i, s) * y)) - sum(i, y * log_softmax(i, s));
constexpr auto log_mean = log(mean(i, log(1 + exp(s))));
constexpr auto product = prod(i, 1 + 0.1 * s);
constexpr auto log_likelihood = -log(prod(i, sigmoid(y * s)));
constexpr auto spread = variance(i, s) + 0.3 * norm2(i, s - y) + mean(i, square(s)) - square(mean(i, s));

struct rows {
  static constexpr std::size_t n = 37, d = 3;
  std::vector<double> data = normal_numbers(n * d, 21), target = normal_numbers(n, 22), theta = normal_numbers(d + 1, 23);

  [[nodiscard]] std::vector<double> scores() const {
    std::vector<double> all(n, theta[d]);
    for (std::size_t r = 0; r < n; ++r)
      for (std::size_t q = 0; q < d; ++q) all[r] += theta[q] * data[r * d + q];
    return all;
  }
};

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

template <class Problem>
void check_derivatives(Problem& problem, std::vector<double> const& theta) {
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-7);
  std::vector<std::uint32_t> const some{3, 36, 0, 14, 7};
  auto view = problem.batch(some);
  CHECK(gradient_error(view, theta) < 1e-9);
  CHECK(hessian_error(view, theta) < 1e-7);
}

constexpr char const* plug_in = "on a batch the value is the plug-in";
constexpr char const* why = "because a value that varies along the data needs a sum over all of them";

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
  CHECK(says(gs::explain<log_mean>(), "passes over the data: 2"));
  CHECK(says(gs::explain<variance(i, s)>(), plug_in));
  CHECK(says(gs::explain<variance(i, s)>(), why));
  CHECK(!says(gs::explain<mean(i, square(s - y))>(), plug_in));
}

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
