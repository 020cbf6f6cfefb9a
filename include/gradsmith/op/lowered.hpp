// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Operations that only lowering makes: contractions, logarithms by blocks, outputs.
#pragma once

#include <gradsmith/op/over.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = sum over one axis of a * b: a matrix product where a and b share no other axis, and one for each position along an axis that
/// they share. The node's tag says which of them is a triangle.
struct contraction {
  static constexpr std::string_view name = "contract";
  static constexpr std::string_view cpp = "$t += $0*$1";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "sum_k a_k b_k", .mirrored = symmetry::even};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr bool scales_with_rows = true;
  static constexpr operation_counts cost{.fma = 1};
  static constexpr double start = 0;
  static auto step(auto total, auto a, auto b) { return simd::fma(a, b, total); }
  static auto merge(auto a, auto b) { return a + b; }

  /// What of an operand is not 0: all of it, or the entries whose position along the summed axis is not beyond (lower), or not
  /// before (upper) that along the axis that the result keeps. What of the result is asked for: the entries whose position along
  /// the second operand's axis is not beyond, or not before, that along the first one's.
  static constexpr int full = 0, lower = 1, upper = 2;
  [[nodiscard]] static constexpr int tag_of(int first, int second, int result) noexcept { return first + 4 * second + 16 * result; }
  /// Of operand 0 or 1, or of the result: 2.
  [[nodiscard]] static constexpr int triangle(int tag, int which) noexcept { return tag >> (2 * which) & 3; }
};

/// y = sum of log1p(e), 0 <= e <= largest: Q = (1 + Q)(1 + e) - 1 = fma(Q, e, Q + e) over 8 vectors and
/// one log1p each. Keeps full relative accuracy where all e are small.
struct sum_log1p {
  static constexpr std::string_view name = "sum_log1p";
  static constexpr std::string_view cpp = "$t += std::log1p($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "sum_k ln(1 + x_k)", .domain = {domains::above(-1)},
                                         .monotone = {monotonicity::increasing}, .curved = curvature::concave};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr bool scales_with_rows = true;
  static constexpr operation_counts cost{.add = 1, .fma = 1, .transcendental = 0.125};
  static constexpr int block = 8;
  static constexpr double largest = 0x1p15;  // (1 + largest)^block is 2^120: no overflow, in float neither
  static constexpr double start = 0;
  static auto step(auto q, auto e) { return simd::fma(q, e, q + e); }
  static auto finish(auto q) { return simd::log1p(q); }
  static auto merge(auto a, auto b) { return a + b; }
  static auto merge_lanes(auto a) { return simd::reduce_add(a); }
};

/// Adds its first argument to the entries at the positions that the others say, as in a gather: the sum over `bound`
/// of value * incidence. Varies along the axes of the value that are kept, and along those of the entries.
struct scatter {
  static constexpr std::string_view name = "scatter_add";
  static constexpr bool scatters = true;
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the sum of the x_k with one position",
                                         .monotone = {monotonicity::increasing}, .curved = curvature::linear,
                                         .mirrored = symmetry::odd};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr bool scales_with_rows = true;
  static constexpr operation_counts cost{.add = 1};
  static constexpr double start = 0;
  static auto merge(auto a, auto b) { return a + b; }
};

/// Marks a value as output number `tag` of the program; varies along the axes of that output.
struct output {
  static constexpr std::string_view name = "output";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x", .monotone = {monotonicity::increasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static auto value(auto x) { return x; }
};

}  // namespace gradsmith::op
