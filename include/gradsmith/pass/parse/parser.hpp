// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What all parts of the parse share: its state, the terminals of expressions, and sums and products, which become flat
// while they are read.
#pragma once

#include <boost/yap/algorithm_fwd.hpp>

#include <gradsmith/ir/gather.hpp>
#include <gradsmith/ir/print.hpp>
#include <gradsmith/lang/binding.hpp>
#include <gradsmith/lang/diff.hpp>
#include <gradsmith/lang/let.hpp>
#include <gradsmith/lang/stream.hpp>
#include <gradsmith/lang/with_rules.hpp>
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

template <fixed_string Name, int Extent>
void is_axis_terminal(terminal<axis_type<Name, Extent>> const&);

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

}  // namespace detail

}  // namespace gradsmith::pass
