// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of reductions: standard deviation, its derivatives.
#include "laws/standard_deviation.hpp"

using namespace gradsmith::tests::reductions;

TEST_CASE("laws: derivatives of standard_deviation over one axis and over several") { check_derivatives<standard_deviation_law>(); }
