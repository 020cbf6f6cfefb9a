// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of reductions: sums of exponentials.
#include "laws/reductions.hpp"

using namespace gradsmith::tests::reductions;

namespace {

struct logsumexp_law {
  static constexpr auto of(auto const&... axes_and_e) { return gs::logsumexp(axes_and_e...); }
  static double loop(std::vector<double> const& x) {
    double total = 0;
    for (double a : x) total += std::exp(a);
    return std::log(total);
  }
};

}  // namespace

TEST_CASE("laws: logsumexp over one axis and over several") {
  check_values<logsumexp_law>();
  check_derivatives<logsumexp_law>();
}
