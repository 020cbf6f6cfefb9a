// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// axis<"i">: a named direction along which symbols vary.
#pragma once

#include <gradsmith/lang/binding.hpp>
#include <gradsmith/lang/expression.hpp>
#include <gradsmith/op/over.hpp>

namespace gradsmith {

/// The axis called `Name`; `Extent` is its length, or 0 if data will tell.
template <fixed_string Name, int Extent = 0>
struct axis_type {
  static_assert(Extent >= 0, "the extent of an axis is a positive number, or is left out");
  static constexpr auto name = Name;
  static constexpr int extent = Extent;

  [[nodiscard]] constexpr auto as_expression() const { return terminal<axis_type>{}; }
  template <class T>
  [[nodiscard]] constexpr auto operator=(T&& value) const {
    return bindable<Name>::bind(std::forward<T>(value));
  }
};

template <fixed_string Name, int Extent>
inline constexpr bool is_operand<axis_type<Name, Extent>> = true;
template <fixed_string Name, int Extent>
inline constexpr bool is_expression<axis_type<Name, Extent>> = true;
template <fixed_string Name, int Extent>
inline constexpr bool is_axis<axis_type<Name, Extent>> = true;

/// axis<"i">: its extent is that of the data bound along it. axis<"k", 10>: known to the compiler.
template <fixed_string Name, int Extent = 0>
inline constexpr axis_type<Name, Extent> axis{};

}  // namespace gradsmith
