// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: exponentials and logarithms.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

function_group const group{
    of_one<exp(x), x>("exp"),
    of_one<log(x), x>("log"),
    of_one<log1p(x), x>("log1p"),
    of_one<expm1(x), x>("expm1"),
    of_one<exp2(x), x>("exp2"),
    of_one<log2(x), x>("log2"),
    of_one<log10(x), x>("log10"),
};

}  // namespace

TEST_CASE("function tables: exponentials and logarithms") { check_tables(group); }
