// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation where: a choice between two values, element by element.
#pragma once

#include <gradsmith/op/safe_positions.hpp>
#include <gradsmith/op/logical.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = a where the condition is not 0, else b. Both are evaluated; the one not chosen leaves no trace,
/// not even a NaN. dy/da = 1 where chosen, dy/db = 1 where not; the condition has no derivative. A choice by && or || is
/// one choice inside another, so that no 0 or 1 is formed.
struct where {
  static constexpr std::string_view name = "where";
  static constexpr std::string_view latex = "\\begin{cases} $1 & \\text{if } $0 \\\\ $2 & \\text{otherwise} \\end{cases}";
  static constexpr std::string_view cpp = "$0 != 0 ? $1 : $2";
  static constexpr int arity = 3;
  static constexpr operation_facts facts{.formula = "b where a is not 0, else c",
                                         .monotone = {monotonicity::none, monotonicity::increasing,
                                                      monotonicity::increasing},
                                         .smooth = smoothness::jump, .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.compare = 1, .select = 1};
  static constexpr interval range(interval, interval a, interval b) {
    return {a.lower < b.lower ? a.lower : b.lower, a.upper > b.upper ? a.upper : b.upper};
  }
  static constexpr ref canonical(ir::axis_set, ref condition, ref a, ref b) {
    if (condition.id < 0) return ref{};
    if (a == b) return a;
    if (condition.node().op->kind == ir::form::literal) return condition.node().value != 0 ? a : b;
    if (ref const other = negated(condition); other.exists()) return gs::call<where>(other, b, a);
    if (ref const inner = same_choice(condition, a, 1); inner.exists()) return gs::call<where>(condition, inner, b);
    if (ref const inner = same_choice(condition, b, 2); inner.exists()) return gs::call<where>(condition, a, inner);
    if (condition.graph->guarding && ir::is_position(condition)) return guarded(condition, a, b);
    return ref{};
  }
  static auto value(auto condition, auto a, auto b) {
    return simd::select(simd::ne(condition, simd::broadcast<decltype(condition)>(0)), a, b);
  }
  static constexpr ref expand(ref y, ref condition, ref a, ref b) {
    ir::graph& g = *y.graph;
    ir::operation const* const op = condition.node().op;
    auto const part = [&](int k) { return ref{&g, g.argument(condition.id, k).node}; };
    if (op == &ir::info<logical_not>) return gs::call<where>(part(0), b, a);
    if (op == &ir::info<logical_and>) return gs::call<where>(part(0), gs::call<where>(part(1), a, b), b);
    if (op == &ir::info<logical_or>) return gs::call<where>(part(0), a, gs::call<where>(part(1), a, b));
    return y;
  }
  static constexpr refs<3> partials(ref, ref condition, ref, ref) {
    return std::array{ir::literal(*condition.graph, 0), gs::call<where>(condition, 1, 0), gs::call<where>(condition, 0, 1)};
  }

 private:
  /// The condition that where(c, 0, 1) negates.
  static constexpr ref negated(ref condition) {
    ir::graph& g = *condition.graph;
    if (condition.node().op != &ir::info<where> || g.argument(condition.id, 1).node != ir::literal(g, 0).id) return ref{};
    return g.argument(condition.id, 2).node == ir::literal(g, 1).id ? ref{&g, g.argument(condition.id, 0).node} : ref{};
  }
  /// What is left of x, if it is a choice by a condition of which it is known whether it holds.
  static constexpr ref same_choice(ref condition, ref x, int taken) {
    ir::graph const& g = *x.graph;
    if (x.node().op != &ir::info<where> || g.argument(x.id, 0).node != condition.id) return ref{};
    return {x.graph, g.argument(x.id, taken).node};
  }
  static constexpr ref guarded(ref condition, ref a, ref b) {
    ir::graph& g = *condition.graph;
    g.guarding = false;  // these choices are safe
    ref const zero = ir::literal(g, 0);
    ref const safe_a = with_safe_positions(a, condition.axes(), [&](ref place) { return gs::call<where>(condition, place, zero); });
    ref const safe_b = with_safe_positions(b, condition.axes(), [&](ref place) { return gs::call<where>(condition, zero, place); });
    ref const made = safe_a == a && safe_b == b ? ref{} : gs::call<where>(condition, safe_a, safe_b);
    g.guarding = true;
    return made;
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::where
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto where(T const&... condition_a_b) {
  return call<op::where>(condition_a_b...);
}

}  // namespace gradsmith
