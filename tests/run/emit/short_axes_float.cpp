// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Short axes in float.
#include "run/emit/short_axes.hpp"

TEST_CASE("short axes give what axes from the data give: float") { gradsmith::tests::short_axes::check<float>(); }
