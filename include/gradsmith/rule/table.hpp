// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A table of rules, its patterns parsed once into one graph.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/rule/rule.hpp>

namespace gradsmith {

/// One rule as the simplifier uses it: two nodes of the table's pattern graph, or a function.
struct pattern_rule {
  std::string_view name;
  validity valid = validity::reals;
  ir::operation const* head = nullptr;
  ir::operation_set needs = 0;  // operations that must be among the arguments
  int left = -1;
  int right = -1;
  function_of_match<bool> guard{};
  ref (*function)(ref) = nullptr;
};

/// A view of a table of any length.
struct rule_view {
  ir::graph_view patterns;
  pattern_rule const* rules = nullptr;
  int count = 0;
};

/// What `parse_rules` makes of `Count` lines.
template <int Count>
struct rule_table {
  // Patterns are small: a dozen nodes a line, many of them shared.
  static constexpr ir::graph_size room{.nodes = 12 * Count + 16, .edges = 16 * Count + 16, .axes = 2};
  ir::frozen_graph<room> patterns;
  pattern_rule rules[static_cast<std::size_t>(Count)]{};

  [[nodiscard]] static constexpr int count() noexcept { return Count; }
  [[nodiscard]] constexpr rule_view view() const noexcept { return {patterns.view(), rules, Count}; }
};

namespace rule_detail {

/// The operations that every match of the pattern has among its arguments.
constexpr ir::operation_set needed_arguments(ir::graph const& g, int pattern) {
  ir::operation_set needs = 0;
  for (int k = 0; k < g[pattern].count; ++k) {
    ir::node const& n = g[g.argument(pattern, k).node];
    // A variable and its multiples stand for anything.
    bool const anything = n.op->kind == ir::form::wildcard ||
                          (n.op->kind == ir::form::sum && ir::is_scaled(n) && g.kind(g.edges[n.first].node) == ir::form::wildcard);
    if (!anything) needs |= ir::set_of(n.op);
  }
  return needs;
}

constexpr void parse_line(ir::graph&, match const&, pattern_rule& out, function_rule const& line) {
  out = {.name = line.name, .valid = line.valid, .head = line.head, .needs = line.needs, .function = line.apply};
}
constexpr void parse_line(ir::graph& g, match const& variables, pattern_rule& out, rule const& line) {
  auto const [left, right] = line.sides(variables);
  out = {.name = line.name, .valid = line.valid, .head = g[left.id].op, .needs = needed_arguments(g, left.id), .left = left.id, .right = right.id, .guard = line.guard};
}

}  // namespace rule_detail

/// The table of the given lines: `static constexpr auto rules() { return parse_rules(rule{...}, rule{...}); }`.
template <class... Line>
[[nodiscard]] constexpr auto parse_rules(Line const&... line) {
  rule_table<static_cast<int>(sizeof...(Line))> table;
  ir::graph g;
  g.axis_number("k", 0);
  match variables;
  variables.along = ir::axis_bit(0);
  // A variable may vary along the axes of the pattern: else sum(k, x) would be extent(k) * x.
  for (int v = 0; v < match::max_variables; ++v) variables.variable[v] = ir::wildcard(g, v, ir::axis_bit(0));
  int k = 0;
  (rule_detail::parse_line(g, variables, table.rules[k++], line), ...);
  table.patterns = ir::freeze<rule_table<static_cast<int>(sizeof...(Line))>::room>(g);
  return table;
}

/// The table that `Rules::rules()` gives, parsed once, and only where a formula is compiled.
template <class Rules>
inline constexpr auto table_of = Rules::rules();

/// The first rule whose left side does not bind every variable, and the axes, that its right side uses; null if there is none.
[[nodiscard]] constexpr pattern_rule const* ill_formed_rule(rule_view const& table) {
  ir::graph_view const& g = table.patterns;
  // What stands under each node: a bit for each variable, and the highest for axes.
  vec<ir::axis_set> variables(g.node_count);
  for (int id = 0; id < g.node_count; ++id) {
    ir::node const& n = g.nodes[id];
    ir::axis_set found = n.bound != 0 ? ir::axis_bit(ir::max_axes - 1) : 0;
    if (n.op->kind == ir::form::wildcard) found |= ir::axis_bit(n.tag);
    for (int k = 0; k < n.count; ++k) found |= variables[g.edges[n.first + k].node];
    variables[id] = found;
  }
  for (int k = 0; k < table.count; ++k) {
    pattern_rule const& line = table.rules[k];
    if (line.function != nullptr) continue;
    if (g.nodes[line.left].op->kind == ir::form::wildcard || !ir::is_subset(variables[line.right], variables[line.left])) return &line;
  }
  return nullptr;
}
[[nodiscard]] constexpr bool well_formed(rule_view const& table) { return ill_formed_rule(table) == nullptr; }

}  // namespace gradsmith
