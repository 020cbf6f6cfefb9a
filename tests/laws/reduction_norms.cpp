// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of reductions: norms.
#include "laws/reductions.hpp"

using namespace gradsmith::tests::reductions;

namespace {

struct norm2_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::norm2(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    double total = 0;
    for (double a : x) total += a * a;
    return std::sqrt(total);
  }
};

struct norm_inf_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::norm_inf(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    double most = 0;
    for (double a : x) most = std::max(most, std::abs(a));
    return most;
  }
};

}  // namespace

TEST_CASE("laws: norm2 over one axis and over several") {
  check_values<norm2_law>();
  check_derivatives<norm2_law>();
}

TEST_CASE("laws: norm_inf over one axis and over several") {
  check_values<norm_inf_law>();
}
