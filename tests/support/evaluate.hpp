// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Runs a graph, node by node: the meaning that every pass must keep. What is emitted is fast, this is short.
#pragma once

#include <gradsmith/ir/frozen.hpp>

#include "support/all_operations.hpp"

namespace gradsmith::ir {

/// Doubles, by the operations' own values: for graphs whose operations have one (after `expand`).
struct double_arithmetic {
  using number = double;
  [[nodiscard]] static double elementwise(operation const& op, double const* x) { return tests::scalar_functions_of(op).value(x); }
  [[nodiscard]] static double reduce(operation const& op, double const* const* x, int count) { return tests::scalar_functions_of(op).reduce(x, count); }
  /// After `expand` none is left but cumulative sums.
  static void along(operation const& op, double const* from, double* to, int count) {
    double total = 0;
    for (int k = 0; k < count; ++k) to[op.place(k, count)] = total += from[op.place(k, count)];
  }
};

/// A position along every axis of the graph; those that a node lacks are ignored.
struct position {
  int along[max_axes]{};
};

/// The values of all live nodes. `Arithmetic` says what the operations are in its type of numbers;
/// symbols and the variables of rules are numbers that the caller knows.
template <class Arithmetic>
class evaluation {
 public:
  using number = typename Arithmetic::number;

  /// `extents[a]`: the length of axis a, where the graph does not know it; copies of an axis have its own.
  /// `leaf(node, position)`: the value of a symbol (indexed by `position` as the node says) or wildcard.
  template <class Leaf>
  evaluation(graph_view const& g, vec<int> const& extents, Leaf const& leaf) : g_(g), values_(g.node_count) {
    for (int a = 0; a < g.axis_count; ++a) {
      int const origin = g.axes[a].origin;
      extents_.push_back(g.axes[origin].extent != 0 ? g.axes[origin].extent : extents[origin]);
    }
    vec<bool> live(g.node_count);
    for (int k = 0; k < g.output_count; ++k) live[g.outputs[k].node] = true;
    for (int id = g.node_count - 1; id >= 0; --id)
      if (live[id])
        for (int k = 0; k < g.nodes[id].count; ++k) live[argument(id, k).node] = true;
    for (int id = 0; id < g.node_count; ++id)
      if (live[id]) evaluate_node(id, leaf);
  }

  /// One element of a live node.
  [[nodiscard]] number const& at(int id, position const& where) const { return values_[id][offset(g_.nodes[id].axes, where)]; }

  /// The elements of output k in the order of its layout.
  [[nodiscard]] vec<number> output(int k) const {
    ir::output const& out = g_.outputs[k];
    vec<number> elements;
    position where;
    for (bool more = true; more;) {
      elements.push_back(at(out.node, where));
      more = false;
      for (int d = out.rank; d-- > 0 && !more;) {
        int& place = where.along[out.axes[d]];
        more = ++place < extents_[out.axes[d]];
        if (!more) place = 0;
      }
    }
    return elements;
  }

 private:
  [[nodiscard]] edge argument(int id, int k) const { return g_.edges[g_.nodes[id].first + k]; }

  [[nodiscard]] int size(axis_set axes) const {
    int product = 1;
    for (; axes != 0; axes = without_first(axes)) product *= extents_[first_axis(axes)];
    return product;
  }
  [[nodiscard]] int offset(axis_set axes, position const& where) const {
    int sum = 0;
    for (; axes != 0; axes = without_first(axes)) sum = sum * extents_[first_axis(axes)] + where.along[first_axis(axes)];
    return sum;
  }
  /// Sets `where` to element number n of those along `axes`.
  void place(axis_set axes, int n, position& where) const {
    for (; axes != 0;) {
      int const last = max_axes - 1 - std::countl_zero(axes);
      where.along[last] = n % extents_[last];
      n /= extents_[last];
      axes &= ~axis_bit(last);
    }
  }

  template <class Leaf>
  void evaluate_node(int id, Leaf const& leaf) {
    node const& n = g_.nodes[id];
    int const count = size(n.axes);
    values_[id] = vec<number>(count);
    if (n.op->kind == form::along) return evaluate_along(id);
    position where;
    for (int e = 0; e < count; ++e) {
      place(n.axes, e, where);
      values_[id][e] = element(id, where, leaf);
    }
  }

  template <class Leaf>
  [[nodiscard]] number element(int id, position& where, Leaf const& leaf) const {
    node const& n = g_.nodes[id];
    switch (n.op->kind) {
      case form::literal: return number(n.value);
      case form::extent: return number(extents_[n.tag]);
      case form::index: return number(where.along[n.tag]);
      case form::symbol:
      case form::wildcard: return leaf(n, where);
      case form::sum: {
        number total(n.value);
        for (int k = 0; k < n.count; ++k) total += number(argument(id, k).weight) * at(argument(id, k).node, where);
        return total;
      }
      case form::product: {
        number product(1);
        for (int k = 0; k < n.count; ++k) product *= power(at(argument(id, k).node, where), static_cast<int>(argument(id, k).weight));
        return product;
      }
      case form::reduction: return n.op->scatters ? scattered(id, where) : reduced(id, where);
      case form::gather: return gathered(id, where);
      default: break;
    }
    number x[4]{};
    for (int k = 0; k < n.count; ++k) x[k] = at(argument(id, k).node, where);
    return Arithmetic::elementwise(*n.op, x);
  }

  [[nodiscard]] static number power(number const& base, int n) {
    number product(1);
    for (int k = 0; k < (n < 0 ? -n : n); ++k) product *= base;
    return n < 0 ? number(1) / product : product;
  }

  [[nodiscard]] number reduced(int id, position& where) const {
    node const& n = g_.nodes[id];
    int const count = size(n.bound);
    vec<number> columns[2]{vec<number>(count), vec<number>(count)};
    for (int e = 0; e < count; ++e) {
      place(n.bound, e, where);
      for (int k = 0; k < n.count; ++k) columns[k][e] = at(argument(id, k).node, where);
    }
    number const* const arguments[]{columns[0].begin(), columns[1].begin()};
    return Arithmetic::reduce(*n.op, arguments, count);
  }

  /// The sum of the values whose positions are those of this entry.
  [[nodiscard]] number scattered(int id, position where) const {
    node const& n = g_.nodes[id];
    number total(0);
    int const count = size(n.bound);
    for (int e = 0; e < count; ++e) {
      place(n.bound, e, where);
      bool belongs = true;
      for (int k = 1; k < n.count; k += 2)
        belongs = belongs && at(argument(id, k + 1).node, where) == number(where.along[g_.nodes[argument(id, k).node].tag]);
      if (belongs) total += at(argument(id, 0).node, where);
    }
    return total;
  }

  /// A position that is none stands for the first entry: it is one that a choice does not take.
  [[nodiscard]] number gathered(int id, position where) const {
    node const& n = g_.nodes[id];
    position const outside = where;
    for (int k = 1; k < n.count; k += 2) {
      int const slot = g_.nodes[argument(id, k).node].tag;
      number const& wanted = at(argument(id, k + 1).node, outside);
      where.along[slot] = wanted >= number(0) && wanted < number(extents_[slot]) ? static_cast<int>(wanted) : 0;
    }
    return at(argument(id, 0).node, where);
  }

  void evaluate_along(int id) {
    node const& n = g_.nodes[id];
    int const count = size(n.bound);
    vec<number> from(count);
    vec<number> to(count);
    position where;
    for (int other = 0; other < size(n.axes & ~n.bound); ++other) {
      place(n.axes & ~n.bound, other, where);
      for (int e = 0; e < count; ++e) {
        place(n.bound, e, where);
        from[e] = at(argument(id, 0).node, where);
      }
      Arithmetic::along(*n.op, from.begin(), to.begin(), count);
      for (int e = 0; e < count; ++e) {
        place(n.bound, e, where);
        values_[id][offset(n.axes, where)] = to[e];
      }
    }
  }

  graph_view g_;
  vec<int> extents_;
  vec<vec<number>> values_;
};

/// The graph in doubles.
template <class Leaf>
[[nodiscard]] evaluation<double_arithmetic> evaluate(graph_view const& g, vec<int> const& extents, Leaf const& leaf) {
  return {g, extents, leaf};
}

}  // namespace gradsmith::ir
