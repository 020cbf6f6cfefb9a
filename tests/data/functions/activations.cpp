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
    of_one<sigmoid(x), x>("sigmoid"),
    of_one<logsigmoid(x), x>("logsigmoid"),
    of_one<softplus(x), x>("softplus"),
    of_one<softsign(x), x>("softsign"),
    of_one<silu(x), x>("silu"),
    of_one<mish(x), x>("mish"),
    of_one<elu(x), x>("elu"),
    of_one<relu(x), x>("relu"),
    of_one<leaky_relu(x), x>("leaky_relu"),
    of_one<logit(x), x>("logit"),
    of_one<tanh(x), x>("tanh"),
};

}  // namespace

TEST_CASE("function tables: the logistic function and activations") { check_tables(group); }
