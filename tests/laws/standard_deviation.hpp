// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a standard deviation is.
#pragma once

#include <numeric>

#include "laws/reductions.hpp"

namespace gradsmith::tests::reductions {

struct standard_deviation_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::standard_deviation(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    double const mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
    double total = 0;
    for (double a : x) total += (a - mean) * (a - mean);
    return std::sqrt(total / static_cast<double>(x.size()));
  }
};

}  // namespace gradsmith::tests::reductions
