// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Derivatives by all parameters as outputs of a program: jacobian(e), hessian(e), hvp(e, w, v, b, u), vjp(e, u),
// gauss_newton(r).
#pragma once

#include <gradsmith/pass/outputs.hpp>
#include <gradsmith/pass/parse/derivatives.hpp>

namespace gradsmith::pass {

namespace detail {

/// An axis of the extent of `axis` that is not among `taken`: itself, or a copy.
constexpr int axis_beside(ir::graph& g, int axis, ir::axis_set taken) {
  for (int k = 0; k < g.axes.size(); ++k)
    if (g.axes[k].origin == axis && !ir::contains(taken, k)) return k;
  return g.fresh_axis(axis);
}

/// A symbol indexed as it is declared, but by none of the axes in `taken`.
constexpr ref symbol_beside(ir::graph& g, int number, ir::axis_set taken) {
  int axes[ir::max_rank]{};
  for (int d = 0; d < g.symbols[number].rank; ++d) axes[d] = axis_beside(g, g.symbols[number].axes[d], taken);
  return ir::symbol_at(g, number, axes, g.symbols[number].rank);
}

constexpr void name_indices(parser& p, ref symbol) {
  for (int d = 0; d < symbol.node().count; ++d) p.named.push_back(p.graph[p.graph.argument(symbol.id, d).node].tag);
}

/// The output `node`, with the axes named since `start` and after them those of the symbols.
template <class... Symbol>
constexpr void add_derivative_output(parser& p, ref node, int start, int number, Symbol... symbols) {
  int const end = p.named.size();
  (name_indices(p, symbols), ...);
  add_output(p, node.id, start, number);
  p.named.truncate(end);
}

/// An expression whose parameters are asked for.
struct parametric {
  ref value;
  ir::axis_set axes;
  vec<int> parameters;
};
template <class E>
constexpr parametric parse_parametric(parser& p, E const& e) {
  int const first_reading = p.graph.reading.size();
  int const start = p.named.size();
  ref const value = parse_expression(p, e);
  p.reduce_named(start, 0);
  read_parameters found{.p = p};
  found.list(first_reading, p.graph.reading.size());
  return {value, p.named_since(start), std::move(found.order)};
}

/// One output per parameter, with the axes of e and of the parameter.
constexpr void add_jacobian(parser& p, parametric const& e, int start) {
  for (int number : e.parameters) {
    ref const by = symbol_beside(p.graph, number, e.axes);
    add_derivative_output(p, derivative_node(e.value, by), start, number, by);
  }
}

/// The second derivatives of a scalar, or J'J of residuals: one output per pair of parameters, the same pair once.
constexpr void add_blocks(parser& p, parametric const& e, bool of_residuals) {
  int const start = p.named.size();
  for (int a = 0; a < e.parameters.size(); ++a)
    for (int b = a; b < e.parameters.size(); ++b) {
      ref const first = symbol_beside(p.graph, e.parameters[a], e.axes);
      ref const second = symbol_beside(p.graph, e.parameters[b], e.axes | first.axes());
      ref const block = of_residuals ? gauss_newton_node(e.value, e.axes, first, second) : derivative_node(derivative_node(e.value, first), second);
      add_derivative_output(p, block, start, -1, first, second);
    }
}

}  // namespace detail

template <class E>
constexpr void parse_outputs(parser& p, lang::all_jacobian_tag, E const& e) {
  int const start = p.named.size();
  detail::add_jacobian(p, detail::parse_parametric(p, detail::operand_of<1>(e)), start);
}

template <class E>
constexpr void parse_outputs(parser& p, lang::all_hessian_tag, E const& e) {
  int const start = p.named.size();
  detail::parametric const loss = detail::parse_parametric(p, detail::operand_of<1>(e));
  detail::require_scalar(p, start, "hessian(e) needs a number e");
  p.named.truncate(start);
  detail::add_blocks(p, loss, false);
}

template <class E>
constexpr void parse_outputs(parser& p, lang::all_gauss_newton_tag, E const& e) {
  int const start = p.named.size();
  detail::parametric const residuals = detail::parse_parametric(p, detail::operand_of<1>(e));
  p.named.truncate(start);
  detail::add_blocks(p, residuals, true);
}

template <class E>
constexpr void parse_outputs(parser& p, lang::all_vjp_tag, E const& e) {
  int const start = p.named.size();
  detail::parametric const outer = detail::parse_parametric(p, detail::operand_of<1>(e));
  p.named.truncate(start);
  ref const cotangent = detail::parse_cotangent(p, outer.axes, detail::operand_of<2>(e));
  for (int number : outer.parameters) {
    ref const by = ir::symbol_at(p.graph, number, p.graph.symbols[number].axes, p.graph.symbols[number].rank);
    detail::add_derivative_output(p, detail::vjp_node(outer.value, cotangent, by), start, number, by);
  }
}

template <class E>
constexpr void parse_outputs(parser& p, lang::all_hvp_tag, E const& e) {
  int const start = p.named.size();
  vec<ir::edge> arguments;
  arguments.push_back({parse_expression(p, detail::operand_of<1>(e)).id, 1});
  detail::parse_directions<2>(p, e, arguments, detail::pairs_of<E>{});
  ref const value{&p.graph, arguments[0].node};
  for (int k = 1; k < arguments.size(); k += 2) {
    ref const by{&p.graph, arguments[k].node};
    arguments[0].node = detail::derivative_node(value, by).id;
    detail::add_derivative_output(p, detail::jvp_node(p.graph, arguments), start, by.node().tag, by);
  }
}

}  // namespace gradsmith::pass
