// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Function tables: distances between distributions and between vectors, of any size.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto c = gs::axis<"c">;
constexpr auto z = gs::input<"z">(i, c);
constexpr auto y = gs::input<"y">(i, c);
constexpr auto q = gs::input<"q">(i, c);
constexpr auto p = gs::input<"p">(i, c);
constexpr auto u = gs::input<"u">(i, c);
constexpr auto v = gs::input<"v">(i, c);
constexpr auto k = gs::input<"k">(i);
constexpr auto d = gs::input<"d">(i);
constexpr auto lse = log(sum(c, exp(z)));
constexpr auto log_p = log(exp(z) / sum(c, exp(z)));

function_group const group{
    of_vector<-sum(c, y * log_p), z, y>("softmax_cross_entropy_soft"),
    of_vector<sum(c, y * (log(y) - log_p)), z, y>("kl_softmax"),
    of_vector<sum(c, p * log(p / q)), q, p>("kl_divergence"),
    of_vector<(1 - d) * (lse - pick(c, z, k)) + d * (lse - mean(c, z)), z, k, d>("label_smoothing_ce"),
    of_vector<1 - sum(c, u * v) / (sqrt(sum(c, square(u))) * sqrt(sum(c, square(v)))), u, v>("cosine_distance"),
};

}  // namespace

TEST_CASE("function tables: distributions and directions") { check_tables(group); }
