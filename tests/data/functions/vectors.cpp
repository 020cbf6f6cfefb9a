// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: functions of a vector of logits and a class, of any size.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto c = gs::axis<"c">;
constexpr auto z = gs::input<"z">(i, c);
constexpr auto k = gs::input<"k">(i);
constexpr auto lse = log(sum(c, exp(z)));

function_group const group{
    of_vector<lse, z>("logsumexp"),
    of_vector<lse - pick(c, z, k), z, k>("softmax_cross_entropy"),
};

}  // namespace

TEST_CASE("function tables: functions of a vector of logits and a class, of any size") { check_tables(group); }
