// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a term beside a smooth function has: a value and a proximal operator.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>

#include <gradsmith/optimize/parameter_range.hpp>

namespace gradsmith::optimize {

/// A convex term h of the parameters:
///   T value(std::span<T const> x) const        h(x); of a constraint 0, or infinity outside of it
///   void prox(std::span<T> v, T step) const    v = the u with the least h(u) + |u - v|^2 / (2 step)
///   std::string invalid() const                a sentence on the first option that is wrong, else empty
/// Optional: static constexpr bool is_constraint = true, where prox is the projection for every step;
/// void check(std::size_t n) const, which throws data_error where it is not one of n parameters; and
///   void assign_residual(std::span<T const> x, std::span<T const> g, std::span<T> out) const
/// out = x - u with u the operator's of x - g and step 1, without the cancellation where x is much larger than g.
template <class Term, class T>
concept proximal_term = requires(Term const& term, std::span<T const> x, std::span<T> v, T step) {
  { term.value(x) } -> std::convertible_to<T>;
  term.prox(v, step);
  { term.invalid() } -> std::convertible_to<std::string>;
};

template <class Term>
inline constexpr bool is_constraint = requires { requires Term::is_constraint; };

/// f of each range of x, or of the whole of it where there are none.
template <class T, class Each>
void for_each_range(parameter_ranges const& ranges, std::span<T> x, Each f) {
  if (ranges.size() == 0) f(x);
  for (parameter_range const& range : ranges) f(x.subspan(range.offset, range.size));
}

/// out[k] = each(x[k], g[k]) within the ranges, and g[k] outside of them, where no term is.
template <class T, class Each>
void assign_residual_in(parameter_ranges const& ranges, std::span<T const> x, std::span<T const> g, std::span<T> out,
                        Each each) {
  if (ranges.size() > 0) std::copy(g.begin(), g.end(), out.begin());
  for_each_range(ranges, x, [&](std::span<T const> one_range) {
    std::size_t const begins = static_cast<std::size_t>(one_range.data() - x.data());
    for (std::size_t k = begins; k < begins + one_range.size(); ++k) out[k] = each(x[k], g[k]);
  });
}

/// sign(v) max(|v| - threshold, 0); NaN stays NaN.
template <class T>
[[nodiscard]] constexpr T shrunk(T v, T threshold) {
  if (v > threshold) return v - threshold;
  if (v < -threshold) return v + threshold;
  return v != v ? v : T(0);
}

}  // namespace gradsmith::optimize
