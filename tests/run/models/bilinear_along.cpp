// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A bilinear form x' Q z for each row, with each axis in the lanes.
#include "run/models/contractions.hpp"

namespace {

using namespace gradsmith::tests::contractions;
using from_data = formulas<"">;

}  // namespace

TEST_CASE("a bilinear form: along each axis") {
  check_bilinear<from_data, stream(from_data::j, from_data::bilinear)>();
  check_bilinear<from_data, stream(from_data::k, from_data::bilinear)>();
}
