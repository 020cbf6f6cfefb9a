// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What mathematics knows of an operation: where it is defined, how it rises, bends and breaks. Passes may build on it,
// docs/language.md is written from it, and tests/laws/facts.cpp checks it at points.
#pragma once

#include <limits>
#include <string_view>

namespace gradsmith {

/// How the value follows an argument, the others fixed: increasing if it never falls where the argument grows.
enum class monotonicity : unsigned char { none, increasing, decreasing };

/// The curvature in all arguments together. `linear` is both convex and concave.
enum class curvature : unsigned char { none, convex, concave, linear };

/// f(-x) = f(x), or f(-x) = -f(x), for all arguments together.
enum class symmetry : unsigned char { none, even, odd };

/// Inside the domain, from the least to the most; comparable with <.
enum class smoothness : unsigned char {
  jump,    // the value jumps
  kink,    // continuous; the gradient jumps, or is infinite at a point
  C1,      // continuous gradient
  C2,      // two continuous derivatives
  smooth,  // all derivatives
};

/// Points inside an interval at which there is no value.
enum class gaps : unsigned char { none, zero, non_positive_integers, odd_quarter_turns };

/// The arguments with a finite value: between two bounds, with those that are closed, without the gaps. At a bound
/// that is open the value is infinite or NaN, beyond the bounds NaN.
struct domain_of_argument {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool lower_open = true;
  bool upper_open = true;
  gaps without = gaps::none;
  bool nan_outside = true;  // else a value that means nothing
};

namespace domains {

inline constexpr domain_of_argument reals{};
[[nodiscard]] constexpr domain_of_argument above(double a) noexcept { return {.lower = a}; }
[[nodiscard]] constexpr domain_of_argument below(double b) noexcept { return {.upper = b}; }
[[nodiscard]] constexpr domain_of_argument at_least(double a) noexcept { return {.lower = a, .lower_open = false}; }
[[nodiscard]] constexpr domain_of_argument between(double a, double b) noexcept { return {.lower = a, .upper = b}; }
[[nodiscard]] constexpr domain_of_argument from_to(double a, double b) noexcept {
  return {.lower = a, .upper = b, .lower_open = false, .upper_open = false};
}
[[nodiscard]] constexpr domain_of_argument meant_above(double a) noexcept { return {.lower = a, .nan_outside = false}; }
[[nodiscard]] constexpr domain_of_argument meant_between(double a, double b) noexcept {
  return {.lower = a, .upper = b, .nan_outside = false};
}
[[nodiscard]] constexpr domain_of_argument all_but(gaps g) noexcept { return {.without = g}; }

}  // namespace domains

[[nodiscard]] constexpr bool is_all_reals(domain_of_argument const& d) noexcept {
  return d.lower == domains::reals.lower && d.upper == domains::reals.upper && d.without == gaps::none;
}

/// Monotonicity and curvature of an operation of one argument on a part of its domain.
struct shape {
  monotonicity monotone = monotonicity::none;
  curvature curved = curvature::none;
};

/// The facts of an operation; what is not said is `none`, all reals, smooth. Reductions and operations along an axis
/// have them in the entries x_k of their argument.
struct operation_facts {
  std::string_view formula;        // of x; of a, b, c; of the entries x_k
  domain_of_argument domain[3]{};  // for each argument
  monotonicity monotone[3]{};      // in each argument
  curvature curved = curvature::none;
  smoothness smooth = smoothness::smooth;
  symmetry mirrored = symmetry::none;
  shape positive{};  // for x > 0, where that says more than the line above

  /// What holds of an operation of one argument for arguments from `lower` on.
  [[nodiscard]] constexpr shape from(double lower) const noexcept {
    shape all{monotone[0], curved};
    if (lower < 0) return all;
    if (all.monotone == monotonicity::none) all.monotone = positive.monotone;
    if (all.curved == curvature::none) all.curved = positive.curved;
    return all;
  }
};

}  // namespace gradsmith
