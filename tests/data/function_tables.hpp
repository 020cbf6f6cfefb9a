// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The tables of functions in a folder: which there are, which have a formula, and the check of a group of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "data/function_registry.hpp"
#include "data/table_check.hpp"
#include "support/test_data.hpp"

namespace gradsmith::tests {

inline std::filesystem::path const function_part = "reference/functions";

inline table read_function_table(std::string const& name, std::filesystem::path const& folder = test_data()) {
  return read_table(function_part / (name + ".csv"), folder);
}

/// The tables of a folder with and without a formula. Those are its files; its index, if it has one, may name more.
struct coverage {
  std::vector<std::string> covered, not_covered;
};
inline coverage coverage_of(std::filesystem::path const& folder) {
  coverage out;
  std::vector<std::string> const names = table_names(function_part, folder);
  for (auto const& name : names) (find_function(name) != nullptr ? out.covered : out.not_covered).push_back(name);
  if (!has_table(function_part / "index.tsv", folder)) return out;
  table const index = read_table(function_part / "index.tsv", folder);
  if (!index.has("name")) return out;
  for (auto const& name : index.texts("name"))
    if (std::find(names.begin(), names.end(), name) == names.end()) out.not_covered.push_back(name + " (in index.tsv, but there is no file)");
  return out;
}

/// The check of one table of a folder; a file that is no table is a failure, not the end of the test.
inline findings check_table(std::string const& name, std::filesystem::path const& folder = test_data()) {
  try {
    return table_check(name, read_function_table(name, folder), *find_function(name)).run();
  } catch (std::exception const& error) {
    return {{error.what()}, {}, {}};
  }
}

/// A cell of the project's own tables whose bound needs the terms of the formula.
struct accuracy_exception {
  std::string table, point, column, reason;
};

/// All of them, by table, point and column: they belong to the project's tables, whatever folder is tested.
inline std::vector<accuracy_exception> read_exceptions() {
  std::vector<accuracy_exception> all;
  table const t = read_table("exceptions.tsv", project_test_data());
  for (std::size_t k = 0; k < t.rows.size(); ++k)
    all.push_back({t.text(k, "table"), t.text(k, "point"), t.text(k, "column"), t.text(k, "reason")});
  return all;
}

/// In the project's own tables every cell that needs the terms is listed, and no other.
inline void check_exceptions(std::string const& name, findings const& found) {
  auto needed = found.needing_terms;
  for (auto const& each : read_exceptions()) {
    if (each.table != name || (!float_is_tested && each.column.starts_with("float:"))) continue;
    if (needed.erase({each.point, each.column}) == 0)
      ADD_FAIL_CHECK_AT(__FILE__, __LINE__, "exceptions.tsv: no longer needed: " << name << ' ' << each.column << " at " << each.point);
  }
  for (auto const& [where, factor] : needed)
    if (factor > 1)
      ADD_FAIL_CHECK_AT(__FILE__, __LINE__, "not in exceptions.tsv: " << name << '\t' << where.first << '\t' << where.second << "\tfactor " << factor);
}

/// Checks all tables of the folder whose formulas are in the group.
inline void check_tables(function_group const& group) {
  bool const own = is_project_test_data(test_data());
  std::size_t checked = 0;
  for (auto const& name : coverage_of(test_data()).covered) {
    if (!group.names.contains(find_function(name)->name)) continue;
    findings const found = check_table(name);
    for (auto const& line : found.failures) ADD_FAIL_CHECK_AT(__FILE__, __LINE__, line);
    for (auto const& line : found.not_covered) print_not_covered(line);
    if (own) check_exceptions(name, found);
    ++checked;
  }
  if (own) {
    CHECK(checked >= group.names.size());
  } else if (checked == 0) {
    MESSAGE("no table of this group in " << test_data().string());
  }
}

}  // namespace gradsmith::tests
