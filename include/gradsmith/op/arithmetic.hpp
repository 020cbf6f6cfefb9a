// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Single instructions: what canonical sums and products become, in the order of evaluation chosen.
//
// Outside lowering they serve as barriers: minus(z, m) stays a difference of its own, where z - m
// would be merged into the sums around it.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

struct plus {
  static constexpr std::string_view name = "plus";
  static constexpr std::string_view latex = "$0 + $1";
  static constexpr std::string_view cpp = "$0 + $1";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a + b",
                                         .monotone = {monotonicity::increasing, monotonicity::increasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr bool commutative = true;
  static constexpr operation_counts cost{.add = 1};
  static constexpr interval range(interval a, interval b) { return bounds::add(a, b); }
  static auto value(auto a, auto b) { return a + b; }
};

struct minus {
  static constexpr std::string_view name = "minus";
  static constexpr std::string_view latex = "$0 - $*1";
  static constexpr std::string_view cpp = "$0 - $1";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a - b",
                                         .monotone = {monotonicity::increasing, monotonicity::decreasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.add = 1};
  static constexpr interval range(interval a, interval b) { return bounds::add(a, bounds::scale(-1, b)); }
  static auto value(auto a, auto b) { return a - b; }
};

struct negate {
  static constexpr std::string_view name = "negate";
  static constexpr std::string_view cpp = "-$0";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "-x", .monotone = {monotonicity::decreasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.add = 1};
  static constexpr interval range(interval x) { return bounds::scale(-1, x); }
  static auto value(auto a) { return -a; }
};

/// -a * b in one instruction where the hardware has it.
struct negated_times {
  static constexpr std::string_view name = "negated_times";
  static constexpr std::string_view cpp = "-$0*$1";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "-a b", .mirrored = symmetry::even};
  static constexpr bool commutative = true;
  static constexpr operation_counts cost{.mul = 1};
  static constexpr interval range(interval a, interval b) { return bounds::scale(-1, bounds::multiply(a, b)); }
  static auto value(auto a, auto b) {
    using V = decltype(a);
    return simd::fnma(a, b, simd::broadcast<V>(-simd::element_type<V>(0)));  // -0 keeps the sign of zero
  }
};

struct times {
  static constexpr std::string_view name = "times";
  static constexpr std::string_view cpp = "$0*$1";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a b", .mirrored = symmetry::even};
  static constexpr bool commutative = true;
  static constexpr operation_counts cost{.mul = 1};
  static constexpr interval range(interval a, interval b) { return bounds::multiply(a, b); }
  using negated = negated_times;
  static auto value(auto a, auto b) { return a * b; }
};

struct divide {
  static constexpr std::string_view name = "divide";
  static constexpr std::string_view cpp = "$0/$1";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a/b", .domain = {domains::reals, domains::all_but(gaps::zero)},
                                         .mirrored = symmetry::even};
  static constexpr operation_counts cost{.div = 1};
  static constexpr interval range(interval a, interval b) { return bounds::multiply(a, bounds::power(b, -1)); }
  static auto value(auto a, auto b) { return a / b; }
};

/// a - b with both rounded before: of one entry the mean is the entry, and what it deviates is 0, unless the compiler fuses the product that
/// the entry is into the subtraction.
struct rounded_minus {
  static constexpr std::string_view name = "rounded_minus";
  static constexpr std::string_view latex = "$0 - $*1";
  static constexpr std::string_view cpp = "$0 - $1";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a - b", .monotone = {monotonicity::increasing, monotonicity::decreasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.add = 1};
  static constexpr interval range(interval a, interval b) { return bounds::add(a, bounds::scale(-1, b)); }
  static auto value(auto a, auto b) { return simd::rounded(a) - simd::rounded(b); }
};

/// a * b + c with one rounding where the hardware has it.
struct multiply_add {
  static constexpr std::string_view name = "fma";
  static constexpr std::string_view cpp = "$0*$1 + $2";
  static constexpr int arity = 3;
  static constexpr operation_facts facts{.formula = "a b + c",
                                         .monotone = {monotonicity::none, monotonicity::none, monotonicity::increasing}};
  static constexpr operation_counts cost{.fma = 1};
  static auto value(auto a, auto b, auto c) { return simd::fma(a, b, c); }
};

/// c - a * b with one rounding where the hardware has it.
struct negated_multiply_add {
  static constexpr std::string_view name = "fnma";
  static constexpr std::string_view cpp = "$2 - $0*$1";
  static constexpr int arity = 3;
  static constexpr operation_facts facts{.formula = "c - a b",
                                         .monotone = {monotonicity::none, monotonicity::none, monotonicity::increasing}};
  static constexpr operation_counts cost{.fma = 1};
  static auto value(auto a, auto b, auto c) { return simd::fnma(a, b, c); }
};

}  // namespace gradsmith::op
