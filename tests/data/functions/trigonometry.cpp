// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: trigonometric and hyperbolic functions and their inverses.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

function_group const group{
    of_one<sin(x), x>("sin"),     of_one<cos(x), x>("cos"),     of_one<tan(x), x>("tan"),
    of_one<asin(x), x>("asin"),   of_one<acos(x), x>("acos"),   of_one<atan(x), x>("atan"),
    of_one<sinh(x), x>("sinh"),   of_one<cosh(x), x>("cosh"),   of_one<asinh(x), x>("asinh"),
    of_one<acosh(x), x>("acosh"), of_one<atanh(x), x>("atanh"), of_one<cbrt(x), x>("cbrt"),
};

}  // namespace

TEST_CASE("function tables: trigonometric and hyperbolic functions") { check_tables(group); }
