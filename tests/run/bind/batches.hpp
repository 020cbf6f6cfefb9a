// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Data with many choices of rows, and a comparison of a batch with a problem that holds just its rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "support/numeric.hpp"

namespace gradsmith::tests {

inline constexpr std::size_t n = 203, d = 5;
inline auto const data = normal_numbers(n * d, 1);
inline auto const target = normal_numbers(n, 2);
inline std::vector<int> const labels = [] {
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
      data.insert(data.end(), tests::data.begin() + r * d, tests::data.begin() + (r + 1) * d);
      target.push_back(tests::target[r]);
      labels.push_back(tests::labels[r]);
    }
  }
};

inline std::vector<row_list> batches() {
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

}  // namespace gradsmith::tests
