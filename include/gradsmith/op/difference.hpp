// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The difference of two logarithms, which may be the same infinity.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = a - b; 0 where a = b, also where both are the same infinity. dy/da = 1, dy/db = -1.
struct difference {
  static constexpr std::string_view name = "difference";
  static constexpr std::string_view cpp = "difference($0, $1)";
  static constexpr std::string_view cpp_function = "inline double difference(double a, double b) { return a == b ? 0 : a - b; }";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a - b",
                                         .monotone = {monotonicity::increasing, monotonicity::decreasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.add = 1, .compare = 1, .select = 1};
  static constexpr interval range(interval a, interval b) { return bounds::add(a, bounds::scale(-1, b)); }
  /// A plain difference in the normal form, where a or b is a finite number, and where terms cancel: left
  /// out here they cost no digits. Else in one order, so that both signs are one node.
  static constexpr ref canonical(ir::axis_set, ref a, ref b) {
    if (a.id < 0) return ref{};
    if (a.graph->expanding || is_finite(a) || is_finite(b)) return a - b;
    if (ref const plain = a - b; terms(plain) < terms(a) + terms(b)) return plain;
    return b.id < a.id ? -gs::call<difference>(b, a) : ref{};
  }
  static auto value(auto a, auto b) { return simd::select(simd::eq(a, b), simd::broadcast<decltype(a)>(0), a - b); }
  static constexpr refs<2> partials(ref, ref a, ref) {
    return std::array{ir::literal(*a.graph, 1), ir::literal(*a.graph, -1)};
  }

 private:
  static constexpr bool is_finite(ref x) {
    return x.node().op->kind == ir::form::literal && bounds::is_finite(x.node().value);
  }
  static constexpr int terms(ref x) {
    ir::node const& n = x.node();
    return n.op->kind == ir::form::sum ? n.count : n.op->kind == ir::form::literal ? 0 : 1;
  }
};

}  // namespace gradsmith::op
