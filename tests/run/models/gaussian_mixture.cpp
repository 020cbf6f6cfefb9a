// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// ADBench's Gaussian mixture, one program for all sizes.
#include "run/models/gaussian_mixture.hpp"

using namespace gradsmith::tests;

TEST_CASE("Gaussian mixture: run-time extents, every input") {
  table const index = read_table("adbench/index.tsv");
  REQUIRE(!index.rows.empty());
  for (std::size_t row = 0; row < index.rows.size(); ++row) {
    CAPTURE(index.rows[row][index.column("file")]);
    check_mixture<0, 0>(mixture_data(index, row));
  }
}
