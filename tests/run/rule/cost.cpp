// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What rules cost: those of algebra make programs cheaper, those of stability may cost something where they keep digits.
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <iostream>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// The pattern with symbols for its variables, one that varies along the axis for each.
ir::graph as_formula(ir::graph_view const& patterns, int pattern) {
  ir::graph whole = ir::thaw(patterns);
  whole.outputs.truncate(0);
  whole.outputs.push_back({.node = pattern});
  ir::graph g = ir::with_tables_of(view_of(whole));
  constexpr std::string_view names[]{"x", "y", "z", "u"};
  pass::copy_live(view_of(whole), g, [&](int old, ir::edge const* arguments) {
    ir::node const& n = whole[old];
    if (n.op->kind != ir::form::wildcard) return ir::remake(g, n, arguments, {});
    ir::symbol declared{.name = names[n.tag], .rank = 1};
    return ir::symbol_at(g, g.symbol_number(declared), declared.axes, 1);
  });
  ir::output& out = g.outputs[0];
  out.rank = 0;
  for (ir::axis_set rest = g[out.node].axes; rest != 0; rest = ir::without_first(rest)) out.axes[out.rank++] = ir::first_axis(rest);
  return g;
}

/// The operations of a formula as instructions: for each entry along the axis where it varies along it, or over 16 of them.
double cost(ir::graph const& formula) {
  ir::graph const expanded = pass::expand(view_of(formula)), lowered = pass::lower(view_of(expanded), -1);
  REQUIRE(lowered.error.view() == "");
  vec<bool> const live = pass::live_nodes(view_of(lowered));
  double total = 0;
  for (int id = 0; id < lowered.nodes.size(); ++id)
    if (live[id]) total += lowered[id].op->cost.weighted() * ((lowered[id].axes | lowered[id].bound) != 0 ? 16 : 1);
  return total;
}

/// The largest cost of a right side over that of its left side, in the units of one operation for each of 16 entries.
template <class Table>
double most_added() {
  double most = -1e9;
  rule_view const table = table_of<Table>.view();
  for (int r = 0; r < table.count; ++r) {
    pattern_rule const& rule = table.rules[r];
    if (rule.function != nullptr) continue;
    double const before = cost(as_formula(table.patterns, rule.left)), after = cost(as_formula(table.patterns, rule.right));
    if (after > before) std::cout << rule.name << ": " << before / 16 << " to " << after / 16 << "\n";
    most = std::max(most, (after - before) / 16);
  }
  return most;
}

}  // namespace

TEST_CASE("what rules add to the cost of a formula") {
  CHECK(most_added<rules::algebra>() <= 0);
  CHECK(most_added<rules::selection>() <= 0);
  CHECK(most_added<rules::cancellation>() <= 0);
  // log1mexp, a choice between two logarithms, is the dearest.
  CHECK(most_added<rules::stability>() <= 30);
}
