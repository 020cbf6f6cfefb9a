// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of reductions: variance.
#include "laws/reductions.hpp"

#include <numeric>

using namespace gradsmith::tests::reductions;

namespace {

struct variance_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::variance(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    double const mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
    double total = 0;
    for (double a : x) total += (a - mean) * (a - mean);
    return total / static_cast<double>(x.size());
  }
};

}  // namespace

TEST_CASE("laws: variance over one axis and over several") {
  check_values<variance_law>();
}
