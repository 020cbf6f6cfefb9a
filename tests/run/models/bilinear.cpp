// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A bilinear form x' Q z for each row, with extents that the data tell and declared ones.
#include "run/models/contractions.hpp"

namespace {

using namespace gradsmith::tests::contractions;
using from_data = formulas<"">;
using declared = formulas<"bijk">;
using partly = formulas<"jk">;

}  // namespace

TEST_CASE("a bilinear form: extents from the data, or declared") {
  check_bilinear<from_data, from_data::bilinear>();
  check_bilinear<declared, declared::bilinear>();
  check_bilinear<partly, partly::bilinear>();
}
