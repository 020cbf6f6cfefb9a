// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A network by several workers.
#include "run/parallel/networks.hpp"

TEST_CASE("a network") { gradsmith::tests::networks::check<double>(); }
