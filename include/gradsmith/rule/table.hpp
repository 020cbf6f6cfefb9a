// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A table of rules, its patterns parsed once into one graph.
#pragma once

#include <array>
#include <tuple>

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/rule/rule.hpp>

namespace gradsmith {

/// One rule as the simplifier uses it: two nodes of the table's pattern graph.
struct pattern_rule {
  std::string_view name;
  validity valid = validity::reals;
  ir::operation const* head = nullptr;
  int left = -1;
  int right = -1;
  bool (*guard)(match const&) = nullptr;
  ref (*function)(ref) = nullptr;
};

/// A view of a table of any length; `more` is the next table of a set.
struct rule_view {
  ir::graph_view patterns;
  pattern_rule const* rules = nullptr;
  int count = 0;
};

/// `struct stability { static constexpr auto rules = std::tuple{rule{...}, rule{...}}; };` becomes a table.
template <class Rules>
class table {
  static constexpr int count = static_cast<int>(std::tuple_size_v<decltype(Rules::rules)>);
  struct parsed {
    ir::graph graph;
    std::array<pattern_rule, static_cast<std::size_t>(count)> rules{};
  };

  template <std::size_t K>
  static constexpr bool guard_of(match const& m) {
    constexpr auto const& line = std::get<K>(Rules::rules);
    return line.with_variables(line.guard, m);
  }

  template <std::size_t K>
  static constexpr void parse_line(parsed& p) {
    constexpr auto const& line = std::get<K>(Rules::rules);
    pattern_rule& out = p.rules[K];
    out.name = line.name;
    out.valid = line.valid;
    if constexpr (requires { line.head; }) {
      out.head = line.head;
      out.function = line.apply;
    } else {
      match variables;
      variables.along = ir::axis_bit(0);
      for (int v = 0; v < match::max_variables; ++v) variables.variable[v] = ir::wildcard(p.graph, v);
      // A variable may vary along the axes of the pattern: else sum(k, x) would be extent(k) * x.
      for (ir::node& n : p.graph.nodes)
        if (n.op->kind == ir::form::wildcard) n.axes = ir::axis_bit(0);
      equation const sides = line.with_variables(line.equation, variables);
      out.left = sides.left.id;
      out.right = sides.right.id;
      out.head = p.graph[out.left].op;
      out.guard = &guard_of<K>;
    }
  }

  static constexpr parsed parse() {
    parsed p;
    p.graph.axis_number("k", 0);
    [&]<std::size_t... K>(std::index_sequence<K...>) { (parse_line<K>(p), ...); }(std::make_index_sequence<static_cast<std::size_t>(count)>{});
    return p;
  }
  struct make_graph {
    constexpr ir::graph operator()() const { return parse().graph; }
  };
  static constexpr auto lines_ = parse().rules;

 public:
  [[nodiscard]] static constexpr rule_view view() {
    return {ir::stage<make_graph>::value.view(), lines_.data(), count};
  }
};

}  // namespace gradsmith
