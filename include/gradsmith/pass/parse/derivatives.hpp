// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Parses the derivatives of lang/derivatives.hpp: into nodes that differentiation resolves, or into such of diff.
#pragma once

#include <gradsmith/lang/derivatives.hpp>
#include <gradsmith/pass/parse.hpp>

namespace gradsmith::pass {

namespace detail {

/// An operand, and the axes that it varies along as it is written. Its axes are no longer among those named.
struct parsed_operand {
  ref node;
  ir::axis_set axes;
};

template <class E>
constexpr parsed_operand parse_aside(parser& p, E const& e) {
  int const start = p.named.size();
  ref const node = parse_expression(p, e);
  ir::axis_set const axes = p.named_since(start);
  p.named.truncate(start);
  return {node, axes};
}

/// A symbol to differentiate by: naming it is not reading it.
template <class S>
constexpr ref parse_named_symbol(parser& p, S const& s) {
  int const read = p.graph.reading.size();
  ref const by = parse_expression(p, s);
  p.graph.reading.truncate(read);
  return by;
}

constexpr ref derivative_node(ref e, ref by) {
  ir::edge const arguments[]{{e.id, 1}, {by.id, 1}};
  return {e.graph, e.graph->intern({.op = &ir::derivative_record, .axes = e.axes() | by.axes()}, arguments, 2)};
}

constexpr text symbol_with_axes(ir::graph const& g, ref by) {
  text out{g.symbols[by.node().tag].name};
  if (by.axes() != 0) out << "(" << ir::list_axes(g, by.axes()) << ")";
  return out;
}

/// A symbol and its direction, onto the arguments of a jvp.
template <class S, class V>
constexpr void parse_direction(parser& p, S const& s, V const& v, vec<ir::edge>& arguments) {
  ir::graph& g = p.graph;
  int const start = p.named.size();
  ref const by = parse_named_symbol(p, s);
  p.named.truncate(start);
  auto const [along, axes] = parse_aside(p, v);
  auto const name = g.symbols[by.node().tag].name;
  if (by.node().count != ir::count(by.axes()))
    g.fail(text{"the direction of "} << name << " has an entry for each of " << name << ": index " << name << " by different axes");
  for (int k = 1; k < arguments.size(); k += 2)
    if (g[arguments[k].node].tag == by.node().tag) g.fail(text{name} << " has two directions; add them up, and give their sum");
  if (ir::axis_set const other = axes & ~by.axes(); other != 0)
    g.fail(text{"the direction of "} << symbol_with_axes(g, by) << " varies along the axis " << g.axes[ir::first_axis(other)].name
                                     << ", which " << symbol_with_axes(g, by) << " does not have; a direction has the axes of its symbol");
  arguments.push_back({by.id, 1});
  arguments.push_back({along.id, 1});
}

/// Operands `First`, `First` + 1, ... of the call: symbols with their directions.
template <int First, class E, std::size_t... K>
constexpr void parse_directions(parser& p, E const& e, vec<ir::edge>& arguments, std::index_sequence<K...>) {
  (parse_direction(p, operand_of<First + 2 * static_cast<int>(K)>(e), operand_of<First + 1 + 2 * static_cast<int>(K)>(e), arguments), ...);
}
template <class E>
using pairs_of = std::make_index_sequence<(number_of_operands<E> - 2) / 2>;

/// The derivative of arguments[0] along the directions behind it.
constexpr ref jvp_node(ir::graph& g, vec<ir::edge> const& arguments) {
  ir::axis_set const axes = g[arguments[0].node].axes;
  return {&g, g.intern({.op = &ir::jvp_record, .axes = axes}, arguments.begin(), arguments.size())};
}

constexpr ref vjp_node(ref e, ref cotangent, ref by) {
  ir::edge const arguments[]{{e.id, 1}, {cotangent.id, 1}, {by.id, 1}};
  return {e.graph, e.graph->intern({.op = &ir::vjp_record, .axes = by.axes()}, arguments, 3)};
}

/// The cotangent of an expression with these axes.
template <class U>
constexpr ref parse_cotangent(parser& p, ir::axis_set axes, U const& u) {
  auto const [cotangent, given] = parse_aside(p, u);
  if (ir::axis_set const other = given & ~axes; other != 0)
    p.graph.fail(text{"vjp(e, u, s): u varies along the axis "} << p.graph.axes[ir::first_axis(other)].name
                                                               << ", which e does not have; a cotangent has the axes of its expression");
  return cotangent;
}

/// J'J by two symbols, summed over the axes of the residuals.
constexpr ref gauss_newton_node(ref residuals, ir::axis_set axes, ref first, ref second) {
  return sum(over{axes}, derivative_node(residuals, first) * derivative_node(residuals, second));
}

}  // namespace detail

template <class E>
constexpr ref parse_derivative(parser& p, lang::jvp_tag, E const& e) {
  p.graph.written.add(ir::jvp_record.hash + detail::number_of_operands<E>);
  vec<ir::edge> arguments;
  arguments.push_back({parse_expression(p, detail::operand_of<1>(e)).id, 1});
  detail::parse_directions<2>(p, e, arguments, detail::pairs_of<E>{});
  return detail::jvp_node(p.graph, arguments);
}

template <class E>
constexpr ref parse_derivative(parser& p, lang::vjp_tag, E const& e) {
  p.graph.written.add(ir::vjp_record.hash);
  auto const [value, axes] = detail::parse_aside(p, detail::operand_of<1>(e));
  ref const cotangent = detail::parse_cotangent(p, axes, detail::operand_of<2>(e));
  return detail::vjp_node(value, cotangent, detail::parse_named_symbol(p, detail::operand_of<3>(e)));
}

template <class E>
constexpr ref parse_derivative(parser& p, lang::hessian_diagonal_tag, E const& e) {
  p.graph.written.add(ir::hessian_diagonal_record.hash);
  ref const slope = parse_expression(p, detail::operand_of<1>(e));
  ref const by = detail::parse_named_symbol(p, detail::operand_of<2>(e));
  if (by.node().count != ir::count(by.axes()))
    p.graph.fail("hessian_diagonal(e, s): index s by different axes; it has all entries, and the diagonal is that of the Hessian");
  ir::edge const arguments[]{{slope.id, 1}, {by.id, 1}};
  return {&p.graph, p.graph.intern({.op = &ir::hessian_diagonal_record, .axes = slope.axes() | by.axes()}, arguments, 2)};
}

template <class E>
constexpr ref parse_derivative(parser& p, lang::gauss_newton_tag, E const& e) {
  p.graph.written.add(ir::hash_text("gauss_newton"));
  auto const [residuals, axes] = detail::parse_aside(p, detail::operand_of<1>(e));
  ref const first = detail::parse_named_symbol(p, detail::operand_of<2>(e));
  ref const second = detail::parse_named_symbol(p, detail::operand_of<3>(e));
  if (ir::axis_set const shared = (first.axes() | second.axes()) & axes; shared != 0)
    p.graph.fail(text{"gauss_newton(r, s, t) sums over the axes of r, and one of them, "} << p.graph.axes[ir::first_axis(shared)].name
                                                                                      << ", indexes a symbol here; write another axis there, as in gauss_newton(r, w(k), w(l))");
  return detail::gauss_newton_node(residuals, axes, first, second);
}

/// What stands for several outputs is no expression.
template <class Tag, class E>
  requires requires { Tag::inside; }
constexpr ref parse_derivative(parser& p, Tag, E const&) {
  p.graph.fail(text{Tag::written} << " stands for several outputs: give it to compile as an argument, and use " << Tag::inside << " inside formulas");
  return ir::literal(p.graph, 0);
}

}  // namespace gradsmith::pass
