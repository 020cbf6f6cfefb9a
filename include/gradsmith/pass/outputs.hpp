// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What a program computes: the expressions asked for, the gradient of one of them, the product of its
// Hessian with a direction, each as outputs of a parsed graph.
#pragma once

#include <gradsmith/pass/detach.hpp>
#include <gradsmith/pass/parse.hpp>
#include <gradsmith/pass/stream.hpp>

namespace gradsmith::pass {

namespace detail {

/// Output `id` varies along what was named since `start`, in this order.
constexpr void add_output(parser& p, int id, int start, int symbol = -1) {
  ir::output out{.node = id, .symbol = symbol};
  p.reduce_named(start, 0);
  if (p.named.size() - start > ir::max_rank) p.graph.fail("an output has more than six axes");
  for (int k = start; k < p.named.size() && out.rank < ir::max_rank; ++k) out.axes[out.rank++] = p.named[k];
  p.graph.outputs.push_back(out);
}

template <class E>
inline constexpr bool is_gradient = false;
template <class E>
inline constexpr bool is_gradient<expression<
    expr_kind::call, hana::tuple<terminal<lang::gradient_tag>, E>>> = true;

/// The others that stand for several outputs, in pass/derivative_outputs.hpp.
template <class E>
inline constexpr bool is_several_outputs = false;
template <class Tag, class... Operands>
  requires requires { Tag::inside; }
inline constexpr bool is_several_outputs<expression<expr_kind::call, hana::tuple<terminal<Tag>, Operands...>>> = true;

constexpr void require_scalar(parser& p, int start, std::string_view what) {
  ir::graph& g = p.graph;
  ir::axis_set const axes = p.named_since(start);
  if (axes == 0) return;
  g.fail(text{what} << ", but here the " << (ir::count(axes) == 1 ? "axis " : "axes ") << ir::list_axes(g, axes)
                    << (ir::count(axes) == 1 ? " remains" : " remain") << "; reduce with mean(" << g.axes[ir::first_axis(axes)].name
                    << ", ...) or sum(" << g.axes[ir::first_axis(axes)].name << ", ...)");
}

/// The parameters among some of what was read, each once. A let that was open already is read where it was opened.
struct read_parameters {
  parser const& p;
  vec<bool> listed{p.graph.symbols.size()}, reread{p.lets.entries.size()};
  vec<int> order{};

  constexpr void list(int first, int last) {
    for (int k = first; k < last; ++k) {
      int const read = p.graph.reading[k];
      if (read < 0) {
        // Of a graph that was frozen in between all is listed, and no let is known any more.
        if (~read >= reread.size() || reread[~read]) continue;
        reread[~read] = true;
        list(p.lets.entries[~read].first_reading, p.lets.entries[~read].last_reading);
      } else if (!listed[read] && p.graph.symbols[read].kind == ir::role::parameter) {
        listed[read] = true;
        order.push_back(read);
      }
    }
  }
};

/// The axes that index a parameter wherever it stands, if they are the same everywhere, else those it is declared
/// with. A gradient along the axes of its formula shares more of it: no sum is renamed.
constexpr void gradient_axes(ir::graph const& g, int symbol, int* axes) {
  ir::symbol const& s = g.symbols[symbol];
  int found = -1;
  bool same = true;
  for (int id = 0; id < g.nodes.size() && same; ++id) {
    if (g.kind(id) != ir::form::symbol || g[id].tag != symbol) continue;
    same = found < 0 && ir::count(g[id].axes) == s.rank;
    found = id;
  }
  for (int d = 0; d < s.rank; ++d) axes[d] = s.axes[d];
  if (!same || found < 0) return;
  for (int d = 0; d < s.rank; ++d)
    if (g.axes[g[g.argument(found, d).node].tag].slot != 0) return;
  for (int d = 0; d < s.rank; ++d) axes[d] = g[g.argument(found, d).node].tag;
}

/// One output per parameter of the expression that was read from `first_reading` on and became `root`, in the
/// order in which it reads them, whatever other outputs read before; also for one that cancelled, like w - w.
constexpr void add_gradient(parser& p, int root, int first_reading) {
  ir::graph& g = p.graph;
  read_parameters parameters{.p = p};
  parameters.list(first_reading, g.reading.size());
  for (int const s : parameters.order) {
    int axes[ir::max_rank]{};
    gradient_axes(g, s, axes);
    ref const by = ir::symbol_at(g, s, axes, g.symbols[s].rank);
    ir::edge const arguments[]{{root, 1}, {by.id, 1}};
    int const start = p.named.size();
    for (int d = 0; d < g.symbols[s].rank; ++d) p.named.push_back(axes[d]);
    add_output(p, g.intern({.op = &ir::derivative_record, .axes = by.axes()}, arguments, 2), start, s);
    p.named.truncate(start);
  }
}

template <class E>
constexpr void parse_output(parser& p, E const& e) {
  int const start = p.named.size();
  if constexpr (is_gradient<E>) {
    p.graph.written.add(ir::hash_text("gradient"));
    int const first_reading = p.graph.reading.size();
    int const root = parse_expression(p, operand_of<1>(e)).id;
    require_scalar(p, start, "gradient(e) needs a number e");
    add_gradient(p, root, first_reading);
  } else if constexpr (is_several_outputs<E>) {
    auto const tag = operand_of<0>(operand_of<0>(e));
    p.graph.written.add(ir::hash_text(tag.written) + number_of_operands<E>);
    parse_outputs(p, tag, e);
  } else {
    int const root = parse_expression(p, e).id;
    add_output(p, root, start);
  }
}

[[nodiscard]] constexpr bool has_gathers(ir::graph const& g) {
  for (ir::node const& n : g.nodes)
    if (n.op->kind == ir::form::gather) return true;
  return false;
}

/// Marks the symbol that a position is, and the parameters that it is a sum or a product of: these are no positions.
constexpr void mark_position(ir::graph& g, int id, ir::axis_set along, bool is_whole = true) {
  ir::node const n = g[id];
  if (n.op->kind == ir::form::symbol && (is_whole || g.symbols[n.tag].kind == ir::role::parameter)) ir::mark_as_index({&g, id}, along);
  if (n.op->kind != ir::form::sum && n.op->kind != ir::form::product) return;
  for (int k = 0; k < n.count; ++k) mark_position(g, g.argument(id, k).node, along, false);
}

/// Forgets which inputs held positions before choices made these safe: in where(k >= 0, w(k), 0) an entry of k may be -1,
/// if k stands nowhere else.
[[nodiscard]] constexpr ir::graph settled(ir::graph g) {
  if (!has_gathers(g)) return g;
  for (ir::symbol& each : g.symbols)
    if (each.kind == ir::role::input) each.index_of = each.label_of;
  vec<bool> const live = live_nodes(ir::view_of(g));
  for (int id = 0; id < g.nodes.size(); ++id) {
    if (!live[id] || g.kind(id) != ir::form::gather) continue;
    for (int k = 0; k < ir::number_of_slots(g[id]); ++k) {
      ir::placement const each = ir::placement_of(g, id, k);
      mark_position(g, each.position, ir::axis_bit(each.slot));
    }
  }
  return g;
}

}  // namespace detail

/// The graph of the expressions `E...`, one output each (gradient(e): one per parameter).
template <auto... E>
constexpr ir::graph parse() {
  parser p;
  (detail::parse_output(p, lang::as_expression(E)), ...);
  p.graph.fail(stream_error(p.graph));
  return detail::settled(detach(std::move(p.graph)));
}

/// The graph of a loss, which must be a scalar: its one output.
template <auto Loss>
constexpr ir::graph parse_loss() {
  parser p;
  p.graph.written.add(ir::hash_text("loss"));  // another parse than that of the same expression as an output
  int const root = parse_expression(p, lang::as_expression(Loss)).id;
  detail::require_scalar(p, 0, "a loss is a number");
  p.graph.fail(stream_error(p.graph));
  p.graph.outputs.push_back({.node = root});
  return detail::settled(detach(std::move(p.graph)));
}

/// The graph of a parsed loss with the outputs asked for.
[[nodiscard]] constexpr ir::graph loss_with(ir::graph_view const& loss, bool value, bool gradient) {
  parser p;
  p.graph = ir::thaw(loss);
  int const root = p.graph.outputs[0].node;
  if (!value) p.graph.outputs.truncate(0);
  if (gradient) detail::add_gradient(p, root, 0);
  return std::move(p.graph);
}

namespace detail {

/// Puts an axis in front of those of a symbol or of an output.
template <class Shape>
constexpr void put_in_front(Shape& shape, int axis) {
  for (int d = shape.rank++; d > 0; --d) shape.axes[d] = shape.axes[d - 1];
  shape.axes[0] = axis;
}

}  // namespace detail

/// The graph of the product of a loss's Hessian with a direction: the gradient of gradient . direction.
/// The directions are symbols of the parameters' shapes, after all others, in the order of the outputs. With `several` they have an axis
/// more, in front, and so have the products, whose parts by the parameters lie side by side.
[[nodiscard]] constexpr ir::graph hessian_product(ir::graph_view const& loss, bool several = false) {
  ir::graph g = loss_with(loss, false, true);
  int const along = several ? g.axis_number("the directions", 0) : -1;
  vec<ir::edge> terms;
  int const count = g.outputs.size();
  for (int k = 0; k < count; ++k) {
    ir::output const partial = g.outputs[k];
    ir::symbol direction = g.symbols[partial.symbol];
    ir::axis_set const own = ir::symbol_at(g, partial.symbol, partial.axes, direction.rank).axes();
    int axes[ir::max_rank]{along};
    for (int d = 0; d < direction.rank; ++d) axes[d + several] = partial.axes[d];
    if (several) detail::put_in_front(direction, along);
    g.symbols.push_back(direction);
    ref const v = ir::symbol_at(g, g.symbols.size() - 1, axes, direction.rank);
    terms.push_back({sum(over{own}, ref{&g, partial.node} * v).id, 1});
  }
  ref const slope = ir::make_sum(g, terms, 0);
  for (int k = 0; k < count; ++k) {
    ir::output& out = g.outputs[k];
    ref const by = ir::symbol_at(g, out.symbol, out.axes, g.symbols[out.symbol].rank);
    ir::edge const arguments[]{{slope.id, 1}, {by.id, 1}};
    out.node = g.intern({.op = &ir::derivative_record, .axes = slope.axes() | by.axes()}, arguments, 2);
    if (!several) continue;
    detail::put_in_front(out, along);
    out.row_length = -1;
  }
  return g;
}

}  // namespace gradsmith::pass
