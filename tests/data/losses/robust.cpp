// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: robust losses, quantiles, likelihoods with a scale.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto d = gs::input<"d">(i);
constexpr auto t = gs::input<"t">(i);
constexpr auto v = gs::input<"v">(i);
constexpr auto r = x - y;

// 1 - (1 - u)^3 for u = (r/d)^2.
constexpr auto biweight = 1 - pow(1 - square(r / d), 3);

function_group const group{
    cancelling<square(d) / 6 * (1 + abs(pow(1 - square(r / d), 3))), x, y, d>(
        of_one<where(abs(r) <= d, square(d) / 6 * biweight, square(d) / 6), x, y, d>("tukey_biweight")),
    of_one<where(y > x, t * (y - x), (1 - t) * (x - y)), x, y, t>("quantile"),
    of_one<logcosh(r), x, y>("log_cosh"),
    of_two<(v + square(r) * exp(-v)) / 2, x, v, y>("gaussian_nll"),
    of_two<v + abs(r) * exp(-v), x, v, y>("laplace_nll"),
    of_one<(d + 1) / 2 * log(1 + square(r) / d), x, y, d>("student_t_nll"),
};

}  // namespace

TEST_CASE("function tables: robust losses and likelihoods with a scale") { check_tables(group); }
