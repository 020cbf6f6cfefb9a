// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The programs of least squares, from the graph of the residuals: their one output.
#pragma once

#include <gradsmith/pass/derivative_outputs.hpp>
#include <gradsmith/pass/detach.hpp>

namespace gradsmith::pass {

/// The graph of the residuals `R`.
template <auto R>
constexpr ir::graph parse_residuals() {
  parser p;
  p.graph.written.add(ir::hash_text("residuals"));  // another parse than that of the same expression as an output
  int const root = parse_expression(p, lang::as_expression(R)).id;
  detail::add_output(p, root, 0);
  p.graph.fail(stream_error(p.graph));
  return detail::settled(detach(std::move(p.graph)));
}

/// sum(axes of r, square(r)) / 2.
[[nodiscard]] constexpr ir::graph half_sum_of_squares(ir::graph_view const& residuals) {
  ir::graph g = ir::thaw(residuals);
  ir::output const of = g.outputs[0];
  ir::axis_set axes = 0;
  for (int d = 0; d < of.rank; ++d) axes |= ir::axis_bit(of.axes[d]);
  ref const r{&g, of.node};
  g.outputs[0] = {.node = (0.5 * sum(over{axes}, r * r)).id};
  return g;
}

namespace detail {

/// The derivatives by several parameters are the columns of one matrix.
constexpr void lay_side_by_side(ir::graph& g) {
  if (g.outputs.size() < 3) return;
  int length = 0;
  for (int k = 1; k < g.outputs.size(); ++k) {
    ir::symbol const& by = g.symbols[g.outputs[k].symbol];
    int columns = 1;
    for (int d = 0; d < by.rank; ++d) columns *= g.axes[g.axes[by.axes[d]].origin].extent;
    g.outputs[k].column = length;
    length = columns == 0 || length < 0 ? -1 : length + columns;
  }
  for (int k = 1; k < g.outputs.size(); ++k) g.outputs[k].row_length = length;
}

}  // namespace detail

/// The residuals, and if asked for their derivatives by each parameter.
[[nodiscard]] constexpr ir::graph residuals_with(ir::graph_view const& residuals, bool jacobian) {
  parser p;
  p.graph = ir::thaw(residuals);
  if (!jacobian) return std::move(p.graph);
  ir::output const of = p.graph.outputs[0];
  for (int d = 0; d < of.rank; ++d) p.named.push_back(of.axes[d]);
  detail::read_parameters found{.p = p};
  found.list(0, p.graph.reading.size());
  detail::add_jacobian(p, {{&p.graph, of.node}, p.named_since(0), std::move(found.order)}, 0);
  detail::lay_side_by_side(p.graph);
  return std::move(p.graph);
}

}  // namespace gradsmith::pass
