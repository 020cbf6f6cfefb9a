// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// First pass: the user's YAP expression becomes a graph.
//
// Requires: nothing. Establishes: a hash-consed DAG in canonical form (ir/sum.hpp, ir/product.hpp) in
// which `diff` is still a node. With x(i), y(i): mean(i, (x - y) * (x - y)) becomes
//   n0 = x; n1 = y; n2 = n0 - n1; n3 = n2^2; n4 = sum(i, n3); n5 = extent(i); n6 = n4 / n5
#pragma once

#include <boost/yap/algorithm_fwd.hpp>

#include <gradsmith/ir/gather.hpp>
#include <gradsmith/ir/print.hpp>
#include <gradsmith/lang/at.hpp>
#include <gradsmith/lang/diff.hpp>
#include <gradsmith/lang/let.hpp>
#include <gradsmith/lang/stream.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/logical.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/pass/splice.hpp>

namespace gradsmith::pass {

namespace hana = boost::hana;
using boost::yap::expr_kind;

/// The state of one parse: the graph, and which lets are in it already.
struct parser {
  constexpr parser() { graph.guarding = true; }

  ir::graph graph;
  spliced_lets lets;
  bool inside_let = false;  // then lets are referred to, not spliced
  /// The axes in the order in which symbols name them, less those that reductions have taken. What was
  /// parsed since a position varies along the axes behind it, also where the canonical form no longer
  /// shows them: x(i) - x(i) is 0, and varies along i.
  vec<int> named;

  [[nodiscard]] constexpr ir::axis_set named_since(int start) const {
    ir::axis_set axes = 0;
    for (int k = start; k < named.size(); ++k) axes |= ir::axis_bit(named[k]);
    return axes;
  }
  /// Leaves each axis named since `start` once, and those in `reduced` not at all.
  constexpr void reduce_named(int start, ir::axis_set reduced) {
    int kept = start;
    for (int k = start; k < named.size(); ++k) {
      if (ir::contains(reduced, named[k])) continue;
      reduced |= ir::axis_bit(named[k]);
      named[kept++] = named[k];
    }
    named.truncate(kept);
  }
};

template <class E>
constexpr ref parse_expression(parser& p, E const& e);

namespace detail {

template <int K, class E>
[[nodiscard]] constexpr auto const& operand_of(E const& e) {
  return e.elements[hana::size_c<static_cast<std::size_t>(K)>];
}

template <class... Axes>
constexpr void axis_numbers(ir::graph& g, axis_list<Axes...>, int* numbers) {
  int k = 0;
  ((numbers[k++] = g.axis_number(Axes::name.view(), Axes::extent)), ...);
}

// ---- terminals

constexpr ref parse_terminal(parser& p, number const& n) {
  p.graph.written.add(std::bit_cast<std::uint64_t>(n.value) + (n.integral ? 1 : 0));
  return ir::literal(p.graph, n.value);
}

template <class... Axes>
constexpr void note_axes(ir::fingerprint& written, axis_list<Axes...>) {
  written.add(sizeof...(Axes));
  (written.add(ir::hash_text(Axes::name.view()) + static_cast<std::uint64_t>(Axes::extent)), ...);
}

/// An axis that a symbol is declared with twice, or -1.
[[nodiscard]] constexpr int repeated_axis(ir::symbol const& s) {
  for (int d = 1; d < s.rank; ++d)
    for (int earlier = 0; earlier < d; ++earlier)
      if (s.axes[earlier] == s.axes[d]) return s.axes[d];
  return -1;
}

/// The number of a symbol that is read.
template <ir::role Role, fixed_string Name, class Declared, class Indices>
constexpr int read_symbol(parser& p, lang::symbol_tag<Role, Name, Declared, Indices>) {
  using type = symbol<Role, Name, Declared>;  // its static name outlives the evaluation
  ir::symbol declared{.name = type::name.view(), .kind = Role, .rank = Declared::size};
  axis_numbers(p.graph, Declared{}, declared.axes);
  if (int const twice = Role == ir::role::parameter ? repeated_axis(declared) : -1; twice >= 0)
    p.graph.fail(p.graph.declaration(declared) << " has the axis " << p.graph.axes[twice].name << " twice; declare it with two axes, and index it with one");
  p.graph.written.add(ir::hash_text(type::name.view()) + static_cast<std::uint64_t>(Role));
  note_axes(p.graph.written, Declared{});
  int const number = p.graph.symbol_number(declared);
  p.graph.reading.push_back(number);
  return number;
}

template <ir::role Role, fixed_string Name, class Declared, class Indices>
constexpr ref parse_terminal(parser& p, lang::symbol_tag<Role, Name, Declared, Indices> tag) {
  int const number = read_symbol(p, tag);
  int indices[ir::max_rank]{};
  axis_numbers(p.graph, Indices{}, indices);
  note_axes(p.graph.written, Indices{});
  for (int d = 0; d < Indices::size; ++d) p.named.push_back(indices[d]);
  return ir::symbol_at(p.graph, number, indices, Indices::size);
}

template <class Closure>
constexpr ref parse_terminal(parser& p, let_tag<Closure>);

/// An axis among numbers is the position along it.
template <fixed_string Name, int Extent>
constexpr ref parse_terminal(parser& p, axis_type<Name, Extent>) {
  note_axes(p.graph.written, axis_list<axis_type<Name, Extent>>{});
  int const axis = p.graph.axis_number(axis_type<Name, Extent>::name.view(), Extent);
  p.named.push_back(axis);
  return ir::index(p.graph, axis);
}

// ---- sums and products, flattened while they are read: a long chain is one node at once

template <class E>
inline constexpr expr_kind kind_of = expr_kind::terminal;
template <expr_kind Kind, class Tuple>
inline constexpr expr_kind kind_of<expression<Kind, Tuple>> = Kind;

template <class E>
inline constexpr std::size_t number_of_operands = 0;
template <expr_kind Kind, class... Operands>
inline constexpr std::size_t number_of_operands<expression<Kind, hana::tuple<Operands...>>> = sizeof...(Operands);

constexpr void note_kind(parser& p, expr_kind kind) { p.graph.written.add(static_cast<std::uint64_t>(kind)); }

template <class E>
constexpr void parse_terms(parser& p, E const& e, double weight, vec<ir::edge>& terms) {
  constexpr expr_kind kind = kind_of<E>;
  note_kind(p, kind);
  if constexpr (kind == expr_kind::plus || kind == expr_kind::minus) {
    parse_terms(p, operand_of<0>(e), weight, terms);
    parse_terms(p, operand_of<1>(e), kind == expr_kind::plus ? weight : -weight, terms);
  } else if constexpr (kind == expr_kind::negate) {
    parse_terms(p, operand_of<0>(e), -weight, terms);
  } else {
    terms.push_back({parse_expression(p, e).id, weight});
  }
}

template <class E>
constexpr void reject_integer_zero(parser& p, E const& e) {
  if constexpr (std::is_same_v<E, terminal<number>>)
    if (auto const& n = operand_of<0>(e); n.integral && n.value == 0)
      p.graph.fail("the factor is the integer 0 (in C++ 1/2 is 0); write 0.5 or x/2");
}

template <class E>
constexpr void parse_factors(parser& p, E const& e, int exponent, vec<ir::edge>& factors) {
  constexpr expr_kind kind = kind_of<E>;
  note_kind(p, kind);
  if constexpr (kind == expr_kind::multiplies || kind == expr_kind::divides) {
    // A quotient inside a denominator stays a factor of its own: a/(b/c) must not become a*c/b.
    reject_integer_zero(p, operand_of<0>(e));
    reject_integer_zero(p, operand_of<1>(e));
    parse_factors(p, operand_of<0>(e), exponent, factors);
    if constexpr (kind == expr_kind::multiplies)
      parse_factors(p, operand_of<1>(e), exponent, factors);
    else
      factors.push_back({parse_expression(p, operand_of<1>(e)).id, static_cast<double>(-exponent)});
  } else {
    factors.push_back({parse_expression(p, e).id, static_cast<double>(exponent)});
  }
}

// ---- calls

template <fixed_string Name, int Extent>
void is_axis_terminal(terminal<axis_type<Name, Extent>> const&);

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

/// The sentence for `sum(k, e)` where e has no axis k.
constexpr text missing_axis(ir::graph const& g, std::string_view operation, ir::axis_set missing, ir::axis_set has) {
  text sentence{operation};
  sentence << " runs over the axis " << g.axes[ir::first_axis(missing)].name << ", which its argument does not have (";
  if (has == 0)
    sentence << "it is a number";
  else
    sentence << "it has " << ir::list_axes(g, has);
  return sentence << "); name one of its axes, or index a symbol in it with " << g.axes[ir::first_axis(missing)].name;
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

// The other derivatives, in pass/parse_derivatives.hpp.
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

// ---- positions

/// One index of a symbol: the axis itself, or a slot and what stands in its place.
template <class E>
constexpr void parse_index(parser& p, E const& e, int declared, int& index, vec<ir::placement>& computed) {
  if constexpr (requires { is_axis_terminal(e); }) {
    auto const axis = operand_of<0>(e);
    note_axes(p.graph.written, axis_list<std::remove_const_t<decltype(axis)>>{});
    index = p.graph.axis_number(decltype(axis)::name.view(), decltype(axis)::extent);
    p.named.push_back(index);
  } else {
    int number = 1;  // two dimensions may have one axis, and still two positions
    for (ir::placement const& each : computed) number += p.graph.axes[each.slot].origin == p.graph.axes[declared].origin ? 1 : 0;
    index = p.graph.slot_axis(declared, number);
    computed.push_back({index, parse_expression(p, e).id});
  }
}

template <class E, ir::role Role, fixed_string Name, class Declared, class Indices, std::size_t... K>
constexpr ref parse_entry(parser& p, E const& e, lang::symbol_tag<Role, Name, Declared, Indices> tag, std::index_sequence<K...>) {
  int const symbol = read_symbol(p, tag);
  int indices[ir::max_rank]{};
  int const axes[]{p.graph.symbols[symbol].axes[K]...};
  vec<ir::placement> computed;
  (parse_index(p, operand_of<static_cast<int>(K) + 2>(e), axes[K], indices[K], computed), ...);
  return ir::gather(ir::symbol_at(p.graph, symbol, indices, Declared::size), computed);
}
template <class E, std::size_t First, std::size_t... K>
constexpr ref parse_call(parser& p, lang::entry_tag, E const& e, std::index_sequence<First, K...>) {
  p.graph.written.add(ir::hash_text("entry"));
  return parse_entry(p, e, operand_of<0>(operand_of<1>(e)), std::make_index_sequence<sizeof...(K)>{});
}

/// The operands of at: axes, then the expression, then as many positions.
struct at_operands {
  vec<int> along;
  ref source{};
  vec<int> positions;
  ir::axis_set source_axes = 0;
};
template <class E>
constexpr void parse_at_operand(parser& p, E const& e, at_operands& out) {
  if constexpr (requires { is_axis_terminal(e); }) {
    if (!out.source.exists()) {
      auto const axis = operand_of<0>(e);
      note_axes(p.graph.written, axis_list<std::remove_const_t<decltype(axis)>>{});
      out.along.push_back(p.graph.axis_number(decltype(axis)::name.view(), decltype(axis)::extent));
      return;
    }
  }
  int const start = p.named.size();
  ref const parsed = parse_expression(p, e);
  if (out.source.exists()) {
    out.positions.push_back(parsed.id);
    return;
  }
  out.source = parsed;
  out.source_axes = p.named_since(start);
  ir::axis_set replaced = 0;
  for (int axis : out.along) replaced |= ir::axis_bit(axis);
  p.reduce_named(start, replaced);
}
template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::at_tag, E const& e, std::index_sequence<K...>) {
  p.graph.written.add(ir::hash_text("at") + sizeof...(K));
  at_operands operands;
  (parse_at_operand(p, operand_of<static_cast<int>(K) + 1>(e), operands), ...);
  if (operands.along.size() != operands.positions.size() || !operands.source.exists()) {
    p.graph.fail("at takes axes, an expression and a position for each axis: write at(r, e, r + 1), or at(r, c, e, r + 1, c)");
    return ir::literal(p.graph, 0);
  }
  vec<ir::placement> all;
  for (int k = 0; k < operands.along.size(); ++k) {
    int const axis = operands.along[k];
    if (!ir::contains(operands.source_axes, axis)) {
      p.graph.fail(missing_axis(p.graph, "at", ir::axis_bit(axis), operands.source_axes));
      return ir::literal(p.graph, 0);
    }
    all.push_back({axis, operands.positions[k]});
  }
  return ir::gather(operands.source, all);
}

template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::position_tag, E const& e, std::index_sequence<K...>) {
  return parse_terminal(p, operand_of<0>(operand_of<1>(e)));
}
template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::extent_tag, E const& e, std::index_sequence<K...>) {
  auto const axis = operand_of<0>(operand_of<1>(e));
  p.graph.written.add(ir::extent_record.hash);
  note_axes(p.graph.written, axis_list<std::remove_const_t<decltype(axis)>>{});
  return ir::extent(p.graph, p.graph.axis_number(decltype(axis)::name.view(), decltype(axis)::extent));
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
  if constexpr (kind == expr_kind::terminal) {
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
