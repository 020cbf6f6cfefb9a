// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The formulas that tables of functions are compared with, by the name of the table.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"

namespace gradsmith::tests {

/// Columns of numbers by name, one entry per row of a table.
template <class T>
using columns = std::map<std::string, std::vector<T>>;

/// The column of a name; throws where a table has none, as those of users may.
template <class T>
std::vector<T> const& column_of(columns<T> const& from, std::string const& name) {
  if (auto const found = from.find(name); found != from.end()) return found->second;
  throw std::out_of_range("no column " + name);
}

/// What computes the columns `value`, `d_...` and `d2_..._...` from the inputs of a table.
struct function_entry {
  std::string name;    // of the table, for vectors without their size
  bool sized = false;  // the table's name ends with the size of its vectors
  columns<double> (*in_double)(columns<double> const&) = nullptr;
  columns<float> (*in_float)(columns<float> const&) = nullptr;
  std::vector<double> (*terms)(columns<double> const&) = nullptr;  // see cancelling()
};

/// All formulas that the test files of this folder registered, by name.
inline std::map<std::string, function_entry>& function_registry() {
  static std::map<std::string, function_entry> all;
  return all;
}

/// The name of a table without the digits at its end.
inline std::string without_size(std::string_view name) {
  return std::string(name.substr(0, name.find_last_not_of("0123456789") + 1));
}

/// The formula for a table, or null.
inline function_entry const* find_function(std::string const& table_name) {
  auto const& all = function_registry();
  if (auto const found = all.find(table_name); found != all.end() && !found->second.sized) return &found->second;
  if (auto const found = all.find(without_size(table_name)); found != all.end() && found->second.sized && found->first != table_name)
    return &found->second;
  return nullptr;
}

namespace detail {

/// Row-major matrix of the columns name1, name2, ...
template <class T>
struct column_group {
  std::vector<T> elements;
  std::size_t rows = 0, size = 0;

  column_group(columns<T> const& from, std::string const& name) {
    rows = column_of(from, name + "1").size();
    while (from.contains(name + std::to_string(size + 1))) ++size;
    elements.resize(rows * size);
    for (std::size_t c = 0; c < size; ++c)
      for (std::size_t r = 0; r < rows; ++r) elements[r * size + c] = from.at(name + std::to_string(c + 1))[r];
  }
  auto view() const { return matrix(elements, rows, size); }
};

template <class Symbol>
inline constexpr int symbol_rank = 0;
template <ir::role Role, fixed_string Name, class Declared, class Indices>
inline constexpr int symbol_rank<symbol<Role, Name, Declared, Indices>> = Declared::size;

template <auto S>
inline constexpr bool is_vector_symbol = symbol_rank<std::remove_cvref_t<decltype(S)>> == 2;
template <auto S>
std::string symbol_name() {
  return std::string(S.name.view());
}

// What a symbol is bound to; the class index k counts from 1 in the tables.
template <class T, auto S>
auto bound_column(columns<T> const& from) {
  if constexpr (is_vector_symbol<S>) {
    return column_group<T>(from, symbol_name<S>());
  } else {
    std::vector<T> values = column_of(from, symbol_name<S>());
    if (symbol_name<S>() == "k")
      for (T& each : values) each -= 1;
    return values;
  }
}
template <class T>
auto const& as_array(std::vector<T> const& values) {
  return values;
}
template <class T>
auto as_array(column_group<T> const& group) {
  return group.view();
}

template <class T, auto Function, auto... S>
auto call_with_columns(columns<T> const& from) {
  return [&](auto const&... bound) { return Function((S = as_array(bound))...); }(bound_column<T, S>(from)...);
}

template <class Array>
auto to_vector(Array const& a) {
  return std::vector(a.begin(), a.end());
}

// Value, first and second derivative by one number.
template <class T, auto E, auto X, auto... Given>
columns<T> by_one(columns<T> const& from) {
  auto const r = call_with_columns<T, compile<E, diff(E, X), diff(diff(E, X), X)>, X, Given...>(from);
  std::string const x = symbol_name<X>();
  return {{"value", to_vector(r.template get<0>())},
          {"d_" + x, to_vector(r.template get<1>())},
          {"d2_" + x + "_" + x, to_vector(r.template get<2>())}};
}

// The same by two numbers.
template <class T, auto E, auto X, auto Y, auto... Given>
columns<T> by_two(columns<T> const& from) {
  auto const r = call_with_columns<
      T, compile<E, diff(E, X), diff(E, Y), diff(diff(E, X), X), diff(diff(E, X), Y), diff(diff(E, Y), Y)>, X, Y, Given...>(from);
  std::string const x = symbol_name<X>(), y = symbol_name<Y>();
  return {{"value", to_vector(r.template get<0>())},
          {"d_" + x, to_vector(r.template get<1>())},
          {"d_" + y, to_vector(r.template get<2>())},
          {"d2_" + x + "_" + x, to_vector(r.template get<3>())},
          {"d2_" + x + "_" + y, to_vector(r.template get<4>())},
          {"d2_" + y + "_" + y, to_vector(r.template get<5>())}};
}

template <auto E, auto... S>
std::vector<double> values_of(columns<double> const& from) {
  return to_vector(call_with_columns<double, compile<E>, S...>(from).template get<0>());
}

inline constexpr auto observation = axis<"i">;
inline constexpr auto other_class = axis<"other">;

// Value, gradient and Hessian by a vector Z(i, c).
template <class T, auto E, auto Z, auto... Given>
columns<T> by_vector(columns<T> const& from) {
  auto const r = call_with_columns<T, compile<E, diff(E, Z), diff(diff(E, Z), Z(observation, other_class))>, Z, Given...>(from);
  std::string const z = symbol_name<Z>();
  auto const& gradient = r.template get<1>();
  auto const& hessian = r.template get<2>();
  std::size_t const rows = gradient.extent(0), size = gradient.extent(1);
  columns<T> out{{"value", to_vector(r.template get<0>())}};
  for (std::size_t c = 0; c < size; ++c) {
    auto& first = out["d_" + z + std::to_string(c + 1)];
    for (std::size_t i = 0; i < rows; ++i) first.push_back(gradient(i, c));
    for (std::size_t d = 0; d < size; ++d) {
      auto& second = out["d2_" + z + std::to_string(c + 1) + "_" + z + std::to_string(d + 1)];
      for (std::size_t i = 0; i < rows; ++i) second.push_back(hessian(i, c, d));
    }
  }
  return out;
}

}  // namespace detail

/// The formula E of a table that is differentiated by X; further inputs are given.
template <auto E, auto X, auto... Given>
function_entry of_one(std::string name) {
  function_entry f{std::move(name), false, &detail::by_one<double, E, X, Given...>, nullptr};
  if constexpr (float_is_tested) f.in_float = &detail::by_one<float, E, X, Given...>;
  return f;
}
/// The formula E of a table that is differentiated by X and Y.
template <auto E, auto X, auto Y, auto... Given>
function_entry of_two(std::string name) {
  function_entry f{std::move(name), false, &detail::by_two<double, E, X, Y, Given...>, nullptr};
  if constexpr (float_is_tested) f.in_float = &detail::by_two<float, E, X, Y, Given...>;
  return f;
}
/// The formula E of tables of any size that are differentiated by the vector Z.
template <auto E, auto Z, auto... Given>
function_entry of_vector(std::string name) {
  function_entry f{std::move(name), true, &detail::by_vector<double, E, Z, Given...>, nullptr};
  if constexpr (float_is_tested) f.in_float = &detail::by_vector<float, E, Z, Given...>;
  return f;
}

/// Adds to a formula the sum of the magnitudes of its terms, as it is written. Where the terms cancel and the
/// derivative vanishes as well, the bound made of derivatives is below the rounding of the terms themselves.
/// (A logarithm of a quotient counts 1 more, for the rounding of the quotient.)
template <auto Terms, auto... S>
function_entry cancelling(function_entry f) {
  f.terms = &detail::values_of<Terms, S...>;
  return f;
}

/// The functions that one test file registers.
struct function_group {
  std::set<std::string> names;
  template <class... Entry>
  explicit function_group(Entry... entries) {
    (names.insert(entries.name), ...);
    (function_registry().emplace(entries.name, entries), ...);
  }
};

}  // namespace gradsmith::tests
