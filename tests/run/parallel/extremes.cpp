// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Extremes, where they are, and products, by several workers.
#include "run/parallel/passes.hpp"

namespace {

using namespace gradsmith::tests::passes;

constexpr auto extremes =
    max(i, z) - min(i, z * y) + 0.1 * logsumexp(i, z) + 0.001 * argmax(i, z) * b + prod(i, 1 + 1e-5 * z);

}  // namespace

TEST_CASE("extremes, where they are, and products") { check<extremes>(); }
