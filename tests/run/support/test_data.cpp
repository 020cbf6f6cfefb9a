// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The reader of the test tables, and that the project's own tables are what their index says.
#include "support/test_data.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <stdexcept>

using namespace gradsmith::tests;

TEST_CASE("every function table of the project has the rows and columns its index promises") {
  const std::filesystem::path own = project_test_data();
  const table index = read_table("reference/functions/index.tsv", own);
  REQUIRE(index.rows.size() == 90);
  CHECK(table_names("reference/functions", own).size() == index.rows.size());
  for (std::size_t k = 0; k < index.rows.size(); ++k) {
    const std::string& name = index.text(k, "name");
    CAPTURE(name);
    const table values = read_table("reference/functions/" + name + ".csv", own);
    CHECK(static_cast<double>(values.rows.size()) == index.number(k, "rows"));
    CHECK(values.has("value"));
  }
}

TEST_CASE("numbers are read to the nearest double, empty cells as NaN") {
  const table cells{{"a", "b"}, {{"0.1", ""}, {"4.9406564584124654e-324", "1x"}, {"-inf", "nan"}}};
  CHECK(cells.number(0, "a") == 0.1);
  CHECK(std::isnan(cells.number(0, "b")));
  CHECK(cells.number(1, "a") > 0);
  CHECK(cells.number(2, "a") == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(cells.number(2, "b")));
  CHECK_THROWS_AS(cells.number(1, "b"), std::invalid_argument);
  CHECK_THROWS_AS(cells.column("c"), std::out_of_range);
  CHECK_THROWS_AS(read_table("no such file.csv"), std::runtime_error);
}

TEST_CASE("what a folder lacks is not there") {
  const std::filesystem::path nowhere = project_test_data() / "no such folder";
  CHECK_FALSE(is_project_test_data(nowhere));
  CHECK_FALSE(has_table("tables/iris.csv", nowhere));
  CHECK(table_names("tables", nowhere).empty());
  CHECK(is_project_test_data(project_test_data() / "tables" / ".."));
  CHECK(has_table("tables/iris.csv", project_test_data()));
}

TEST_CASE("the project's data tables have their sizes") {
  CHECK(read_table("tables/iris.csv", project_test_data()).rows.size() == 150);
  CHECK(read_table("tables/breast_cancer.csv", project_test_data()).rows.size() == 569);
  CHECK(read_table("tables/digits.csv", project_test_data()).names.size() == 65);
}
