// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Several passes over the data by several workers.
#include "run/parallel/passes.hpp"

namespace {

using namespace gradsmith::tests::passes;

constexpr auto standardised = mean(i, square((z - mean(i, z)) / sqrt(mean(i, square(z - mean(i, z))) + 0.5) - y));

}  // namespace

TEST_CASE("several passes") { check<standardised>(); }
