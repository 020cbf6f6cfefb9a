// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: logits against a distribution, of any size.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto c = gs::axis<"c">;
constexpr auto z = gs::input<"z">(i, c);
constexpr auto y = gs::input<"y">(i, c);
constexpr auto log_p = log(exp(z) / sum(c, exp(z)));

function_group const group{
    of_vector<-sum(c, y * log_p), z, y>("softmax_cross_entropy_soft"),
    cancelling<sum(c, y * (abs(log(y)) + abs(log_p))), z, y>(of_vector<sum(c, y * (log(y) - log_p)), z, y>("kl_softmax")),
};

}  // namespace

TEST_CASE("function tables: logits against a distribution, of any size") { check_tables(group); }
