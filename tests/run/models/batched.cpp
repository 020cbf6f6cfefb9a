// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The matrix product for each of several pairs of matrices, with extents that the data tell and declared ones.
#include "run/models/contractions.hpp"

namespace {

using namespace gradsmith::tests::contractions;
using from_data = formulas<"">;
using declared = formulas<"bijk">;
using partly = formulas<"jk">;

}  // namespace

TEST_CASE("batched matrix products: extents from the data, or declared") {
  check_batched<from_data, from_data::batched>();
  check_batched<declared, declared::batched>();
  check_batched<partly, partly::batched>();
}
