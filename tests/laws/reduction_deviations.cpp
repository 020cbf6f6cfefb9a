// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of reductions: standard deviation.
#include "laws/reductions.hpp"

#include <numeric>

using namespace gradsmith::tests::reductions;

namespace {

struct standard_deviation_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::standard_deviation(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    double const mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
    double total = 0;
    for (double a : x) total += (a - mean) * (a - mean);
    return std::sqrt(total / static_cast<double>(x.size()));
  }
};

}  // namespace

TEST_CASE("laws: standard_deviation over one axis and over several") {
  check_values<standard_deviation_law>();
  check_derivatives<standard_deviation_law>();
}
