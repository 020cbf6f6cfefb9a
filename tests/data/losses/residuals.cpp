// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: losses of the difference between prediction and target.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto d = gs::input<"d">(i);
constexpr auto r = x - y;

function_group const group{
    of_one<square(r), x, y>("squared_error"),
    of_one<square(r) / 2, x, y>("half_squared_error"),
    of_one<abs(r), x, y>("absolute_error"),
    of_one<where(abs(r) <= d, square(r) / 2, d * (abs(r) - d / 2)), x, y, d>("huber"),
    of_one<where(abs(r) <= d, square(r) / (2 * d), abs(r) - d / 2), x, y, d>("smooth_l1"),
    of_one<square(d) * (sqrt(1 + square(r / d)) - 1), x, y, d>("pseudo_huber"),
    of_one<square(d) / 2 * log(1 + square(r / d)), x, y, d>("cauchy"),
    of_one<square(d) / 2 * (1 - exp(-square(r / d))), x, y, d>("welsch"),
    of_one<square(r) / 2 / (square(d) + square(r)), x, y, d>("geman_mcclure"),
};

}  // namespace

TEST_CASE("function tables: losses of a difference") { check_tables(group); }
