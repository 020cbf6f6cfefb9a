// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A symbol under two indices: its derivative renames one of them, and what is symmetric in the two stays one node.
#include "support/static.hpp"

#include <gradsmith/gradsmith.hpp>

namespace {

using namespace gradsmith;
using namespace gradsmith::tests;

constexpr auto i = axis<"i">;
constexpr auto k = axis<"k">;
constexpr auto f = axis<"f">;
constexpr auto x = input<"x">(i, f);
constexpr auto y = input<"y">(i);
constexpr auto a = param<"a">(i);
constexpr auto p = param<"p">(i, f);
constexpr auto width = param<"width">;

constexpr auto kernel = exp(-width * sum(f, square(x(i, f) - x(k, f))));
constexpr auto energy = sum(i, k, a(i) * a(k) * kernel);
constexpr auto regression = mean(i, square(y - sum(k, a(k) * kernel))) + energy;
constexpr auto apart = sum(i, k, exp(-sum(f, square(p(i, f) - p(k, f)))));

template <auto Loss>
consteval int exponentials() {
  return count_exponentials(stages_of<Loss, gradient(Loss)>::lowered::view);
}

static_assert(exponentials<energy>() == 1);
static_assert(exponentials<regression>() == 1);
static_assert(exponentials<apart>() == 1);

}  // namespace
