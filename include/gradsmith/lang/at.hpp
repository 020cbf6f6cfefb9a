// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// at(r, e, position): the entries of an expression at computed positions; position(i) and extent(i): an axis as a
// number.
#pragma once

#include <gradsmith/lang/symbol.hpp>

namespace gradsmith {

namespace lang {
struct at_tag {};
struct position_tag {};
struct extent_tag {};

template <class... T>
inline constexpr fixed_string at_usage =
    "at takes axes, an expression and a position for each axis: write at(r, e, r + 1), or at(r, c, e, r + 1, c)";
}  // namespace lang

/// The entries of e at the positions given, counted from 0, in the place of its axes: at(r, h, 2*r + p). e is computed
/// once, along its whole axes, and read where it is wanted. Entries of a symbol are written x(i, 2*r + p). Errors: a
/// position that is none is a data_error before anything is computed, where it is made of axes, numbers and inputs.
template <class Axis, class... T>
  requires is_axis<Axis> && expression_operands<T...>
[[nodiscard]] constexpr auto at(Axis const& along, T const&... axes_e_positions) {
  return lang::make_expression<boost::yap::expr_kind::call>(terminal<lang::at_tag>{}, along, axes_e_positions...);
}
template <class... T>
  requires expression_operands<T...>
[[nodiscard]] constexpr auto at(T const&...) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::at_usage<T...>>());
  return lang::as_expression(0.0);
}

/// The position along an axis, 0, 1, 2 ..., as an expression. In arithmetic and comparisons the axis itself will do:
/// where(i == j, 0, e).
template <class Axis>
  requires is_axis<Axis>
[[nodiscard]] constexpr auto position(Axis const& along) {
  return lang::make_expression<boost::yap::expr_kind::call>(terminal<lang::position_tag>{}, along);
}

/// The number of positions along an axis.
template <class Axis>
  requires is_axis<Axis>
[[nodiscard]] constexpr auto extent(Axis const& along) {
  return lang::make_expression<boost::yap::expr_kind::call>(terminal<lang::extent_tag>{}, along);
}

/// one_hot(c, label): 1 at position `label` of the axis, else 0.
template <class Axis, class Label>
  requires is_axis<Axis> && expression_operands<Axis, Label>
[[nodiscard]] constexpr auto one_hot(Axis const& along, Label const& label) {
  return position(along) == label;
}

}  // namespace gradsmith
