// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: losses of counts and positive amounts.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto p = gs::input<"p">(i);
constexpr auto a = gs::input<"a">(i);

function_group const group{
    of_one<exp(x) - y * x, x, y>("poisson_log_link"),
    of_one<exp(x) - y * x + lgamma(y + 1), x, y>("poisson_nll_full"),
    cancelling<where(y == 0, 2 * x, 2 * (y * (1 + abs(log(y / x))) + y + x)), x, y>(
        of_one<where(y == 0, 2 * x, 2 * (y * log(y / x) - (y - x))), x, y>("poisson_deviance")),
    cancelling<2 * (1 + abs(log(y / x)) + y / x + 1), x, y>(of_one<2 * (-log(y / x) + (y - x) / x), x, y>("gamma_deviance")),
    of_one<x + y * exp(-x), x, y>("gamma_log_link"),
    of_one<square(y - x) / (square(x) * y), x, y>("inverse_gaussian_deviance"),
    cancelling<2 * (pow(y, 2 - p) / ((p - 1) * (2 - p)) + y * pow(x, 1 - p) / (p - 1) + pow(x, 2 - p) / (2 - p)), x, y, p>(
        of_one<2 * (pow(y, 2 - p) / ((1 - p) * (2 - p)) - y * pow(x, 1 - p) / (1 - p) + pow(x, 2 - p) / (2 - p)), x, y, p>(
            "tweedie_deviance")),
    of_one<-y * exp((1 - p) * x) / (1 - p) + exp((2 - p) * x) / (2 - p), x, y, p>("tweedie_log_link"),
    of_one<(y + 1 / a) * log(1 + a * exp(x)) - y * x, x, y, a>("negative_binomial_log_link"),
};

}  // namespace

TEST_CASE("function tables: losses of counts and amounts") { check_tables(group); }
