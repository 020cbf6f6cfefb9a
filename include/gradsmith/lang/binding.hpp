// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// `symbol = value`: a keyword argument of a compiled function or of bind.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include <gradsmith/support/fixed_string.hpp>

namespace gradsmith {

/// The value given for the symbol or axis called `Name`: a reference to an lvalue, or a temporary's own.
template <fixed_string Name, class Value>
struct binding {
  static constexpr auto name = Name;
  Value value;
};

template <class T>
inline constexpr bool is_binding = false;
template <fixed_string Name, class Value>
inline constexpr bool is_binding<binding<Name, Value>> = true;

/// `name = value`, for the types that stand for a name.
template <fixed_string Name>
struct bindable {
  template <class T>
  [[nodiscard]] static constexpr binding<Name, T> bind(T&& value) {
    return {std::forward<T>(value)};
  }
};

}  // namespace gradsmith
