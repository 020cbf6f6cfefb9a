// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// All rules: printed for the documentation, their names unique and saying what they are.
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <iostream>
#include <set>
#include <string>

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
