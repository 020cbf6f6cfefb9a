// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Graphs built at run time with the operators of handles, and the passes as a function: compiling such
// a test costs nothing, whatever the formulas.
#pragma once

#include <gradsmith/ir/print.hpp>
#include <gradsmith/op/all.hpp>
#include <gradsmith/pass/differentiate.hpp>
#include <gradsmith/pass/expand.hpp>
#include <gradsmith/pass/lower.hpp>
#include <gradsmith/pass/simplify.hpp>

#include "support/evaluate.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gradsmith::tests {

using ir::view_of;

/// A formula under construction.
struct builder {
  ir::graph graph;

  over axis(std::string_view name) { return over{ir::axis_bit(graph.axis_number(name, 0))}; }
  ref symbol(std::string_view name, std::initializer_list<over> axes = {}, ir::role role = ir::role::parameter) {
    ir::symbol declared{.name = name, .kind = role};
    for (over a : axes) declared.axes[declared.rank++] = ir::first_axis(a.axes);
    int const number = graph.symbol_number(declared);
    return ir::symbol_at(graph, number, declared.axes, declared.rank);
  }
  /// The symbol indexed by other axes than declared.
  ref at(ref symbol, std::initializer_list<over> axes) {
    int indices[ir::max_rank]{};
    int rank = 0;
    for (over a : axes) indices[rank++] = ir::first_axis(a.axes);
    return ir::symbol_at(graph, symbol.node().tag, indices, rank);
  }
  ref number(double value) { return ir::literal(graph, value); }
  ref diff(ref e, ref by) {
    ir::edge const arguments[]{{e.id, 1}, {by.id, 1}};
    return {&graph, graph.intern({.op = &ir::derivative_record, .axes = e.axes() | by.axes()}, arguments, 2)};
  }
  void output(ref e) {
    ir::output out{.node = e.id};
    for (ir::axis_set rest = e.axes(); rest != 0; rest = ir::without_first(rest)) out.axes[out.rank++] = ir::first_axis(rest);
    graph.outputs.push_back(out);
  }
};

/// The stages of a program at run time.
struct stages {
  ir::graph parsed, stable, differentiated, simplified, expanded, lowered;

  explicit stages(ir::graph g) : parsed(std::move(g)) {
    stable = pass::simplify(view_of(parsed));
    differentiated = pass::differentiate(view_of(stable));
    simplified = pass::simplify(view_of(differentiated));
    expanded = pass::expand(view_of(simplified));
    lowered = pass::lower(view_of(expanded), -1);
  }
  /// As if no rule existed.
  struct without_rules {};
  stages(ir::graph g, without_rules) : parsed(std::move(g)) {
    differentiated = pass::differentiate(view_of(parsed));
    expanded = pass::expand(view_of(differentiated));
  }
};

inline std::string formula(ir::graph const& g, int output = 0) { return std::string(ir::to_text(g, g.outputs[output].node).view()); }

/// What simplification makes of a formula.
inline std::string simplified(builder& b, ref e) {
  b.graph.outputs.truncate(0);
  b.output(e);
  return formula(pass::simplify(view_of(b.graph)));
}

}  // namespace gradsmith::tests
