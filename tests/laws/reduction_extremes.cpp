// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of reductions: the greatest and the least.
#include "laws/reductions.hpp"

using namespace gradsmith::tests::reductions;

namespace {

struct max_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::max(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    return *std::max_element(x.begin(), x.end());
  }
};

struct min_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::min(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    return *std::min_element(x.begin(), x.end());
  }
};

}  // namespace

TEST_CASE("laws: max over one axis and over several") {
  check_values<max_law>();
  check_derivatives<max_law>();
}

TEST_CASE("laws: min over one axis and over several") {
  check_values<min_law>();
}
