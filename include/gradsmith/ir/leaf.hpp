// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The nodes without arguments of their own: numbers, symbols, extents and positions of axes.
#pragma once

#include <gradsmith/ir/ref.hpp>

namespace gradsmith::ir {

inline constexpr operation literal_record{.name = "literal", .kind = form::literal, .arity = 0, .hash = hash_text("literal")};
inline constexpr operation symbol_record{.name = "symbol", .kind = form::symbol, .hash = hash_text("symbol")};
inline constexpr operation extent_record{.name = "extent", .kind = form::extent, .arity = 0, .hash = hash_text("extent")};
inline constexpr operation index_record{.name = "index", .kind = form::index, .arity = 0, .hash = hash_text("index")};
inline constexpr operation wildcard_record{.name = "wildcard", .kind = form::wildcard, .arity = 0, .hash = hash_text("wildcard")};
inline constexpr operation derivative_record{.name = "diff", .kind = form::derivative, .arity = 2, .hash = hash_text("diff")};
// jvp(e, w, v, b, u): count 1 + 2 per symbol; vjp(e, u, s); hessian_diagonal(diff(e, s), s).
inline constexpr operation jvp_record{.name = "jvp", .kind = form::derivative, .arity = 3, .hash = hash_text("jvp")};
inline constexpr operation vjp_record{.name = "vjp", .kind = form::derivative, .arity = 3, .hash = hash_text("vjp")};
inline constexpr operation hessian_diagonal_record{.name = "hessian_diagonal", .kind = form::derivative, .arity = 2, .hash = hash_text("hessian_diagonal")};
inline constexpr operation let_reference_record{.name = "let", .kind = form::let, .arity = 0, .hash = hash_text("let")};

[[nodiscard]] constexpr ref literal(graph& g, double value) {
  // -0.0 would be a second zero; no rule tells them apart.
  double const plain = value == 0 ? 0.0 : value;
  // Nothing bounds a NaN, and clang refuses to compute with one.
  interval const range = plain == plain ? interval{plain, plain} : real_line;
  return {&g, g.intern({.op = &literal_record, .value = plain, .range = range}, nullptr, 0)};
}

/// The position along an axis, counted from 0.
[[nodiscard]] constexpr ref index(graph& g, int axis) {
  return {&g, g.intern({.op = &index_record, .axes = axis_bit(axis), .tag = axis, .range = non_negative}, nullptr, 0)};
}

/// The length of an axis: a number already if the extent is known to the compiler.
[[nodiscard]] constexpr ref extent(graph& g, int axis) {
  int const origin = g.axes[axis].origin;
  if (g.axes[origin].extent != 0) return literal(g, g.axes[origin].extent);
  return {&g, g.intern({.op = &extent_record, .tag = origin, .range = {1, interval::infinity}}, nullptr, 0)};
}

/// Symbol number `number`, its dimension d indexed by the axis `axes[d]`.
[[nodiscard]] constexpr ref symbol_at(graph& g, int number, int const* axes, int rank) {
  edge arguments[max_rank]{};
  axis_set set = 0;
  for (int d = 0; d < rank; ++d) {
    arguments[d] = {index(g, axes[d]).id, 1};
    set |= axis_bit(axes[d]);
  }
  return {&g, g.intern({.op = &symbol_record, .axes = set, .tag = number}, arguments, rank)};
}

[[nodiscard]] constexpr ref wildcard(graph& g, int number, axis_set axes = 0) {
  return {&g, g.intern({.op = &wildcard_record, .axes = axes, .tag = number}, nullptr, 0)};
}

}  // namespace gradsmith::ir
