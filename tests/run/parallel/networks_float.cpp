// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A network in float by several workers.
#include "run/parallel/networks.hpp"

TEST_CASE("a network: float") { gradsmith::tests::networks::check<float>(); }
