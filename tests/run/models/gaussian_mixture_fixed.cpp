// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// ADBench's Gaussian mixture with extents that the compiler knows, from the same formula.
#include "run/models/gaussian_mixture.hpp"

using namespace gradsmith::tests;

TEST_CASE("Gaussian mixture: compile-time extents") {
  table const index = read_table("adbench/index.tsv");
  for (std::size_t row = 0; row < index.rows.size(); ++row) {
    mixture_data const data(index, row);
    if (data.dimensions == 2 && data.components == 5) check_mixture<2, 5>(data);
    else if (data.dimensions == 10 && data.components == 10) check_mixture<10, 10>(data);
    else print_not_covered(index.rows[row][index.column("file")] + " with compile-time extents");
  }
}
