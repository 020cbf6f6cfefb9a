// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The matrix product for each of several pairs of matrices, each axis in the lanes.
#include "run/models/contractions.hpp"

namespace {

using namespace gradsmith::tests::contractions;
using from_data = formulas<"">;

}  // namespace

TEST_CASE("batched matrix products: along each axis") {
  check_batched<from_data, stream(from_data::b, from_data::batched)>();
  check_batched<from_data, stream(from_data::j, from_data::batched)>();
  check_batched<from_data, stream(from_data::k, from_data::batched)>();
}
