// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: losses of a score and a label of -1 or 1.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto m = y * x;

function_group const group{
    of_one<log(1 + exp(-y * x)), x, y>("logistic_pm1"),
    of_one<max(0, 1 - y * x), x, y>("hinge"),
    of_one<square(max(0, 1 - y * x)), x, y>("squared_hinge"),
    of_one<where(m <= 0, 0.5 - m, where(m < 1, square(1 - m) / 2, 0)), x, y>("smooth_hinge"),
    of_one<exp(-y * x), x, y>("exponential_pm1"),
};

}  // namespace

TEST_CASE("function tables: losses of a score and a label of -1 or 1") { check_tables(group); }
