// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: logits and a class, hinge and label smoothing, of any size.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto c = gs::axis<"c">;
constexpr auto z = gs::input<"z">(i, c);
constexpr auto k = gs::input<"k">(i);
constexpr auto d = gs::input<"d">(i);
constexpr auto lse = log(sum(c, exp(z)));

function_group const group{
    of_vector<sum(c, max(0, 1 + z - pick(c, z, k))) - 1, z, k>("multiclass_hinge"),
    of_vector<(1 - d) * (lse - pick(c, z, k)) + d * (lse - mean(c, z)), z, k, d>("label_smoothing_ce"),
};

}  // namespace

TEST_CASE("function tables: logits and a class, hinge and label smoothing, of any size") { check_tables(group); }
