// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// An outer product against one for each row, with each axis in the lanes.
#include "run/models/contractions.hpp"

namespace {

using namespace gradsmith::tests::contractions;
using from_data = formulas<"">;

}  // namespace

TEST_CASE("an outer product: along each axis") {
  check_outer<from_data, stream(from_data::j, from_data::outer)>();
  check_outer<from_data, stream(from_data::k, from_data::outer)>();
}
