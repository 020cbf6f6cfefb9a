// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Which tables of the folder have a formula, and how many rows of the project's own may exceed the bounds.
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "data/function_tables.hpp"

using namespace gradsmith::tests;

TEST_CASE("function tables: what nobody registered is listed") {
  REQUIRE_MESSAGE(std::filesystem::is_directory(test_data()), "there is no folder " << test_data().string());
  coverage const tables = coverage_of(test_data());
  MESSAGE(tables.covered.size() << " function tables covered, " << tables.not_covered.size() << " not");
  for (auto const& name : tables.not_covered) print_not_covered(name);
  if (is_project_test_data(test_data())) CHECK(tables.covered.size() > 0);
}

TEST_CASE("function tables: at most 2 % exceptions in the project's own") {
  std::set<std::pair<std::string, std::string>> points;
  std::size_t all = 0;
  for (auto const& name : table_names(function_part, project_test_data())) all += read_function_table(name, project_test_data()).rows.size();
  for (auto const& each : read_exceptions()) {
    CAPTURE(each.table);
    CHECK(has_table(function_part / (each.table + ".csv"), project_test_data()));
    CHECK(!each.reason.empty());
    points.insert({each.table, each.point});
  }
  CHECK(50 * points.size() <= all);
}
