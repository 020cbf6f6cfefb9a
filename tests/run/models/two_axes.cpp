// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// One sum over two axes of a product, with extents that the data tell, declared ones, and each axis in the lanes.
#include "run/models/contractions.hpp"

namespace {

using namespace gradsmith::tests::contractions;
using from_data = formulas<"">;
using declared = formulas<"bijk">;
using partly = formulas<"jk">;

}  // namespace

TEST_CASE("a product summed over two axes at once: extents from the data, or declared") {
  check_two_axes<from_data, from_data::two_axes>();
  check_two_axes<declared, declared::two_axes>();
  check_two_axes<partly, partly::two_axes>();
}

TEST_CASE("a product summed over two axes at once: along each axis") {
  check_two_axes<from_data, stream(from_data::b, from_data::two_axes)>();
  check_two_axes<from_data, stream(from_data::j, from_data::two_axes)>();
  check_two_axes<from_data, stream(from_data::k, from_data::two_axes)>();
}
