// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of reductions: products.
#include "laws/reductions.hpp"

#include <numeric>

using namespace gradsmith::tests::reductions;

namespace {

struct prod_law {
  static constexpr bool around_one = true;
  static constexpr auto of(auto const&... axes_and_e) { return gs::prod(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    return std::accumulate(x.begin(), x.end(), 1.0, [](double a, double b) { return a * b; });
  }
};

}  // namespace

TEST_CASE("laws: prod over one axis and over several") {
  check_values<prod_law>();
  check_derivatives<prod_law>();
}
