// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// And, or and not of conditions: 1 where they hold, 0 where not; they have no derivative. As with where, anything but 0
// counts as true, NaN too.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// What the two of two conditions have in common; `Op::join` joins masks.
template <class Op>
struct connective {
  static constexpr int arity = 2;
  static constexpr bool commutative = true;
  static constexpr operation_counts cost{.compare = 2, .select = 1};
  static constexpr interval range(interval, interval) { return {0, 1}; }
  static auto value(auto a, auto b) {
    using V = decltype(a);
    V const zero = simd::broadcast<V>(0);
    return simd::select(Op::join(simd::ne(a, zero), simd::ne(b, zero)), simd::broadcast<V>(1), zero);
  }
  static constexpr refs<2> partials(ref, ref a, ref) {
    return std::array{ir::literal(*a.graph, 0), ir::literal(*a.graph, 0)};
  }
};

/// y = 1 where neither a nor b is 0, else 0. dy = 0.
struct logical_and : connective<logical_and> {
  static constexpr std::string_view name = "logical_and";
  static constexpr std::string_view latex = "$0 \\land $1";
  static constexpr std::string_view cpp = "$0 != 0 && $1 != 0 ? 1.0 : 0.0";
  static constexpr std::string_view infix = "&&";
  static constexpr operation_facts facts{.formula = "1 where neither a nor b is 0, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::even};
  static auto join(auto a, auto b) { return simd::mask_and(a, b); }
};

/// y = 1 where a or b is not 0, else 0. dy = 0.
struct logical_or : connective<logical_or> {
  static constexpr std::string_view name = "logical_or";
  static constexpr std::string_view latex = "$0 \\lor $1";
  static constexpr std::string_view cpp = "$0 != 0 || $1 != 0 ? 1.0 : 0.0";
  static constexpr std::string_view infix = "||";
  static constexpr operation_facts facts{.formula = "1 where a or b is not 0, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::even};
  static auto join(auto a, auto b) { return simd::mask_or(a, b); }
};

/// y = 1 where a is 0, else 0 (0 for NaN). dy = 0.
struct logical_not {
  static constexpr std::string_view name = "logical_not";
  static constexpr std::string_view latex = "\\lnot $)0";
  static constexpr std::string_view cpp = "$0 == 0 ? 1.0 : 0.0";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1 where x is 0, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::even};
  static constexpr operation_counts cost{.compare = 1, .select = 1};
  static constexpr interval range(interval) { return {0, 1}; }
  static auto value(auto a) {
    using V = decltype(a);
    return simd::select(simd::eq(a, simd::broadcast<V>(0)), simd::broadcast<V>(1), simd::broadcast<V>(0));
  }
  static constexpr refs<1> partials(ref, ref a) { return std::array{ir::literal(*a.graph, 0)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::logical_and
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logical_and(T const&... a_and_b) {
  return call<op::logical_and>(a_and_b...);
}
/// @copydoc op::logical_or
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logical_or(T const&... a_and_b) {
  return call<op::logical_or>(a_and_b...);
}
/// @copydoc op::logical_not
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logical_not(T const&... a) {
  return call<op::logical_not>(a...);
}

}  // namespace gradsmith
