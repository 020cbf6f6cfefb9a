// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: distances between distributions and between vectors, of any size.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto c = gs::axis<"c">;
constexpr auto q = gs::input<"q">(i, c);
constexpr auto p = gs::input<"p">(i, c);
constexpr auto u = gs::input<"u">(i, c);
constexpr auto v = gs::input<"v">(i, c);

constexpr auto cosine = sum(c, u * v) / (sqrt(sum(c, square(u))) * sqrt(sum(c, square(v))));

function_group const group{
    of_vector<sum(c, p * log(p / q)), q, p>("kl_divergence"),
    cancelling<1 + abs(cosine), u, v>(of_vector<1 - cosine, u, v>("cosine_distance")),
};

}  // namespace

TEST_CASE("function tables: distances between distributions and between vectors, of any size") { check_tables(group); }
