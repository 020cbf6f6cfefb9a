// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: the logistic function and its relatives, activations of networks.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

function_group const group{
    of_one<1 / (1 + exp(-x)), x>("sigmoid"),
    of_one<log(1 / (1 + exp(-x))), x>("logsigmoid"),
    of_one<log(1 + exp(x)), x>("softplus"),
    of_one<x / (1 + abs(x)), x>("softsign"),
    of_one<x / (1 + exp(-x)), x>("silu"),
    of_one<x * tanh(log(1 + exp(x))), x>("mish"),
    of_one<where(x > 0, x, exp(x) - 1), x>("elu"),
    of_one<relu(x), x>("relu"),
    of_one<where(x > 0, x, x / 100), x>("leaky_relu"),
    of_one<log(x / (1 - x)), x>("logit"),
    of_one<tanh(x), x>("tanh"),
};

}  // namespace

TEST_CASE("function tables: the logistic function and activations") { check_tables(group); }
