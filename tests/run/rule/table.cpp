// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// All rules: printed for the documentation, their names unique and saying what they are.
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <iostream>
#include <set>
#include <string>
#include <vector>

using namespace gradsmith;

namespace {

char const* name_of(validity v) { return v == validity::always ? "always" : v == validity::reals ? "reals " : "finite"; }

template <class F>
void for_each_rule(F const& f) {
  for (rule_view const& table : default_rules::views)
    for (int r = 0; r < table.count; ++r) f(table, table.rules[r]);
}

}  // namespace

TEST_CASE("the table of all rules") {
  int count = 0;
  for_each_rule([&](rule_view const&, pattern_rule const& rule) {
    std::cout << "| " << name_of(rule.valid) << " | " << rule.name << " |\n";
    ++count;
  });
  CHECK(count > 50);
}

TEST_CASE("names of rules are unique and are equations") {
  std::set<std::string> names;
  for_each_rule([&](rule_view const&, pattern_rule const& rule) {
    std::string const name(rule.name);
    CAPTURE(name);
    CHECK(names.insert(name).second);
    CHECK(name.find(" -> ") != std::string::npos);
  });
}

TEST_CASE("a rule has a function or two different sides") {
  for_each_rule([](rule_view const& table, pattern_rule const& rule) {
    CAPTURE(std::string(rule.name));
    CHECK(rule.head != nullptr);
    if (rule.function == nullptr) CHECK(rule.left != rule.right);
    else CHECK(rule.left == -1);
    (void)table;
  });
  for (rule_view const& table : default_rules::views) CHECK(well_formed(table));
}

TEST_CASE("well_formed sees a variable that is not bound") {
  constexpr auto wrong = parse_rules(rule{"exp(x) -> y", validity::reals, [](ref x, ref y) { return exp(x) >> exp(x * y); }});
  constexpr auto alone = parse_rules(rule{"x -> exp(x)", validity::reals, [](ref x) { return x >> exp(x); }});
  static_assert(!well_formed(wrong.view()));
  static_assert(!well_formed(alone.view()));
}

TEST_CASE("any number of rules is found by the operation at the head, in the order of the tables") {
  // More operations of their own than the library has rules, each with a rule in both of two tables.
  constexpr std::size_t heads = 400;
  std::vector<ir::operation> operations(heads);
  std::vector<pattern_rule> first(heads), second(heads);
  for (std::size_t k = 0; k < heads; ++k) {
    std::string const name = "operation" + std::to_string(k);
    operations[k].hash = ir::hash_text(name);
    first[k].head = second[heads - 1 - k].head = &operations[k];
  }
  rule_view const views[]{{{}, first.data(), static_cast<int>(heads)}, {{}, second.data(), static_cast<int>(heads)}};
  auto const grouped = group_by_head<static_cast<int>(2 * heads)>(views, 2);
  for (std::size_t k = 0; k < heads; ++k) {
    auto const found = grouped.find(&operations[k]);
    REQUIRE(found.last - found.first == 2);
    CHECK(found.first[0].rule == &first[k]);
    CHECK(found.first[1].rule == &second[heads - 1 - k]);
  }
  ir::operation none;
  none.hash = operations[7].hash;
  auto const missing = grouped.find(&none);
  CHECK(missing.first == missing.last);
}
