// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: angle and length of a point of the plane, x log y.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

function_group const group{
    of_two<hypot(x, y), x, y>("hypot"),
    of_two<atan2(x, y), x, y>("atan2"),
    of_two<xlogy(x, y), x, y>("xlogy"),
};

}  // namespace

TEST_CASE("function tables: angle and length in the plane, x log y") { check_tables(group); }
