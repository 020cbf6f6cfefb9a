// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: the error function, the gamma function and their relatives.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

function_group const group{
    of_one<erf(x), x>("erf"),         of_one<erfc(x), x>("erfc"), of_one<lgamma(x), x>("lgamma"),
    of_one<digamma(x), x>("digamma"), of_one<gelu(x), x>("gelu"), of_one<logcosh(x), x>("logcosh"),
};

}  // namespace

TEST_CASE("function tables: the error function, the gamma function and their relatives") { check_tables(group); }
