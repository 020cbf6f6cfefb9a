// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Lowering: a choice by a comparison is one instruction, for the comparisons of others too.
#include "support/static.hpp"

namespace gs = gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;

template <auto Condition>
using choice = stages_of<where(Condition, exp(x), y)>;
template <auto Condition>
consteval bool is_one_instruction(std::string_view name) {
  gs::ir::graph_view const g = choice<Condition>::lowered::view;
  return count_operations(g, name) == 1 && count_operations(g, "where") == 0;
}

static_assert(is_one_instruction<x == y>("select_eq"));
static_assert(is_one_instruction<x != y>("select_ne"));
static_assert(is_one_instruction<x < y>("select_lt"));
static_assert(is_one_instruction<x <= y>("select_le"));
static_assert(is_one_instruction<(x > y)>("select_gt"));
static_assert(is_one_instruction<(x >= y)>("select_ge"));
static_assert(gs::operations<where(x > y, x, y)>.at().compare == 1);
static_assert(gs::operations<where(x > y, x, y)>.at().select == 1);

// any other condition is compared with 0
static_assert(count_operations(choice<x * y>::lowered::view, "where") == 1);

// A comparison from outside the library brings its choice like those of the library.
struct twice_less {
  static constexpr std::string_view name = "twice_less";
  static constexpr std::string_view infix = "<<";
  static constexpr int arity = 2;
  static auto test(auto a, auto b) { return gs::simd::lt(a + a, b); }
  static auto value(auto a, auto b) {
    using V = decltype(a);
    return gs::simd::select(test(a, b), gs::simd::broadcast<V>(1), gs::simd::broadcast<V>(0));
  }
  static constexpr gs::ref select(gs::ref a, gs::ref b, gs::ref chosen, gs::ref other) {
    return gs::ir::apply<gs::op::select_if<twice_less>>(0, a, b, chosen, other);
  }
};
constexpr auto much_less = gs::call<twice_less>(x, y);
static_assert(is_one_instruction<much_less>("select_twice_less"));
static_assert(reads<where(much_less, x, y), "where(x << y, x, y)">);

// Logarithms are taken of products where these cannot overflow, in float neither.
constexpr auto i = gs::axis<"i">;
constexpr auto t = gs::input<"t">(i);
template <auto E>
constexpr int blocks_in_sum_of = count_operations(stages_of<sum(i, E)>::lowered::view, "sum_log1p");
static_assert(blocks_in_sum_of<log(1 + exp(-x * t))> == 1);
static_assert(blocks_in_sum_of<log(1 + 30000 * exp(-abs(x - t)))> == 1);
static_assert(blocks_in_sum_of<log(1 + 40000 * exp(-abs(x - t)))> == 0);
static_assert(blocks_in_sum_of<log(1 + square(x - t))> == 0);
static_assert(blocks_in_sum_of<log1p(abs(t))> == 0);

}  // namespace
