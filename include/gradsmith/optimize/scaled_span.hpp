// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A gradient that is multiplied by a number where it is read.
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith::optimize {

/// Numbers, and what each is multiplied by. A rule that takes its gradient as one can be given a clipped gradient or a
/// mean that nobody has written down; a span converts to it, times 1.
template <class T>
struct scaled_span {
  std::span<T const> numbers;
  T factor = 1;

  scaled_span(std::span<T const> all, T multiplied_by) : numbers(all), factor(multiplied_by) {}
  template <class List>
    requires std::convertible_to<List, std::span<T const>> && (!std::same_as<std::remove_cvref_t<List>, scaled_span>)
  scaled_span(List&& list) : numbers(std::forward<List>(list)) {}

  [[nodiscard]] std::size_t size() const { return numbers.size(); }
  [[nodiscard]] scaled_span subspan(std::size_t offset, std::size_t count) const {
    return {numbers.subspan(offset, count), factor};
  }
};

/// What bodies read: elements k, k+1, ...
template <class V, class T>
[[gnu::always_inline]] inline V at(scaled_span<T> a, std::size_t k) {
  return simd::broadcast<V>(a.factor) * simd::load<V>(a.numbers.data() + k);
}

/// As a parameter of advance: T is that of x, and lists of numbers convert to it.
template <class T>
using gradient_of = std::type_identity_t<scaled_span<T>>;

/// Whether a rule takes its gradient like that.
template <class Rule, class T>
concept takes_scaled_gradients =
    requires(Rule const& rule, std::span<T> x, scaled_span<T> g, state_of<Rule, T>& state) {
      rule.advance(x, g, state);
    };

/// The gradient that is passed on to a rule, by what stands around it: gradient_of<T>, or a span.
template <class Rule, class T>
using gradient_for =
    typename std::conditional<takes_scaled_gradients<Rule, T>, scaled_span<T>, std::span<T const>>::type;

}  // namespace gradsmith::optimize
