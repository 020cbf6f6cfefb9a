// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The members of an aggregate, without their names being told.
#pragma once

#include <cstddef>
#include <type_traits>

namespace gradsmith {

namespace detail {

/// Stands for a base class of T, and for nothing else.
template <class T>
struct any_base_of {
  template <class Base>
    requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>)
  operator Base() const;
};

/// How many members can be initialised by {}, up to 13: an initialiser too many is an error.
template <class T>
consteval std::size_t count_members() {
  // One {} may stand for a whole array or class; expressions in its place would go into what is inside it.
  if constexpr (requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; }) return 13;
  else if constexpr (requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; }) return 12;
  else if constexpr (requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; }) return 11;
  else if constexpr (requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}}; }) return 10;
  else if constexpr (requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}}; }) return 9;
  else if constexpr (requires { T{{}, {}, {}, {}, {}, {}, {}, {}}; }) return 8;
  else if constexpr (requires { T{{}, {}, {}, {}, {}, {}, {}}; }) return 7;
  else if constexpr (requires { T{{}, {}, {}, {}, {}, {}}; }) return 6;
  else if constexpr (requires { T{{}, {}, {}, {}, {}}; }) return 5;
  else if constexpr (requires { T{{}, {}, {}, {}}; }) return 4;
  else if constexpr (requires { T{{}, {}, {}}; }) return 3;
  else if constexpr (requires { T{{}, {}}; }) return 2;
  else if constexpr (requires { T{{}}; }) return 1;
  else return 0;
}

}  // namespace detail

/// An aggregate of at most 12 members, without a base class. Every member must be one that {} initialises.
template <class T>
concept small_aggregate = std::is_aggregate_v<T> && std::is_class_v<T> && detail::count_members<T>() <= 12 &&
                          !requires { T{detail::any_base_of<T>{}}; };

/// f(first, second, ...) with references to all members of an aggregate, const if it is; returns what f does.
template <class T, class F>
  requires small_aggregate<std::remove_const_t<T>>
constexpr decltype(auto) with_members(T& object, F&& f) {
  constexpr std::size_t n = detail::count_members<std::remove_const_t<T>>();
  if constexpr (n == 0) {
    return f();
  } else if constexpr (n == 1) {
    auto& [a] = object;
    return f(a);
  } else if constexpr (n == 2) {
    auto& [a, b] = object;
    return f(a, b);
  } else if constexpr (n == 3) {
    auto& [a, b, c] = object;
    return f(a, b, c);
  } else if constexpr (n == 4) {
    auto& [a, b, c, d] = object;
    return f(a, b, c, d);
  } else if constexpr (n == 5) {
    auto& [a, b, c, d, e] = object;
    return f(a, b, c, d, e);
  } else if constexpr (n == 6) {
    auto& [a, b, c, d, e, g] = object;
    return f(a, b, c, d, e, g);
  } else if constexpr (n == 7) {
    auto& [a, b, c, d, e, g, h] = object;
    return f(a, b, c, d, e, g, h);
  } else if constexpr (n == 8) {
    auto& [a, b, c, d, e, g, h, i] = object;
    return f(a, b, c, d, e, g, h, i);
  } else if constexpr (n == 9) {
    auto& [a, b, c, d, e, g, h, i, j] = object;
    return f(a, b, c, d, e, g, h, i, j);
  } else if constexpr (n == 10) {
    auto& [a, b, c, d, e, g, h, i, j, k] = object;
    return f(a, b, c, d, e, g, h, i, j, k);
  } else if constexpr (n == 11) {
    auto& [a, b, c, d, e, g, h, i, j, k, l] = object;
    return f(a, b, c, d, e, g, h, i, j, k, l);
  } else {
    auto& [a, b, c, d, e, g, h, i, j, k, l, m] = object;
    return f(a, b, c, d, e, g, h, i, j, k, l, m);
  }
}

}  // namespace gradsmith
