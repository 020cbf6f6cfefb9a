// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: powers and functions of two numbers.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

function_group const group{
    of_one<sqrt(x), x>("sqrt"),
    of_one<square(x), x>("square"),
    of_one<reciprocal(x), x>("reciprocal"),
    of_one<abs(x), x>("abs"),
    of_two<pow(x, y), x, y>("pow"),
    of_two<logaddexp(x, y), x, y>("logaddexp"),
    of_two<div(x, y), x, y>("div"),
};

}  // namespace

TEST_CASE("function tables: powers and functions of two numbers") { check_tables(group); }
