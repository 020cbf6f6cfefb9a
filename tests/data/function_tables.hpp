// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The tables of reference/functions against compiled programs: a registry of formulas by table name,
// and the check of every row in double and in float.
//
// The bound on a value is 16 eps (|ref| + sum_k |x_k d ref/d x_k|) with the tabulated derivatives, that
// on a first derivative the same with the tabulated second derivatives; second derivatives have the
// relative bound 1e-12 (in float the same multiple of eps, 5.4e-4). Nothing is added but the smallest
// normal number. Only inputs that the table differentiates by count: targets, weights and shape
// parameters do not widen a bound, and a second derivative that overflows adds nothing to it.
// An empty cell is a derivative that overflows: the result must be infinite or at the last finite number.
//
// In float the inputs are rounded, and the reference is the double program at the rounded inputs. A row is left
// out if rounding takes an input out of the normal floats, or the double program is not finite there (it
// left the domain); a cell, if the reference is not 0 and no normal float.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/test_data.hpp"

namespace gradsmith::tests {

/// Columns of numbers by name, one entry per row of a table.
template <class T>
using columns = std::map<std::string, std::vector<T>>;

/// What computes the columns `value`, `d_...` and `d2_..._...` from the inputs of a table.
struct function_entry {
  std::string name;    // of the table, for vectors without their size
  bool sized = false;  // the table's name ends with the size of its vectors
  columns<double> (*in_double)(columns<double> const&) = nullptr;
  columns<float> (*in_float)(columns<float> const&) = nullptr;
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
    while (from.contains(name + std::to_string(size + 1))) ++size;
    REQUIRE(size > 0);
    rows = from.at(name + "1").size();
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
    std::vector<T> values = from.at(symbol_name<S>());
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

/// The functions that one test file registers.
struct function_group {
  std::set<std::string> names;
  template <class... Entry>
  explicit function_group(Entry... entries) {
    (names.insert(entries.name), ...);
    (function_registry().emplace(entries.name, entries), ...);
  }
};

/// A cell that may exceed its bound: "reason" says why, "factor" by how much.
struct accuracy_exception {
  std::string table, column, reason;
  std::size_t row = 0;
  double factor = 1;
};

/// The exceptions for a table; column `float:value` is that of the run in float. Rows count from 1.
inline std::vector<accuracy_exception> read_exceptions() {
  std::vector<accuracy_exception> all;
  if (!std::filesystem::exists(test_data() / "exceptions.tsv")) return all;
  table const t = read_table("exceptions.tsv");
  for (std::size_t k = 0; k < t.rows.size(); ++k)
    all.push_back({t.text(k, "table"), t.text(k, "column"), t.text(k, "reason"), static_cast<std::size_t>(t.number(k, "row")),
                   t.number(k, "factor")});
  return all;
}

/// Checks every row of one table.
class table_check {
 public:
  table_check(std::string name, function_entry const& f) : name_(std::move(name)), values_(read_table("reference/functions/" + name_ + ".csv")), f_(f) {
    for (auto const& each : read_exceptions())
      if (each.table == name_) exceptions_[{each.row, each.column}] = each;
    for (auto const& column : values_.names) {
      if (column == "value") break;
      inputs_[column] = values_.numbers(column);
    }
    for (auto const& column : values_.names)
      if (column.starts_with("d_")) differentiated_.push_back(column.substr(2));
  }

  void run() {
    columns<double> const got = f_.in_double(inputs_);
    for (std::size_t row = 0; row < values_.rows.size(); ++row)
      for (std::size_t c = inputs_.size(); c < values_.names.size(); ++c) {
        std::string const& column = values_.names[c];
        double const want = values_.number(row, c);
        judge(row, column, got.at(column)[row], want, bound<double>(row, column, want, inputs_, [&](std::string const& derivative) {
                return values_.number(row, derivative);
              }));
      }
    same_row_by_row(inputs_, got, f_.in_double);
    run_in_float();
    for (auto const& [where, each] : exceptions_)
      if (!needed_.contains(where) && (float_is_tested || !each.column.starts_with("float:")))
        ADD_FAIL_CHECK_AT(__FILE__, __LINE__, "exceptions.tsv: no longer needed: " << name_ << " row " << each.row << " column " << each.column);
  }

 private:
  template <class T, class Derivative>
  double bound(std::size_t row, std::string const& column, double want, columns<T> const& inputs, Derivative derivative) const {
    double const eps = std::numeric_limits<T>::epsilon();
    double const floor = std::numeric_limits<T>::min();
    if (column.starts_with("d2_")) return std::fmax(1e-12 / std::numeric_limits<double>::epsilon() * eps * std::fabs(want), floor);
    double scale = std::fabs(want);
    for (std::string const& x : differentiated_) {
      double const partial = derivative(column == "value" ? "d_" + x : second_derivative(column.substr(2), x));
      if (std::isfinite(partial)) scale += std::fabs(static_cast<double>(inputs.at(x)[row]) * partial);
    }
    return std::fmax(16 * eps * scale, floor);
  }
  // Only the upper triangle is tabulated.
  std::string second_derivative(std::string const& x, std::string const& y) const {
    std::string const name = "d2_" + x + "_" + y;
    return values_.has(name) ? name : "d2_" + y + "_" + x;
  }

  void judge(std::size_t row, std::string const& column, double got, double want, double allowed) {
    double factor;
    if (std::isnan(want)) {
      factor = std::fabs(got) >= std::numeric_limits<double>::max() ? 0 : std::numeric_limits<double>::infinity();
    } else if (got == want) {
      factor = 0;
    } else {
      factor = std::fabs(got - want) / allowed;
      if (!std::isfinite(factor)) factor = std::numeric_limits<double>::infinity();
    }
    auto const found = exceptions_.find({row + 1, column});
    // Between machines the rounding differs: an exception is needed from half the bound on.
    if (found != exceptions_.end() && factor > 0.5) needed_.insert(found->first);
    if (factor <= 1 || (found != exceptions_.end() && factor <= found->second.factor)) return;
    std::string line = name_ + "\t" + std::to_string(row + 1) + "\t" + column;
    std::string point;
    for (auto const& [x, all] : inputs_) point += " " + x + "=" + values_.text(row, x);
    ADD_FAIL_CHECK_AT(__FILE__, __LINE__, line << "\tfactor " << factor << ": got " << got << ", want " << want << " at" << point);
  }

  // Lanes and remainders: one row at a time gives the bits of all rows at once.
  template <class T>
  void same_row_by_row(columns<T> const& inputs, columns<T> const& all, columns<T> (*f)(columns<T> const&)) const {
    for (std::size_t row = 0; row < values_.rows.size(); ++row) {
      columns<T> one;
      for (auto const& [x, values] : inputs) one[x] = {values[row]};
      for (auto const& [column, values] : f(one)) {
        T const a = values[0], b = all.at(column)[row];
        if (!(std::isnan(a) && std::isnan(b)) && (a != b || std::signbit(a) != std::signbit(b)))
          ADD_FAIL_CHECK_AT(__FILE__, __LINE__, name_ << " row " << row + 1 << ' ' << column << ": alone " << a << ", among all rows " << b);
      }
    }
  }

  static bool is_normal_float(double x) {
    return x == 0 || (std::fabs(x) <= double{std::numeric_limits<float>::max()} && std::fabs(x) >= double{std::numeric_limits<float>::min()});
  }

  void run_in_float() {
    if (!float_is_tested) return;
    columns<double> rounded;
    columns<float> narrow;
    for (auto const& [x, values] : inputs_)
      for (double const each : values) {
        narrow[x].push_back(is_normal_float(each) ? static_cast<float>(each) : 1);
        rounded[x].push_back(double{narrow[x].back()});
      }
    columns<double> const want = f_.in_double(rounded);
    columns<float> const got = f_.in_float(narrow);
    same_row_by_row(narrow, got, f_.in_float);
    for (std::size_t row = 0; row < values_.rows.size(); ++row) {
      bool usable = true;
      for (auto const& [x, values] : inputs_) usable = usable && is_normal_float(values[row]);
      for (std::size_t c = inputs_.size(); c < values_.names.size(); ++c) usable = usable && std::isfinite(want.at(values_.names[c])[row]);
      if (!usable) continue;
      for (std::size_t c = inputs_.size(); c < values_.names.size(); ++c) {
        std::string const& column = values_.names[c];
        double const reference = want.at(column)[row];
        if (!is_normal_float(reference)) continue;
        judge(row, "float:" + column, double{got.at(column)[row]}, reference,
              bound<float>(row, column, reference, narrow, [&](std::string const& derivative) { return want.at(derivative)[row]; }));
      }
    }
  }

  std::string name_;
  table values_;
  function_entry f_;
  columns<double> inputs_;
  std::vector<std::string> differentiated_;
  std::map<std::pair<std::size_t, std::string>, accuracy_exception> exceptions_;
  std::set<std::pair<std::size_t, std::string>> needed_;
};

/// Checks all tables of the index whose formulas are in the group.
inline void check_tables(function_group const& group) {
  table const index = read_table("reference/functions/index.tsv");
  int checked = 0;
  for (std::size_t k = 0; k < index.rows.size(); ++k) {
    std::string const& name = index.text(k, "name");
    function_entry const* const found = find_function(name);
    if (found == nullptr || !group.names.contains(found->name)) continue;
    table_check(name, *found).run();
    ++checked;
  }
  if (checked == 0) MESSAGE("no table of this group in " << test_data().string());
}

}  // namespace gradsmith::tests
