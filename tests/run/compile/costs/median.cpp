// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The table of all costs that the files of this folder measure, and the median of those of the gradient.
#include <algorithm>
#include <cstdio>

#include "run/compile/costs/costs.hpp"

TEST_CASE("costs of derivatives: value and gradient together, over all losses") {
  auto const& rows = gradsmith::tests::costs::table();
  REQUIRE(rows.size() == 2 * 32 + 2);
  std::vector<double> gradients;
  std::printf("%-48s %9s  gradient   jvp   vjp   hvp\n", "operations per operation of the value", "value");
  for (auto const& each : rows) {
    std::printf("%-48s %9.0f  %8.2f %5.2f ", each.name.c_str(), each.value, each.gradient, each.jvp);
    if (each.vjp == 0) std::printf("    -");
    else std::printf("%5.2f", each.vjp);
    std::printf(" %5.2f\n", each.hvp);
    gradients.push_back(each.gradient);
  }
  std::nth_element(gradients.begin(), gradients.begin() + static_cast<std::ptrdiff_t>(gradients.size() / 2), gradients.end());
  CHECK(gradients[gradients.size() / 2] <= 2.5);
}
