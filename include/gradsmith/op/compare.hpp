// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The six comparisons: 1 where they hold, 0 where not; they have no derivative. Each brings the choice by
// it, which needs no 0 or 1.
#pragma once

#include <gradsmith/op/select_if.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// What the six have in common; `Op::test` compares.
template <class Op>
struct comparison {
  static constexpr int arity = 2;
  static constexpr operation_counts cost{.compare = 1, .select = 1};
  static constexpr interval range(interval, interval) { return {0, 1}; }
  static auto value(auto a, auto b) {
    using V = decltype(a);
    return simd::select(Op::test(a, b), simd::broadcast<V>(1), simd::broadcast<V>(0));
  }
  static constexpr refs<2> partials(ref, ref a, ref) {
    return std::array{ir::literal(*a.graph, 0), ir::literal(*a.graph, 0)};
  }
  static constexpr ref select(ref a, ref b, ref x, ref z) { return ir::apply<select_if<Op>>(0, a, b, x, z); }
};

/// y = 1 where a = b, else 0 (0 for NaN). dy = 0.
struct eq : comparison<eq> {
  static constexpr std::string_view name = "eq";
  static constexpr std::string_view latex = "$0 = $1";
  static constexpr std::string_view cpp = "$0 == $1 ? 1.0 : 0.0";
  static constexpr std::string_view infix = "==";
  static constexpr operation_facts facts{.formula = "1 where a = b, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::even};
  static constexpr bool commutative = true;
  static auto test(auto a, auto b) { return simd::eq(a, b); }
};

/// y = 1 where a != b or either is NaN, else 0. dy = 0.
struct ne : comparison<ne> {
  static constexpr std::string_view name = "ne";
  static constexpr std::string_view latex = "$0 \\ne $1";
  static constexpr std::string_view cpp = "$0 != $1 ? 1.0 : 0.0";
  static constexpr std::string_view infix = "!=";
  static constexpr operation_facts facts{.formula = "1 where a != b, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::even};
  static constexpr bool commutative = true;
  static auto test(auto a, auto b) { return simd::ne(a, b); }
};

/// y = 1 where a < b, else 0 (0 for NaN). dy = 0.
struct lt : comparison<lt> {
  static constexpr std::string_view name = "lt";
  static constexpr std::string_view latex = "$0 < $1";
  static constexpr std::string_view cpp = "$0 < $1 ? 1.0 : 0.0";
  static constexpr std::string_view infix = "<";
  static constexpr operation_facts facts{.formula = "1 where a < b, else 0",
                                         .monotone = {monotonicity::decreasing, monotonicity::increasing},
                                         .smooth = smoothness::jump};
  static auto test(auto a, auto b) { return simd::lt(a, b); }
};

/// y = 1 where a <= b, else 0 (0 for NaN). dy = 0.
struct le : comparison<le> {
  static constexpr std::string_view name = "le";
  static constexpr std::string_view latex = "$0 \\le $1";
  static constexpr std::string_view cpp = "$0 <= $1 ? 1.0 : 0.0";
  static constexpr std::string_view infix = "<=";
  static constexpr operation_facts facts{.formula = "1 where a <= b, else 0",
                                         .monotone = {monotonicity::decreasing, monotonicity::increasing},
                                         .smooth = smoothness::jump};
  static auto test(auto a, auto b) { return simd::le(a, b); }
};

/// y = 1 where a > b, else 0 (0 for NaN). dy = 0.
struct gt : comparison<gt> {
  static constexpr std::string_view name = "gt";
  static constexpr std::string_view latex = "$0 > $1";
  static constexpr std::string_view cpp = "$0 > $1 ? 1.0 : 0.0";
  static constexpr std::string_view infix = ">";
  static constexpr operation_facts facts{.formula = "1 where a > b, else 0",
                                         .monotone = {monotonicity::increasing, monotonicity::decreasing},
                                         .smooth = smoothness::jump};
  static auto test(auto a, auto b) { return simd::gt(a, b); }
};

/// y = 1 where a >= b, else 0 (0 for NaN). dy = 0.
struct ge : comparison<ge> {
  static constexpr std::string_view name = "ge";
  static constexpr std::string_view latex = "$0 \\ge $1";
  static constexpr std::string_view cpp = "$0 >= $1 ? 1.0 : 0.0";
  static constexpr std::string_view infix = ">=";
  static constexpr operation_facts facts{.formula = "1 where a >= b, else 0",
                                         .monotone = {monotonicity::increasing, monotonicity::decreasing},
                                         .smooth = smoothness::jump};
  static auto test(auto a, auto b) { return simd::ge(a, b); }
};

}  // namespace gradsmith::op

namespace gradsmith {

template <class A, class B>
  requires operands<A, B>
[[nodiscard]] constexpr auto eq(A const& a, B const& b) {
  return call<op::eq>(a, b);
}
template <class A, class B>
  requires operands<A, B>
[[nodiscard]] constexpr auto ne(A const& a, B const& b) {
  return call<op::ne>(a, b);
}
template <class A, class B>
  requires operands<A, B>
[[nodiscard]] constexpr auto lt(A const& a, B const& b) {
  return call<op::lt>(a, b);
}
template <class A, class B>
  requires operands<A, B>
[[nodiscard]] constexpr auto le(A const& a, B const& b) {
  return call<op::le>(a, b);
}
template <class A, class B>
  requires operands<A, B>
[[nodiscard]] constexpr auto gt(A const& a, B const& b) {
  return call<op::gt>(a, b);
}
template <class A, class B>
  requires operands<A, B>
[[nodiscard]] constexpr auto ge(A const& a, B const& b) {
  return call<op::ge>(a, b);
}

}  // namespace gradsmith
