// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Logistic and softmax regression on breast_cancer and digits: value and gradient against the formulas in long double.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/real_data.hpp"
#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto score = gs::let([] { return sum(j, w * x) + b; });
constexpr auto logistic = 0.5 * sum(j, square(w)) + sum(i, log(1 + exp(score)) - y * score);

constexpr auto wc = gs::param<"wc">(c, j);
constexpr auto bc = gs::param<"bc">(c);
constexpr auto logits = gs::let([] { return sum(j, wc * x) + bc; });
constexpr auto softmax_regression = 0.5 * sum(c, j, square(wc)) + sum(i, -log(pick(c, softmax(c, logits), y)));

template <class T>
answer logistic_formula(dataset const& s, std::vector<T> const& theta) {
  answer out{0, std::vector<real>(theta.size())};
  for (std::size_t q = 0; q < s.d; ++q) {
    out.value += real{0.5} * theta[q] * theta[q];
    out.gradient[q] = theta[q];
  }
  for (std::size_t r = 0; r < s.n; ++r) {
    real z = theta[s.d];
    for (std::size_t q = 0; q < s.d; ++q) z += static_cast<real>(theta[q]) * static_cast<T>(s.x[r * s.d + q]);
    out.value += std::max(z, real{0}) + std::log1p(std::exp(-std::abs(z))) - static_cast<real>(s.y[r]) * z;
    real const e = 1 / (1 + std::exp(-z)) - static_cast<real>(s.y[r]);
    for (std::size_t q = 0; q < s.d; ++q) out.gradient[q] += e * static_cast<T>(s.x[r * s.d + q]);
    out.gradient[s.d] += e;
  }
  return out;
}

// theta: wc row-major by class, then bc.
template <class T>
answer softmax_formula(dataset const& s, std::size_t m, std::vector<T> const& theta) {
  answer out{0, std::vector<real>(theta.size())};
  for (std::size_t q = 0; q < m * s.d; ++q) {
    out.value += real{0.5} * theta[q] * theta[q];
    out.gradient[q] = theta[q];
  }
  std::vector<real> e(m);
  for (std::size_t r = 0; r < s.n; ++r) {
    for (std::size_t p = 0; p < m; ++p) {
      e[p] = theta[m * s.d + p];
      for (std::size_t q = 0; q < s.d; ++q) e[p] += static_cast<real>(theta[p * s.d + q]) * static_cast<T>(s.x[r * s.d + q]);
    }
    out.value += cross_entropy(e, s.y[r]);
    for (std::size_t p = 0; p < m; ++p) {
      for (std::size_t q = 0; q < s.d; ++q) out.gradient[p * s.d + q] += e[p] * static_cast<T>(s.x[r * s.d + q]);
      out.gradient[m * s.d + p] += e[p];
    }
  }
  return out;
}

}  // namespace

TEST_CASE_TEMPLATE("logistic regression on breast_cancer", T, double, float) {
  auto const all = read("breast_cancer");
  if (!all) return;
  dataset const s = standardised(*all);
  auto const data = as<T>(s.x);
  auto problem = gs::bind<logistic>(x = gs::matrix(data, s.n, s.d), y = s.y);
  for (double scale : {0.01, 0.3, 3.0}) {
    auto const theta = normal_numbers<T>(s.d + 1, 1, scale);
    CHECK(error_in_eps(problem, theta, logistic_formula(s, theta)) < 50);
  }
}

TEST_CASE_TEMPLATE("softmax regression on digits", T, double, float) {
  auto const all = read("digits");
  if (!all) return;
  dataset const s = divided(*all, 16);
  std::size_t const m = s.classes();
  auto const data = as<T>(s.x);
  auto problem = gs::bind<softmax_regression>(x = gs::matrix(data, s.n, s.d), y = s.y, c = m);
  for (double scale : {0.01, 1.0}) {
    auto const theta = normal_numbers<T>(m * s.d + m, 2, scale);
    CHECK(error_in_eps(problem, theta, softmax_formula(s, m, theta)) < 50);
  }
}
