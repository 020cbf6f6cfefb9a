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

#include <gradsmith/ir/print.hpp>
#include <gradsmith/lang/diff.hpp>
#include <gradsmith/lang/let.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/pass/splice.hpp>

namespace gradsmith::pass {

namespace hana = boost::hana;
using boost::yap::expr_kind;

/// The state of one parse: the graph, and which lets are in it already.
struct parser {
  ir::graph graph;
  spliced_lets lets;
  bool inside_let = false;  // then lets are referred to, not spliced
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

constexpr ref parse_terminal(parser& p, number const& n) { return ir::literal(p.graph, n.value); }

template <ir::role Role, fixed_string Name, class Declared, class Indices>
constexpr ref parse_terminal(parser& p, lang::symbol_tag<Role, Name, Declared, Indices>) {
  using type = symbol<Role, Name, Declared>;  // its static name outlives the evaluation
  ir::symbol declared{.name = type::name.view(), .kind = Role, .rank = Declared::size};
  axis_numbers(p.graph, Declared{}, declared.axes);
  int indices[ir::max_rank]{};
  axis_numbers(p.graph, Indices{}, indices);
  int const number = p.graph.symbol_number(declared);
  p.graph.reading.push_back(number);
  return ir::symbol_at(p.graph, number, indices, Indices::size);
}

template <class Closure>
inline constexpr ir::let_record let_of{};

template <class Closure>
constexpr ref parse_terminal(parser& p, let_tag<Closure>);

template <fixed_string Name, int Extent>
constexpr ref parse_terminal(parser& p, axis_type<Name, Extent>) {
  p.graph.fail(text{"the axis "} << axis_type<Name, Extent>::name.view()
                                 << " stands where an expression is needed; axes index symbols, as in w("
                                 << axis_type<Name, Extent>::name.view() << "), and come first in sum, mean, max");
  return ir::literal(p.graph, 0);
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

template <class E>
constexpr void parse_terms(parser& p, E const& e, double weight, vec<ir::edge>& terms) {
  constexpr expr_kind kind = kind_of<E>;
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

/// Takes an axis into `along`, or parses an argument into `arguments`.
template <class E>
constexpr void parse_argument(parser& p, E const& e, ir::axis_set& along, ref* arguments, int& count) {
  if constexpr (requires { is_axis_terminal(e); }) {
    auto const axis = operand_of<0>(e);
    along |= ir::axis_bit(p.graph.axis_number(decltype(axis)::name.view(), decltype(axis)::extent));
  } else {
    arguments[count++] = parse_expression(p, e);
  }
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

template <class Op, class E, std::size_t... K>
constexpr ref parse_call(parser& p, operation_tag<Op>, E const& e, std::index_sequence<K...>) {
  ir::axis_set along = 0;
  ref arguments[sizeof...(K) + 1]{};
  int count = 0;
  (parse_argument(p, operand_of<static_cast<int>(K) + 1>(e), along, arguments, count), ...);
  ir::operation const& op = ir::info<Op>;
  if (count != op.arity) {
    p.graph.fail(text{op.name} << " takes " << op.arity << (op.arity == 1 ? " expression" : " expressions") << ", not " << count);
    return ir::literal(p.graph, 0);
  }
  if (op.kind == ir::form::reduction || op.kind == ir::form::along) {
    if (along == 0) {
      p.graph.fail(text{op.name} << " needs the axis to work along: " << op.name << "(axis, ...)");
      return ir::literal(p.graph, 0);
    }
    if (!ir::is_subset(along, arguments[0].axes())) {
      p.graph.fail(missing_axis(p.graph, op.name, along & ~arguments[0].axes(), arguments[0].axes()));
      return ir::literal(p.graph, 0);
    }
  } else if (along != 0) {
    p.graph.fail(text{op.name} << " works element by element and takes no axis");
  }
  return ir::make_node(p.graph, op, along, arguments);
}

template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::diff_tag, E const& e, std::index_sequence<K...>) {
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

template <expr_kind Kind>
constexpr ref parse_comparison(ref a, ref b) {
  if constexpr (Kind == expr_kind::less) return lt(a, b);
  else if constexpr (Kind == expr_kind::greater) return gt(a, b);
  else if constexpr (Kind == expr_kind::less_equal) return le(a, b);
  else if constexpr (Kind == expr_kind::greater_equal) return ge(a, b);
  else if constexpr (Kind == expr_kind::equal_to) return eq(a, b);
  else return ne(a, b);
}

}  // namespace detail

/// The node of e in the graph of `p`.
template <class E>
constexpr ref parse_expression(parser& p, E const& e) {
  constexpr expr_kind kind = detail::kind_of<E>;
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
  } else {
    ref const a = parse_expression(p, detail::operand_of<0>(e));
    ref const b = parse_expression(p, detail::operand_of<1>(e));
    return detail::parse_comparison<kind>(a, b);
  }
}

namespace detail {

template <class Closure>
struct let_stage {
  struct make {
    constexpr ir::graph operator()() const {
      parser p;
      p.inside_let = true;
      ref const root = parse_expression(p, lang::as_expression(Closure{}()));
      p.graph.outputs.push_back({.node = root.id});
      return std::move(p.graph);
    }
  };
  static constexpr ir::graph_view view() { return ir::stage<make>::view; }
  static constexpr ir::let_record record{&view};
};

template <class Closure>
constexpr ref parse_terminal(parser& p, let_tag<Closure>) {
  ir::let_record const* const record = &let_stage<Closure>::record;
  if (!p.inside_let) return {&p.graph, splice(p.graph, record, p.lets)};
  int number = 0;
  while (number < p.graph.lets.size() && p.graph.lets[number] != record) ++number;
  if (number == p.graph.lets.size()) p.graph.lets.push_back(record);
  p.graph.reading.push_back(~number);
  // Inside a let another let is one opaque node, with the axes of its root.
  ir::graph_view const view = record->view();
  ir::axis_map axes;
  for (int k = 0; k < view.axis_count; ++k)
    axes.send(k, p.graph.axis_number(view.axes[k].name, view.axes[k].extent));
  ir::axis_set const root_axes = view.error_length > 0 ? 0 : axes(view.nodes[view.outputs[0].node].axes);
  if (view.error_length > 0) p.graph.fail(view.error_text());
  return {&p.graph, p.graph.intern({.op = &ir::let_reference_record, .axes = root_axes, .tag = number}, nullptr, 0)};
}

// The order of an output's axes: those of e, then those of the symbol; else as first read.
constexpr void append_axes(ir::graph const& g, int id, ir::output& out) {
  ir::node const& n = g[id];
  if (n.op->kind == ir::form::derivative || n.op->kind == ir::form::symbol) {
    for (int k = 0; k < n.count; ++k) append_axes(g, g.argument(id, k).node, out);
    return;
  }
  for (ir::axis_set rest = n.axes; rest != 0; rest = ir::without_first(rest)) {
    int const axis = ir::first_axis(rest);
    bool known = false;
    for (int k = 0; k < out.rank; ++k) known = known || out.axes[k] == axis;
    if (!known && out.rank < ir::max_rank) out.axes[out.rank++] = axis;
  }
}

constexpr void add_output(ir::graph& g, int id, int symbol) {
  ir::output out{.node = id, .symbol = symbol};
  append_axes(g, id, out);
  if (ir::count(g[id].axes) > ir::max_rank) g.fail("an output has more than six axes");
  g.outputs.push_back(out);
}

template <class E>
inline constexpr bool is_gradient = false;
template <class E>
inline constexpr bool is_gradient<expression<
    expr_kind::call, hana::tuple<terminal<lang::gradient_tag>, E>>> = true;

constexpr void require_scalar(ir::graph& g, int root, std::string_view what) {
  if (g[root].axes == 0) return;
  g.fail(text{what} << ", but here the " << (ir::count(g[root].axes) == 1 ? "axis " : "axes ")
                    << ir::list_axes(g, g[root].axes) << (ir::count(g[root].axes) == 1 ? " remains" : " remain")
                    << "; reduce with mean(" << g.axes[ir::first_axis(g[root].axes)].name << ", ...) or sum("
                    << g.axes[ir::first_axis(g[root].axes)].name << ", ...)");
}

/// One output per parameter under `root`, in the order in which the parameters are first read. Lets that
/// an earlier output opened are not read again: the order of all readings decides.
constexpr void add_gradient(ir::graph& g, int root) {
  vec<bool> listed(g.symbols.size());
  vec<bool> const used = ir::symbols_under(g, root);
  for (int k = 0; k < g.reading.size(); ++k) {
    int const s = g.reading[k];
    if (listed[s] || !used[s] || g.symbols[s].kind != ir::role::parameter) continue;
    listed[s] = true;
    ref const by = ir::symbol_at(g, s, g.symbols[s].axes, g.symbols[s].rank);
    ir::edge const arguments[]{{root, 1}, {by.id, 1}};
    add_output(g, g.intern({.op = &ir::derivative_record, .axes = by.axes()}, arguments, 2), s);
  }
}

template <class E>
constexpr void parse_output(parser& p, E const& e) {
  ir::graph& g = p.graph;
  if constexpr (is_gradient<E>) {
    int const root = parse_expression(p, operand_of<1>(e)).id;
    require_scalar(g, root, "gradient(e) needs a number e");
    add_gradient(g, root);
  } else {
    add_output(g, parse_expression(p, e).id, -1);
  }
}

}  // namespace detail

/// The graph of the expressions `E...`, one output each (gradient(e): one per parameter).
template <auto... E>
constexpr ir::graph parse() {
  parser p;
  (detail::parse_output(p, lang::as_expression(E)), ...);
  return std::move(p.graph);
}

/// The graph of a loss, which must be a scalar, with the outputs asked for.
template <auto Loss>
constexpr ir::graph parse_loss(bool value, bool gradient) {
  parser p;
  ir::graph& g = p.graph;
  int const root = parse_expression(p, lang::as_expression(Loss)).id;
  detail::require_scalar(g, root, "a loss is a number");
  if (value) detail::add_output(g, root, -1);
  if (gradient) detail::add_gradient(g, root);
  return std::move(g);
}

/// The graph of the product of a loss's Hessian with a direction: the gradient of gradient . direction.
/// The directions are symbols of the parameters' shapes, after all others, in the order of the outputs.
template <auto Loss>
constexpr ir::graph parse_hessian_product() {
  parser p;
  ir::graph& g = p.graph;
  int const root = parse_expression(p, lang::as_expression(Loss)).id;
  detail::require_scalar(g, root, "a loss is a number");
  detail::add_gradient(g, root);
  vec<ir::edge> terms;
  int const count = g.outputs.size();
  for (int k = 0; k < count; ++k) {
    ir::output const partial = g.outputs[k];
    ir::symbol direction = g.symbols[partial.symbol];
    g.symbols.push_back(direction);
    ref const v = ir::symbol_at(g, g.symbols.size() - 1, direction.axes, direction.rank);
    terms.push_back({sum(over{v.axes()}, ref{&g, partial.node} * v).id, 1});
  }
  ref const slope = ir::make_sum(g, terms, 0);
  for (int k = 0; k < count; ++k) {
    ir::symbol const& s = g.symbols[g.outputs[k].symbol];
    ref const by = ir::symbol_at(g, g.outputs[k].symbol, s.axes, s.rank);
    ir::edge const arguments[]{{slope.id, 1}, {by.id, 1}};
    g.outputs[k].node = g.intern({.op = &ir::derivative_record, .axes = by.axes()}, arguments, 2);
  }
  return std::move(g);
}

}  // namespace gradsmith::pass

namespace gradsmith {

template <class Closure>
consteval bool parse_let() {
  return pass::detail::let_stage<Closure>::view().node_count > 0;
}

}  // namespace gradsmith
