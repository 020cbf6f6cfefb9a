// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// param<"w">(j) and input<"x">(i, j): what is optimised, and what is given.
#pragma once

#include <gradsmith/lang/axis.hpp>
#include <gradsmith/support/diagnostics.hpp>

namespace gradsmith {

template <class... Axes>
struct axis_list {
  static constexpr int size = sizeof...(Axes);
};

namespace lang {

template <class... Axes>
[[nodiscard]] constexpr text name_list(axis_list<Axes...>) {
  text names{"("};
  int k = 0;
  ((names << (k++ == 0 ? "" : ", ") << Axes::name.view()), ...);
  return names << ")";
}

/// The terminal of a symbol: its declaration, and the axes it is indexed by here.
template <ir::role Role, fixed_string Name, class Declared, class Indices>
struct symbol_tag {};

template <fixed_string Name, class Declared, class Indices>
constexpr auto wrong_rank = [] {
  text out{Name.view()};
  return out << name_list(Indices{}) << " has " << Indices::size << (Indices::size == 1 ? " index" : " indices")
                  << ", but " << Name.view() << " is declared as " << Name.view() << name_list(Declared{}) << " with "
                  << Declared::size;
};

template <fixed_string Name, class Wrong>
constexpr auto wrong_index = [] {
  text index_sentence{Name.view()};
  return index_sentence << " is declared by its axes, as in " << Name.view() << "(i); the symbol that this makes can then be indexed by positions, as in "
                        << Name.view() << "(2*i + 1)";
};

template <fixed_string Name, class Index>
constexpr auto wrong_brackets = [] {
  text brackets_sentence{Name.view()};
  return brackets_sentence << " is indexed with parentheses, as in " << Name.view() << "(i) and " << Name.view() << "(i + 1)";
};

/// The call of a symbol whose positions are computed: x(i, r + p), w(k(i)).
struct entry_tag {};

}  // namespace lang

/// A symbol of the language; indexed as it was declared, until it is called with other axes.
template <ir::role Role, fixed_string Name, class Declared, class Indices = Declared>
struct symbol {
  static constexpr auto name = Name;
  static constexpr ir::role role = Role;

  [[nodiscard]] constexpr auto as_expression() const {
    return terminal<lang::symbol_tag<Role, Name, Declared, Indices>>{};
  }

  /// The first call declares the axes; a call of a declared symbol re-indexes it.
  template <class... Axes>
    requires(is_axis<Axes> && ...)
  [[nodiscard]] constexpr auto operator()(Axes...) const {
    static_assert(sizeof...(Axes) > 0 && sizeof...(Axes) <= ir::max_rank, "a symbol has one to six axes, or none and no ()");
    if constexpr (Declared::size == 0) {
      return symbol<Role, Name, axis_list<Axes...>>{};
    } else if constexpr (sizeof...(Axes) == Declared::size) {
      return symbol<Role, Name, Declared, axis_list<Axes...>>{};
    } else {
      using wrong [[maybe_unused]] = decltype(stop_compilation<error_sentence<lang::wrong_rank<Name, Declared, axis_list<Axes...>>>>());
      return symbol{};
    }
  }

  /// Entries at computed positions, counted from 0: integers, positions along axes, index inputs, what is made of
  /// them. The result varies along what the positions vary along. A position that is none is a data_error.
  template <class... T>
    requires(!(is_axis<T> && ...))
  [[nodiscard]] constexpr auto operator()(T const&... positions) const {
    if constexpr (Declared::size == 0) {
      using wrong [[maybe_unused]] = decltype(stop_compilation<error_sentence<lang::wrong_index<Name, axis_list<T...>>>>());
      return symbol{};
    } else if constexpr (sizeof...(T) != Declared::size) {
      using wrong [[maybe_unused]] = decltype(stop_compilation<error_sentence<lang::wrong_rank<Name, Declared, axis_list<T...>>>>());
      return symbol{};
    } else {
      return lang::make_expression<boost::yap::expr_kind::call>(terminal<lang::entry_tag>{}, symbol{}, positions...);
    }
  }

  /// No formula has brackets.
  template <class T>
  [[nodiscard]] constexpr auto operator[](T const&) const {
    using wrong [[maybe_unused]] = decltype(stop_compilation<error_sentence<lang::wrong_brackets<Name, T>>>());
    return symbol{};
  }

  template <class T>
  [[nodiscard]] constexpr auto operator=(T&& value) const {
    return bindable<Name>::bind(std::forward<T>(value));
  }
  template <class T>
  [[nodiscard]] constexpr auto operator=(std::initializer_list<T> values) const {
    return binding<Name, std::initializer_list<T>>{values};
  }
};

template <ir::role Role, fixed_string Name, class Declared, class Indices>
inline constexpr bool is_operand<symbol<Role, Name, Declared, Indices>> = true;
template <ir::role Role, fixed_string Name, class Declared, class Indices>
inline constexpr bool is_expression<symbol<Role, Name, Declared, Indices>> = true;

/// A parameter, to be optimised: param<"b"> is a number, param<"w">(j) varies along j.
template <fixed_string Name>
inline constexpr symbol<ir::role::parameter, Name, axis_list<>> param{};

/// Data that are given: numbers, vectors, matrices; labels too.
template <fixed_string Name>
inline constexpr symbol<ir::role::input, Name, axis_list<>> input{};

}  // namespace gradsmith
