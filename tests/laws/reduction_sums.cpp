// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of reductions: sums and means.
#include "laws/reductions.hpp"

#include <numeric>

using namespace gradsmith::tests::reductions;

namespace {

struct sum_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::sum(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    return std::accumulate(x.begin(), x.end(), 0.0);
  }
};

struct mean_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::mean(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  }
};

struct norm1_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::norm1(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    double total = 0;
    for (double a : x) total += std::abs(a);
    return total;
  }
};

}  // namespace

TEST_CASE("laws: sum over one axis and over several") {
  check_values<sum_law>();
  check_derivatives<sum_law>();
}

TEST_CASE("laws: mean over one axis and over several") {
  check_values<mean_law>();
}

TEST_CASE("laws: norm1 over one axis and over several") {
  check_values<norm1_law>();
}
