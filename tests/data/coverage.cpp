// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Which tables have a formula, and how many rows may exceed the bounds.
#include "data/function_tables.hpp"

using namespace gradsmith::tests;

TEST_CASE("function tables: coverage, and at most 2 % exceptions") {
  table const index = read_table("reference/functions/index.tsv");
  std::set<std::pair<std::string, std::size_t>> rows;
  std::map<std::string, std::size_t> size;
  std::string missing;
  std::size_t all = 0, covered = 0;
  for (std::size_t k = 0; k < index.rows.size(); ++k) {
    std::string const& name = index.text(k, "name");
    size[name] = read_table("reference/functions/" + name + ".csv").rows.size();
    all += size[name];
    if (find_function(name) == nullptr) missing += ' ' + name;
    else ++covered;
  }
  for (auto const& each : read_exceptions()) {
    CAPTURE(each.table);
    CHECK(size.contains(each.table));
    CHECK(each.row >= 1);
    CHECK(each.row <= size[each.table]);
    CHECK(!each.reason.empty());
    rows.insert({each.table, each.row});
  }
  CHECK(covered > 0);
  MESSAGE(covered << " of " << index.rows.size() << " function tables covered, " << rows.size() << " of " << all << " rows are exceptions");
  if (!missing.empty()) MESSAGE("not covered:" << missing);
  CHECK(50 * rows.size() <= all);
}
