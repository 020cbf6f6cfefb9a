// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The matrix product for each of several pairs of matrices, with extents that the data tell, declared ones, and each axis in the lanes.
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

TEST_CASE("batched matrix products: along each axis") {
  check_batched<from_data, stream(from_data::b, from_data::batched)>();
  check_batched<from_data, stream(from_data::j, from_data::batched)>();
  check_batched<from_data, stream(from_data::k, from_data::batched)>();
}
