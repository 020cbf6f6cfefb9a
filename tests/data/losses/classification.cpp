// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: losses of the probability of two classes.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::input<"w">(i);
constexpr auto a = gs::input<"a">(i);
constexpr auto d = gs::input<"d">(i);
constexpr auto p = 1 / (1 + exp(-x));
constexpr auto p_true = where(y == 1, p, 1 - p);

function_group const group{
    of_one<-(y * log(p) + (1 - y) * log(1 - p)), x, y>("bce_with_logits"),
    of_one<-(y * log(x) + (1 - y) * log(1 - x)), x, y>("bce_probability"),
    of_one<w * y * log(1 + exp(-x)) + (1 - y) * log(1 + exp(x)), x, y, w>("weighted_bce_with_logits"),
    of_one<-where(y == 1, a, 1 - a) * pow(1 - p_true, d) * log(p_true), x, y, a, d>("focal_binary"),
    cancelling<where(y > 0, y * (1 + abs(log(y / x))), 0) + where(y < 1, (1 - y) * (1 + abs(log((1 - y) / (1 - x)))), 0), x, y>(
        of_one<where(y > 0, y * log(y / x), 0) + where(y < 1, (1 - y) * log((1 - y) / (1 - x)), 0), x, y>("kl_bernoulli")),
};

}  // namespace

TEST_CASE("function tables: losses of the probability of two classes") { check_tables(group); }
