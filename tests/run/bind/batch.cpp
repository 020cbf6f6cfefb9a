// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Objectives on some of the rows: unbiased estimates, equal to a problem that holds just these rows.
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto v = gs::param<"v">(j, c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto label = gs::input<"label">(i);
constexpr auto residual = sum(j, w * x) + b - y;

constexpr auto as_mean = mean(i, square(residual));
constexpr auto as_sum = sum(i, square(residual));
constexpr auto penalty = 0.1 * sum(j, square(w)) + square(b);
constexpr auto mixed = mean(i, square(residual)) + 0.01 * sum(i, log(1 + exp(residual))) + penalty;
constexpr auto classes = mean(i, -pick(c, log_softmax(c, sum(j, v * x)), label)) + 0.05 * sum(j, sum(c, square(v)));
constexpr auto k = gs::axis<"k">;
constexpr auto pairs = sum(i, sum(k, square(sum(j, w * (x(i, j) - x(k, j)))))) + square(b);
constexpr auto plug_in = log(mean(i, exp(residual)));

constexpr std::size_t n = 203, d = 5;
auto const data = normal_numbers(n * d, 1);
auto const target = normal_numbers(n, 2);
std::vector<int> const labels = [] {
  std::vector<int> made(n);
  for (std::size_t r = 0; r < n; ++r) made[r] = static_cast<int>(r * 7 % 3);
  return made;
}();

using row_list = std::vector<std::uint32_t>;

// The rows as data of their own.
struct gathered {
  std::vector<double> data, target;
  std::vector<int> labels;
  explicit gathered(row_list const& rows) {
    for (std::uint32_t r : rows) {
      data.insert(data.end(), ::data.begin() + r * d, ::data.begin() + (r + 1) * d);
      target.push_back(::target[r]);
      labels.push_back(::labels[r]);
    }
  }
};

std::vector<row_list> batches() {
  row_list all(n), backwards(n), many(3 * n);
  std::iota(all.begin(), all.end(), 0u);
  for (std::size_t r = 0; r < n; ++r) backwards[r] = static_cast<std::uint32_t>(n - 1 - r);
  for (std::size_t r = 0; r < many.size(); ++r) many[r] = static_cast<std::uint32_t>(r * 17 % n);
  return {{0}, {202}, {5, 5, 5}, {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2}, all, backwards, many};
}

// Value and gradient of `view` against those of `own`: weight * data terms + the rest.
template <class View, class Own>
double difference(View&& view, Own&& own, std::vector<double> const& theta) {
  std::vector<double> g(theta.size()), expected(theta.size()), alone(theta.size()), product(theta.size());
  double const value = view.value_and_gradient(theta, g);
  double const wanted = own.value_and_gradient(theta, expected);
  view.gradient(theta, alone);
  double worst = std::max({distance(value, wanted), distance(view.value(theta), wanted), largest_distance(g, expected),
                           largest_distance(alone, expected)});
  view.hvp(theta, theta, product);
  own.hvp(theta, theta, expected);
  return std::max(worst, largest_distance(product, expected));
}

}  // namespace

TEST_CASE("a mean over the batch is that of a problem bound to its rows") {
  auto const theta = normal_numbers(d + 1, 3);
  auto problem = gs::bind<as_mean>(x = gs::matrix(data, n, d), y = target);
  for (row_list const& rows : batches()) {
    gathered const own(rows);
    CHECK(problem.batch(rows).rows() == rows.size());
    CHECK(problem.batch(rows).size() == d + 1);
    CHECK(difference(problem.batch(rows), gs::bind<as_mean>(x = gs::matrix(own.data, rows.size(), d), y = own.target), theta) < 1e-13);
  }
}

TEST_CASE("a sum stands for the sum over all rows; terms without rows are unchanged") {
  auto const theta = normal_numbers(d + 1, 4);
  auto whole = gs::bind<as_sum>(x = gs::matrix(data, n, d), y = target);
  auto mix = gs::bind<mixed>(x = gs::matrix(data, n, d), y = target);
  for (row_list const& rows : batches()) {
    gathered const own(rows);
    double const weight = static_cast<double>(n) / static_cast<double>(rows.size());
    long double squares = 0, softplus = 0;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      long double e = theta[d] - own.target[r];
      for (std::size_t q = 0; q < d; ++q) e += static_cast<long double>(theta[q]) * own.data[r * d + q];
      squares += e * e;
      softplus += std::log1p(std::exp(e));
    }
    long double rest = static_cast<long double>(theta[d]) * theta[d];
    for (std::size_t q = 0; q < d; ++q) rest += 0.1L * theta[q] * theta[q];
    CHECK(distance(whole.batch(rows).value(theta), static_cast<double>(weight * squares)) < 1e-13);
    double const expected = static_cast<double>(squares / static_cast<long double>(rows.size()) + 0.01L * weight * softplus + rest);
    CHECK(distance(mix.batch(rows).value(theta), expected) < 1e-13);
    auto view = mix.batch(rows);
    CHECK(gradient_error(view, theta) < 1e-9);
    std::vector<double> product(d + 1), g(d + 1);
    auto const direction = normal_numbers(d + 1, 44);
    view.hvp(theta, direction, product);
    for (std::size_t q = 0; q <= d; ++q) {
      auto const slope_along = [&](std::vector<double> const& step) {
        std::vector<double> at(theta);
        for (std::size_t p = 0; p <= d; ++p) at[p] += step[0] * direction[p];
        view.gradient(at, g);
        return g[q];
      };
      CHECK(distance(differences(slope_along, {0.0})[0], product[q]) < 1e-8);
    }
  }
}

TEST_CASE("pairs of rows: the first is of the batch, the second of the whole") {
  auto const theta = normal_numbers(d + 1, 45);
  auto problem = gs::bind<pairs>(x = gs::matrix(data, n, d));
  for (row_list const& rows : batches()) {
    long double expected = 0;
    for (std::uint32_t r : rows)
      for (std::size_t o = 0; o < n; ++o) {
        long double s = 0;
        for (std::size_t q = 0; q < d; ++q) s += static_cast<long double>(theta[q]) * (data[r * d + q] - data[o * d + q]);
        expected += s * s;
      }
    expected *= static_cast<long double>(n) / static_cast<long double>(rows.size());
    expected += static_cast<long double>(theta[d]) * theta[d];
    auto view = problem.batch(rows);
    CHECK(distance(view.value(theta), static_cast<double>(expected)) < 1e-13);
    CHECK(gradient_error(view, theta, 0.1) < 1e-9);
  }
}

TEST_CASE("all rows in order give the value of the whole") {
  auto const theta = normal_numbers(d + 1, 5);
  auto problem = gs::bind<mixed>(x = gs::matrix(data, n, d), y = target);
  std::vector<double> g(d + 1), whole(d + 1), again(d + 1);
  double const value = problem.value_and_gradient(theta, whole);
  CHECK(distance(problem.batch(batches()[4]).value_and_gradient(theta, g), value) < 1e-15);
  CHECK(largest_distance(g, whole) < 1e-15);
  // A batch leaves nothing behind.
  (void)problem.batch(batches()[3]).value_and_gradient(theta, g);
  CHECK(problem.value_and_gradient(theta, again) == value);
  CHECK(again == whole);
}

TEST_CASE("labels, and data by columns or with gaps") {
  auto const theta = normal_numbers(d * 3, 6);
  std::vector<double> by_columns(n * d), gaps(n * (d + 3), NAN);
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t q = 0; q < d; ++q) by_columns[q * n + r] = gaps[r * (d + 3) + q] = data[r * d + q];
  std::vector<double> wide_labels(2 * n, -1);
  for (std::size_t r = 0; r < n; ++r) wide_labels[2 * r] = labels[r];
  gs::array_view<double const, 1> const every_other{wide_labels.data(), {n}, {2}};
  auto by_rows = gs::bind<classes>(x = gs::matrix(data, n, d), label = labels);
  auto strided = gs::bind<classes>(x = gs::matrix(gaps.data(), n, d, d + 3), label = every_other);
  auto columns = gs::bind<classes>(x = gs::column_major(by_columns.data(), n, d), label = labels);
  for (row_list const& rows : batches()) {
    gathered const own(rows);
    auto expected = gs::bind<classes>(x = gs::matrix(own.data, rows.size(), d), label = own.labels);
    CHECK(difference(by_rows.batch(rows), expected, theta) < 1e-13);
    CHECK(difference(strided.batch(rows), expected, theta) < 1e-13);
    CHECK(difference(columns.batch(rows), expected, theta) < 1e-13);
  }
}

TEST_CASE("a mean inside a logarithm is estimated from the batch") {
  auto const theta = normal_numbers(d + 1, 7, 0.3);
  auto problem = gs::bind<plug_in>(x = gs::matrix(data, n, d), y = target);
  for (row_list const& rows : batches()) {
    gathered const own(rows);
    CHECK(difference(problem.batch(rows), gs::bind<plug_in>(x = gs::matrix(own.data, rows.size(), d), y = own.target), theta) < 1e-13);
  }
}

TEST_CASE("an average over batches of the partition is the whole: unbiased") {
  auto const theta = normal_numbers(d + 1, 8);
  auto problem = gs::bind<mixed>(x = gs::matrix(data, n, d), y = target);
  std::vector<double> g(d + 1), total(d + 1), whole(d + 1);
  double value = 0;
  constexpr std::size_t size = 29;  // 203 = 7 * 29
  for (std::size_t first = 0; first < n; first += size) {
    row_list rows(size);
    for (std::size_t r = 0; r < size; ++r) rows[r] = static_cast<std::uint32_t>((first + r) * 10 % n);
    value += problem.batch(rows).value_and_gradient(theta, g) / 7;
    for (std::size_t q = 0; q <= d; ++q) total[q] += g[q] / 7;
  }
  CHECK(distance(value, problem.value_and_gradient(theta, whole)) < 1e-13);
  CHECK(largest_distance(total, whole) < 1e-13);
}
