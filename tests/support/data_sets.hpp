// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The public data sets as arrays, as far as the folder has them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/test_data.hpp"

namespace gradsmith::tests {

using real = long double;

struct dataset {
  std::size_t n = 0, d = 0;
  std::vector<double> x;
  std::vector<int> y;

  /// One more than the largest label.
  std::size_t classes() const { return static_cast<std::size_t>(*std::max_element(y.begin(), y.end())) + 1; }
};

// The data set of a name; a folder without it is tested without it.
inline std::optional<dataset> read(std::string const& name) {
  std::string const path = "tables/" + name + ".csv";
  if (!has_table(path)) {
    print_not_covered("the data set " + name + " (no " + path + ")");
    return {};
  }
  table const t = read_table(path);
  if (t.rows.empty()) {
    print_not_covered("the data set " + name + " (no rows)");
    return {};
  }
  dataset out{t.rows.size(), t.names.size() - 1, {}, {}};
  for (std::size_t r = 0; r < out.n; ++r) {
    for (std::size_t q = 0; q < out.d; ++q) out.x.push_back(t.number(r, q));
    double const label = t.number(r, out.d);
    if (!(label >= 0 && label < 1000 && label == std::floor(label))) throw std::invalid_argument(path + ": no class: " + t.rows[r][out.d]);
    out.y.push_back(static_cast<int>(label));
  }
  return out;
}

// Columns minus their mean, over their standard deviation with divisor n; a constant column is 0.
inline dataset standardised(dataset data) {
  for (std::size_t q = 0; q < data.d; ++q) {
    real mean = 0, spread = 0;
    for (std::size_t r = 0; r < data.n; ++r) mean += data.x[r * data.d + q];
    mean /= static_cast<real>(data.n);
    for (std::size_t r = 0; r < data.n; ++r) spread += (data.x[r * data.d + q] - mean) * (data.x[r * data.d + q] - mean);
    spread = spread > 0 ? std::sqrt(spread / static_cast<real>(data.n)) : 1;
    for (std::size_t r = 0; r < data.n; ++r) data.x[r * data.d + q] = static_cast<double>((data.x[r * data.d + q] - mean) / spread);
  }
  return data;
}
inline dataset divided(dataset data, double by) {
  for (double& each : data.x) each /= by;
  return data;
}

}  // namespace gradsmith::tests
