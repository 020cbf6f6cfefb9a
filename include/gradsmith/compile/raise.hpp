// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// raise<e>: what an expression becomes, derivatives worked out and simplified, as a Boost.YAP expression again.
#pragma once

#include <gradsmith/compile/formula.hpp>
#include <gradsmith/lang/at.hpp>
#include <gradsmith/lang/operators.hpp>

namespace gradsmith {

namespace detail {

/// The derivatives worked out and simplified, but for what stop_gradient keeps apart: the result may be differentiated again.
template <class Differentiated>
struct make_raised {
  constexpr ir::graph operator()() const { return pass::simplify<default_rules, rule_policy{}, false>(Differentiated::view); }
};
template <class Parsed>
constexpr ir::graph_view graph_to_raise() {
  if constexpr (has_derivative<Parsed>()) return ir::stage<make_raised<typename pass::pipeline<Parsed>::differentiated>>::view;
  else return Parsed::view;
}

/// Writes the nodes of a graph in the language. A node that is used twice is written twice: YAP expressions are trees.
template <class Parsed>
class raiser {
  static constexpr ir::graph_view g = graph_to_raise<Parsed>();

  static constexpr int argument(int id, int k) { return g.edges[g.nodes[id].first + k].node; }
  static constexpr double weight(int id, int k) { return g.edges[g.nodes[id].first + k].weight; }
  static constexpr int tag(int id) { return g.nodes[id].tag; }

  template <std::size_t Size>
  static constexpr auto letters(std::string_view name, int primes) {
    fixed_string<Size + 1> copy;
    std::size_t k = 0;
    for (; k < name.size(); ++k) copy.text[k] = name[k];
    for (; primes > 0; --primes) copy.text[k++] = '\'';
    return copy;
  }
  /// How many earlier copies of an axis there are: a copy has a name of its own, with a prime for each.
  static constexpr int primes(int axis) {
    int count = 0;
    for (int copy = g.axes[axis].origin; copy < axis; ++copy) count += g.axes[copy].origin == g.axes[axis].origin && g.axes[copy].slot == 0 ? 1 : 0;
    return axis == g.axes[axis].origin ? 0 : count;
  }
  template <int Axis>
  static constexpr auto axis_of() {
    constexpr std::size_t size = g.axes[Axis].name.size() + static_cast<std::size_t>(primes(Axis));
    return axis_type<letters<size>(g.axes[Axis].name, primes(Axis)), g.axes[Axis].extent>{};
  }
  template <ir::axis_set Set, class... Before>
  static constexpr auto with_axes(auto const& make, Before... before) {
    if constexpr (Set == 0) return make(before...);
    else return with_axes<ir::without_first(Set)>(make, before..., axis_of<ir::first_axis(Set)>());
  }

  template <int Symbol, int... D>
  static constexpr auto declared(std::integer_sequence<int, D...>) {
    constexpr auto name = letters<g.symbols[Symbol].name.size()>(g.symbols[Symbol].name, 0);
    return symbol<g.symbols[Symbol].kind, name, axis_list<decltype(axis_of<g.symbols[Symbol].axes[D]>())...>>{};
  }
  template <int Id, int... D>
  static constexpr auto indexed(std::integer_sequence<int, D...> dimensions) {
    constexpr auto whole = declared<tag(Id)>(dimensions);
    if constexpr (sizeof...(D) == 0) return whole;
    else return whole(axis_of<tag(argument(Id, D))>()...);
  }

  template <int Id, int K>
  static constexpr auto term() {
    constexpr double w = weight(Id, K);
    if constexpr (w == 1) return node<argument(Id, K)>();
    else if constexpr (w == -1) return -node<argument(Id, K)>();
    else return w * node<argument(Id, K)>();
  }
  template <int Id, int K>
  static constexpr auto factor() {
    constexpr int exponent = static_cast<int>(weight(Id, K) < 0 ? -weight(Id, K) : weight(Id, K));
    if constexpr (exponent == 1) return node<argument(Id, K)>();
    else return pow(node<argument(Id, K)>(), exponent);
  }
  template <int Id, int K>
  static constexpr auto sum_to() {
    constexpr double w = weight(Id, K);
    if constexpr (K == 0) return term<Id, 0>();
    else if constexpr (w == -1) return sum_to<Id, K - 1>() - node<argument(Id, K)>();
    else if constexpr (w < 0) return sum_to<Id, K - 1>() - -w * node<argument(Id, K)>();
    else return sum_to<Id, K - 1>() + term<Id, K>();
  }
  template <int Id, int K>
  static constexpr auto product_to() {
    if constexpr (K == 0 && weight(Id, 0) > 0) return factor<Id, 0>();
    else if constexpr (K == 0) return 1.0 / factor<Id, 0>();
    else if constexpr (weight(Id, K) > 0) return product_to<Id, K - 1>() * factor<Id, K>();
    else return product_to<Id, K - 1>() / factor<Id, K>();
  }
  template <int Id, int... K>
  static constexpr auto call_of(std::integer_sequence<int, K...>) {
    using op = ir::operation_type<g.nodes[Id].op>;
    return with_axes<g.nodes[Id].bound>([](auto... along) { return call<op>(along..., node<argument(Id, K)>()...); });
  }
  /// What stands in the place of an index of the source of a gather: the position, or the axis itself.
  template <int Gather, int Index, int K = 0>
  static constexpr auto place() {
    if constexpr (2 * K + 1 >= g.nodes[Gather].count) return axis_of<tag(Index)>();
    else if constexpr (argument(Gather, 2 * K + 1) == Index) return node<argument(Gather, 2 * K + 2)>();
    else return place<Gather, Index, K + 1>();
  }
  template <int Gather, int Source, int... D>
  static constexpr auto entry_of(std::integer_sequence<int, D...> dimensions) {
    return lang::as_expression(declared<tag(Source)>(dimensions)(place<Gather, argument(Source, D)>()...));
  }
  template <int Id, int... K>
  static constexpr auto gather_of(std::integer_sequence<int, K...>) {
    return at(axis_of<tag(argument(Id, 2 * K + 1))>()..., node<argument(Id, 0)>(), node<argument(Id, 2 * K + 2)>()...);
  }

 public:
  template <int Id>
  static constexpr auto node() {
    constexpr ir::form form = g.nodes[Id].op->kind;
    constexpr int count = g.nodes[Id].count;
    if constexpr (form == ir::form::literal) {
      return lang::as_expression(g.nodes[Id].value);
    } else if constexpr (form == ir::form::symbol) {
      return lang::as_expression(indexed<Id>(std::make_integer_sequence<int, count>{}));
    } else if constexpr (form == ir::form::index) {
      return position(axis_of<tag(Id)>());
    } else if constexpr (form == ir::form::extent) {
      return extent(axis_of<tag(Id)>());
    } else if constexpr (form == ir::form::sum) {
      if constexpr (g.nodes[Id].value == 0) return sum_to<Id, count - 1>();
      else return sum_to<Id, count - 1>() + g.nodes[Id].value;
    } else if constexpr (form == ir::form::product) {
      return product_to<Id, count - 1>();
    } else if constexpr (form == ir::form::gather && g.nodes[argument(Id, 0)].op->kind == ir::form::symbol) {
      return entry_of<Id, argument(Id, 0)>(std::make_integer_sequence<int, g.nodes[argument(Id, 0)].count>{});
    } else if constexpr (form == ir::form::gather) {
      return gather_of<Id>(std::make_integer_sequence<int, count / 2>{});
    } else {
      return call_of<Id>(std::make_integer_sequence<int, count>{});
    }
  }
};

template <class Parsed>
consteval auto raised() {
  constexpr auto wrong = [] { return text{graph_to_raise<Parsed>().error_text()}; };
  if constexpr (!is_wrong<wrong>()) {
    return raiser<Parsed>::template node<graph_to_raise<Parsed>().outputs[0].node>();
  } else {
    stop_compilation<error_sentence<wrong>>();
    return lang::as_expression(0.0);
  }
}

}  // namespace detail

/// E with its derivatives worked out and everything simplified, as an expression of symbols and operations, which
/// boost::yap::print shows and boost::yap::transform changes: raise<diff(square(w), w)> is 2 * w. What E shares is
/// written as often as it is used, so this is for formulas a person reads; in losses diff itself shares.
/// Errors: what is wrong with E, as a sentence at compile time.
template <auto E>
inline constexpr auto raise = detail::raised<parsed<E>>();

}  // namespace gradsmith
