// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// An outer product against one for each row, with extents that the data tell and declared ones.
#include "run/models/contractions.hpp"

namespace {

using namespace gradsmith::tests::contractions;
using from_data = formulas<"">;
using declared = formulas<"bijk">;
using partly = formulas<"jk">;

}  // namespace

TEST_CASE("an outer product: extents from the data, or declared") {
  check_outer<from_data, from_data::outer>();
  check_outer<declared, declared::outer>();
  check_outer<partly, partly::outer>();
}
