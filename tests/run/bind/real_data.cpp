// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Logistic and softmax regression on breast_cancer and digits: value and gradient
// against the formulas in long double, and the optima that scikit-learn and Newton's method found.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
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

// The coefficients of a fit: all weights, class by class, then all intercepts.
std::vector<double> fitted(std::string const& name) {
  table const t = read_table("reference/fits/" + name + ".csv");
  std::vector<double> weights, intercepts;
  for (std::size_t r = 0; r < t.rows.size(); ++r)
    (t.text(r, "feature") == "intercept" ? intercepts : weights).push_back(t.number(r, "coefficient"));
  weights.insert(weights.end(), intercepts.begin(), intercepts.end());
  return weights;
}

// The row of a fit in the index of the folder, or one behind the last, where the folder does not have the fit or
// made it of other rows than its data set has.
std::size_t row_of_fit(table const& index, std::string const& name, dataset const& s) {
  std::size_t row = 0;
  while (row < index.rows.size() && index.text(row, "name") != name) ++row;
  std::string why;
  if (row == index.rows.size()) why = "not in index.tsv";
  else if (!has_table("reference/fits/" + name + ".csv")) why = "no coefficients";
  else if (index.has("rows") && index.number(row, "rows") != static_cast<double>(s.n))
    why = "made of " + index.text(row, "rows") + " rows, not " + std::to_string(s.n);
  else return row;
  print_not_covered("the fit " + name + " (" + why + ")");
  return index.rows.size();
}

template <class Problem>
void check_optimum(Problem& problem, std::string const& name, dataset const& s, double gradient_limit) {
  table const index = has_table("reference/fits/index.tsv") ? read_table("reference/fits/index.tsv") : table{};
  std::size_t const row = row_of_fit(index, name, s);
  if (row == index.rows.size()) return;
  std::vector<double> const theta = fitted(name);
  REQUIRE(theta.size() == problem.size());
  std::vector<double> g(theta.size());
  double const listed = index.number(row, "objective");
  CHECK(std::abs(problem.value_and_gradient(theta, g) - listed) < 1e-12 * listed);
  // Fits of one's own may be less exact than ours, and say so.
  if (!is_project_test_data(test_data()) && index.has("max_abs_gradient"))
    gradient_limit = std::max(gradient_limit, 2 * index.number(row, "max_abs_gradient"));
  for (double each : g) CHECK(std::abs(each) < gradient_limit);
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

TEST_CASE("the listed optima are ours") {
  auto const check_softmax = [](std::string const& name, dataset const& s, double gradient_limit) {
    auto problem = gs::bind<softmax_regression>(x = gs::matrix(s.x, s.n, s.d), y = s.y, c = s.classes());
    check_optimum(problem, name, s, gradient_limit);
  };
  if (auto const cancer = read("breast_cancer")) {
    dataset const s = standardised(*cancer);
    auto problem = gs::bind<logistic>(x = gs::matrix(s.x, s.n, s.d), y = s.y);
    check_optimum(problem, "logistic_breast_cancer", s, 1e-12);
  }
  if (auto const digits = read("digits")) check_softmax("softmax_digits", divided(*digits, 16), 1e-12);
  if (auto const iris = read("iris")) {
    check_softmax("softmax_iris", *iris, 1e-11);
    check_softmax("softmax_iris_standardised", standardised(*iris), 1e-12);
  }
}

TEST_CASE("data sets and fits that no test uses are listed") {
  auto const list_others = [](std::string const& part, std::string const& what, std::set<std::string> const& used) {
    for (auto const& name : table_names(part))
      if (!used.contains(name)) print_not_covered(what + name);
  };
  list_others("tables", "the data set ", {"iris", "breast_cancer", "digits"});
  list_others("reference/fits", "the fit ", {"logistic_breast_cancer", "softmax_digits", "softmax_iris", "softmax_iris_standardised"});
}
