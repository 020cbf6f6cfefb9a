// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// First pass: the user's YAP expression becomes a graph.
//
// Requires: nothing. Establishes: a hash-consed DAG in canonical form (ir/sum.hpp, ir/product.hpp) in
// which `diff` is still a node. With x(i), y(i): mean(i, (x - y) * (x - y)) becomes
//   n0 = x; n1 = y; n2 = n0 - n1; n3 = n2^2; n4 = sum(i, n3); n5 = extent(i); n6 = n4 / n5
#pragma once

#include <gradsmith/pass/parse/positions.hpp>
#include <gradsmith/pass/parse/parser.hpp>
#include <gradsmith/pass/simplify.hpp>

namespace gradsmith::pass {

namespace detail {

// ---- calls

/// The operands of a call with up to `Size` of them.
template <std::size_t Size>
struct call_operands {
  ir::axis_set along = 0;
  ref arguments[Size]{};
  int count = 0;
  ir::axis_set first_axes = 0;  // those of the first argument as it is written
};

/// Takes an axis into `along`, or parses an argument. `AxesAreNumbers`: to an elementwise operation an axis is one.
template <bool AxesAreNumbers = false, std::size_t Size, class E>
constexpr void parse_operand(parser& p, E const& e, call_operands<Size>& out) {
  if constexpr (!AxesAreNumbers && requires { is_axis_terminal(e); }) {
    auto const axis = operand_of<0>(e);
    note_axes(p.graph.written, axis_list<std::remove_const_t<decltype(axis)>>{});
    out.along |= ir::axis_bit(p.graph.axis_number(decltype(axis)::name.view(), decltype(axis)::extent));
  } else {
    int const start = p.named.size();
    out.arguments[out.count++] = parse_expression(p, e);
    if (out.count == 1) out.first_axes = p.named_since(start);
  }
}

/// The sentence for `sum(e)`, and for `sum(0, e)`, where other libraries count axes.
template <class E>
constexpr text missing_axis(std::string_view operation) {
  text sentence{operation};
  sentence << " needs the axis to work along: " << operation << "(axis, ...)";
  if constexpr (number_of_operands<E> > 2)
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(operand_of<1>(std::declval<E const&>()))>, terminal<number>>)
      sentence << "; a number is no axis";
  return sentence;
}

/// The sentence for `exp(a, b)`. An operation that is written in more than one way says how.
template <class Op>
constexpr text wrong_number(ir::operation const& op, int given) {
  text sentence{op.name};
  sentence << " takes " << op.arity << (op.arity == 1 ? " expression" : " expressions");
  if (op.kind != ir::form::elementwise) sentence << " after its axes";
  sentence << ", not " << given;
  if constexpr (requires { Op::usage; }) sentence << "; write " << Op::usage;
  return sentence;
}

template <class Op, class E, std::size_t... K>
constexpr ref parse_call(parser& p, operation_tag<Op>, E const& e, std::index_sequence<K...>) {
  call_operands<sizeof...(K) + 1> operands;
  int const start = p.named.size();
  ir::operation const& op = ir::info<Op>;
  constexpr bool is_elementwise = ir::info<Op>.kind == ir::form::elementwise && sizeof...(K) == static_cast<std::size_t>(Op::arity);
  (parse_operand<is_elementwise>(p, operand_of<static_cast<int>(K) + 1>(e), operands), ...);
  p.graph.written.add(op.hash + sizeof...(K));
  bool const needs_axis = op.kind == ir::form::reduction || op.kind == ir::form::along;
  if (needs_axis && operands.along == 0) {
    p.graph.fail(missing_axis<E>(op.name));
    return ir::literal(p.graph, 0);
  }
  if (operands.count != op.arity) {
    p.graph.fail(wrong_number<Op>(op, operands.count));
    return ir::literal(p.graph, 0);
  }
  if (needs_axis) {
    ir::axis_set has = operands.first_axes;
    if constexpr (requires { Op::any_argument_has_axes; }) has = p.named_since(start);
    if (!ir::is_subset(operands.along, has)) {
      p.graph.fail(missing_axis(p.graph, op.name, operands.along & ~has, has));
      return ir::literal(p.graph, 0);
    }
    p.reduce_named(start, op.kind == ir::form::reduction ? operands.along : 0);
  } else if (operands.along != 0) {
    p.graph.fail(text{op.name} << " works element by element and takes no axis");
  }
  return ir::make_node(p.graph, op, operands.along, operands.arguments);
}

template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::diff_tag, E const& e, std::index_sequence<K...>) {
  p.graph.written.add(ir::derivative_record.hash);
  ref const value = parse_expression(p, operand_of<1>(e));
  int const read = p.graph.reading.size();
  ref const by = parse_expression(p, operand_of<2>(e));
  p.graph.reading.truncate(read);  // naming a symbol to differentiate by is not reading it
  ir::edge const arguments[]{{value.id, 1}, {by.id, 1}};
  return {&p.graph, p.graph.intern({.op = &ir::derivative_record, .axes = value.axes() | by.axes()}, arguments, 2)};
}

template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::gradient_tag, E const&, std::index_sequence<K...>) {
  p.graph.fail("gradient(e) stands for several outputs: give it to compile as an argument, and use diff(e, s) inside formulas");
  return ir::literal(p.graph, 0);
}

// The other derivatives, in pass/parse/derivatives.hpp.
template <class Tag, class E, std::size_t... K>
constexpr ref parse_call(parser& p, Tag tag, E const& e, std::index_sequence<K...>) {
  return parse_derivative(p, tag, e);
}

template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::stream_tag, E const& e, std::index_sequence<K...>) {
  p.graph.written.add(ir::hash_text("stream"));
  call_operands<2> operands;
  (parse_operand(p, operand_of<static_cast<int>(K) + 1>(e), operands), ...);
  p.graph.axes[ir::first_axis(operands.along)].streamed = true;
  return operands.arguments[0];
}

template <class E, std::size_t... K, class... Rules>
constexpr ref parse_call(parser& p, lang::with_rules_tag<Rules...>, E const& e, std::index_sequence<K...>) {
  p.graph.written.add(ir::hash_text("with_rules"));
  if (pattern_rule const* const wrong = rule_set<Rules...>::ill_formed(); wrong != nullptr)
    p.graph.fail(text{"the rule "} << wrong->name << ": its right side uses a variable, or axes, that its left side does not have");
  p.graph.use_rules(&rewriting_with<Rules...>);
  return parse_expression(p, operand_of<1>(e));
}

template <expr_kind Kind>
constexpr ref parse_condition(ref a, ref b) {
  if constexpr (Kind == expr_kind::less) return lt(a, b);
  else if constexpr (Kind == expr_kind::greater) return gt(a, b);
  else if constexpr (Kind == expr_kind::less_equal) return le(a, b);
  else if constexpr (Kind == expr_kind::greater_equal) return ge(a, b);
  else if constexpr (Kind == expr_kind::equal_to) return eq(a, b);
  else if constexpr (Kind == expr_kind::logical_and) return logical_and(a, b);
  else if constexpr (Kind == expr_kind::logical_or) return logical_or(a, b);
  else return ne(a, b);
}

}  // namespace detail

/// The node of e in the graph of `p`.
template <class E>
constexpr ref parse_expression(parser& p, E const& e) {
  constexpr expr_kind kind = detail::kind_of<E>;
  detail::note_kind(p, kind);
  if constexpr (is_binding<E>) {
    p.graph.fail(text{E::name.view()} << " = ... binds a value and is no formula; bind in the call, and compare with ==");
    return ir::literal(p.graph, 0);
  } else if constexpr (kind == expr_kind::terminal) {
    return detail::parse_terminal(p, detail::operand_of<0>(e));
  } else if constexpr (kind == expr_kind::plus || kind == expr_kind::minus || kind == expr_kind::negate) {
    vec<ir::edge> terms;
    detail::parse_terms(p, e, 1, terms);
    return ir::make_sum(p.graph, terms, 0);
  } else if constexpr (kind == expr_kind::multiplies || kind == expr_kind::divides) {
    vec<ir::edge> factors;
    detail::parse_factors(p, e, 1, factors);
    return ir::make_product(p.graph, factors, 1);
  } else if constexpr (kind == expr_kind::call) {
    return detail::parse_call(p, detail::operand_of<0>(detail::operand_of<0>(e)), e,
                              std::make_index_sequence<detail::number_of_operands<E> - 1>{});
  } else if constexpr (kind == expr_kind::logical_not) {
    return logical_not(parse_expression(p, detail::operand_of<0>(e)));
  } else {
    ref const a = parse_expression(p, detail::operand_of<0>(e));
    ref const b = parse_expression(p, detail::operand_of<1>(e));
    return detail::parse_condition<kind>(a, b);
  }
}

namespace detail {

template <class Closure>
struct let_stage {
  static constexpr auto written = lang::as_expression(Closure{}());
  struct make {
    constexpr ir::graph operator()() const {
      parser p;
      p.inside_let = true;
      ref const root = parse_expression(p, written);
      // What a let varies along is listed with its output; with more of them if the axes are many.
      p.reduce_named(0, 0);
      p.graph.outputs.push_back({.node = root.id});
      for (int axis : p.named) {
        if (p.graph.outputs.back().rank == ir::max_rank) p.graph.outputs.push_back({.node = root.id});
        ir::output& out = p.graph.outputs.back();
        out.axes[out.rank++] = axis;
      }
      return std::move(p.graph);
    }
  };
  static constexpr ir::graph_view view() { return ir::stage<make>::view; }
  static constexpr ir::let_record record{&view};
};

template <class Closure>
constexpr ref parse_terminal(parser& p, let_tag<Closure>) {
  ir::let_record const* const record = &let_stage<Closure>::record;
  ir::graph_view const view = record->view();
  for (int k = 0; k < view.output_count; ++k)
    for (int d = 0; d < view.outputs[k].rank; ++d) {
      ir::axis const& axis = view.axes[view.outputs[k].axes[d]];
      p.named.push_back(p.graph.axis_number(axis.name, axis.extent));
    }
  int number = 0;
  while (number < p.graph.lets.size() && p.graph.lets[number] != record) ++number;
  if (number == p.graph.lets.size()) p.graph.lets.push_back(record);
  p.graph.written.add(static_cast<std::uint64_t>(number));
  if (!p.inside_let) return {&p.graph, splice(p.graph, record, p.lets)};
  p.graph.reading.push_back(~number);
  // Inside a let another let is one opaque node, with the axes of its root.
  ir::axis_map axes;
  for (int k = 0; k < view.axis_count; ++k)
    if (view.axes[k].slot == 0) axes.send(k, p.graph.axis_number(view.axes[k].name, view.axes[k].extent));
  ir::axis_set const root_axes = view.error_length > 0 ? 0 : axes(view.nodes[view.outputs[0].node].axes);
  if (view.error_length > 0) p.graph.fail(view.error_text());
  return {&p.graph, p.graph.intern({.op = &ir::let_reference_record, .axes = root_axes, .tag = number}, nullptr, 0)};
}

}  // namespace detail

}  // namespace gradsmith::pass

namespace gradsmith {

template <class Closure>
consteval bool parse_let() {
  return pass::detail::let_stage<Closure>::view().node_count > 0;
}

}  // namespace gradsmith
