// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// stream(i, e): says which axis is that of the observations, where the library would choose another one.
#pragma once

#include <gradsmith/lang/axis.hpp>
#include <gradsmith/support/diagnostics.hpp>

namespace gradsmith {

namespace lang {
struct stream_tag {};

template <class... T>
inline constexpr fixed_string stream_usage =
    "stream takes the axis of the observations and the expression: write stream(i, loss)";
}  // namespace lang

/// e itself; the programs it stands in read the data block by block along `along`, whatever axis the library
/// would have chosen. Errors, as sentences at compile time: an axis that no input has, one with an extent
/// known to the compiler, two different axes in one program.
template <class Axis, expression_operand E>
  requires is_axis<Axis>
[[nodiscard]] constexpr auto stream(Axis const& along, E const& e) {
  return lang::make_expression<boost::yap::expr_kind::call>(terminal<lang::stream_tag>{}, along, e);
}

template <class... T>
  requires expression_operands<T...>
[[nodiscard]] constexpr auto stream(T const&...) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::stream_usage<T...>>());
  return lang::as_expression(0.0);
}

}  // namespace gradsmith
