// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A matrix product per class for data by columns, for parts of the rows, along a direction, and with a row that is no number.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>

#include "run/models/triangles.hpp"

namespace {

using namespace gradsmith::tests;
using namespace gradsmith::tests::triangles;

constexpr auto lower = loss<where(e <= d, q(k, d, e), 0)>;

struct problem_data {
  shape s;
  std::vector<double> xs = normal_numbers(s.rows * s.size, 1), ys = normal_numbers(s.rows * s.size, 2);

  auto bound(std::vector<double> const& points) const {
    return gs::bind<lower>(x = gs::matrix(points, s.rows, s.size), y = gs::matrix(ys, s.rows, s.size), k = shape::classes, d = s.size, e = s.size);
  }
  auto by_columns(std::vector<double> const& x_columns, std::vector<double> const& y_columns) const {
    return gs::bind<lower>(x = gs::column_major(x_columns.data(), s.rows, s.size), y = gs::column_major(y_columns.data(), s.rows, s.size),
                           k = shape::classes, d = s.size, e = s.size);
  }
  std::vector<double> transposed(std::vector<double> const& from) const {
    std::vector<double> to(from.size());
    for (std::size_t r = 0; r < s.rows; ++r)
      for (std::size_t c = 0; c < s.size; ++c) to[c * s.rows + r] = from[r * s.size + c];
    return to;
  }
};

void check_rows(shape s) {
  CAPTURE(s.rows);
  CAPTURE(s.size);
  problem_data const data{s};
  auto problem = data.bound(data.xs);
  auto const theta = normal_numbers(problem.size(), 3, 0.4), direction = normal_numbers(problem.size(), 4, 0.1);
  std::vector<double> gradient(problem.size()), other(problem.size()), total(problem.size());
  double const value = problem.value_and_gradient(theta, gradient);

  auto const x_columns = data.transposed(data.xs), y_columns = data.transposed(data.ys);
  CHECK(data.by_columns(x_columns, y_columns).value_and_gradient(theta, other) == doctest::Approx(value).epsilon(1e-12));
  CHECK(largest_distance(gradient, other) < 1e-12);

  std::vector<std::uint32_t> order(s.rows);
  std::iota(order.begin(), order.end(), 0u);
  std::reverse(order.begin(), order.end());
  double sum = 0;
  for (auto const part : {std::span<std::uint32_t const>(order).first(s.rows / 3 + 1), std::span<std::uint32_t const>(order).subspan(s.rows / 3 + 1)}) {
    if (part.empty()) continue;
    double const share = static_cast<double>(part.size()) / static_cast<double>(s.rows);
    sum += share * problem.batch(part).value_and_gradient(theta, other);
    for (std::size_t j = 0; j < total.size(); ++j) total[j] += share * other[j];
  }
  CHECK(std::abs(sum - value) < 1e-11 * static_cast<double>(s.rows * s.size));
  CHECK(largest_distance(gradient, total) < 1e-12);

  std::vector<double> product(problem.size()), ahead(problem.size()), behind(problem.size()), moved(theta);
  problem.hvp(theta, direction, product);
  constexpr double step = 1e-5;
  for (std::size_t j = 0; j < moved.size(); ++j) moved[j] = theta[j] + step * direction[j];
  problem.gradient(moved, ahead);
  for (std::size_t j = 0; j < moved.size(); ++j) moved[j] = theta[j] - step * direction[j];
  problem.gradient(moved, behind);
  for (std::size_t j = 0; j < moved.size(); ++j) ahead[j] = (ahead[j] - behind[j]) / (2 * step);
  CHECK(largest_distance(product, ahead) < 1e-8);
  std::vector<double> spoilt = data.xs;
  spoilt[s.rows / 2 * s.size] = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isnan(data.bound(spoilt).value(theta)));
}

}  // namespace

TEST_CASE("a matrix product per class: rows of any kind") {
  for (std::size_t const size : {1u, 2u, 8u, 15u})
    for (std::size_t const rows : {1u, 31u, 130u}) check_rows({rows, size});
}
