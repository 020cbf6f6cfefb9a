// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The canonical linear combination: constant + sum of coefficient * term.
//
// Nested sums are flattened, like terms collected, terms ordered by node; so a + b, b + a and
// -(-a - b) are one node, and `1 + exp(z)` is found inside `a + exp(z) + 1` without any rule for it.
#pragma once

#include <gradsmith/ir/leaf.hpp>

namespace gradsmith::ir {

inline constexpr operation sum_record{.name = "add", .kind = form::sum, .arity = -1, .hash = hash_text("add")};

/// Sorts by node number: stable, by insertion while the list is short, by merging when it is long, and
/// linear for the nearly sorted lists that occur.
constexpr void sort_by_node(vec<edge>& terms) {
  int const count = terms.length;
  if (count < 12) {
    edge* const list = terms.items;
    for (int k = 1; k < count; ++k) {
      if (list[k - 1].node <= list[k].node) continue;
      edge const moving = list[k];
      int to = k;
      for (; to > 0 && list[to - 1].node > moving.node; --to) list[to] = list[to - 1];
      list[to] = moving;
    }
    return;
  }
  vec<edge> other(count);
  for (int width = 1; width < count; width *= 2) {
    edge const* const from = terms.begin();
    edge* const into = other.begin();
    bool sorted = true;
    for (int k = 1; sorted && k < count; ++k) sorted = from[k - 1].node <= from[k].node;
    if (sorted) return;
    for (int low = 0; low < count; low += 2 * width) {
      int const middle = low + width < count ? low + width : count;
      int const high = low + 2 * width < count ? low + 2 * width : count;
      for (int a = low, b = middle, out = low; out < high; ++out)
        into[out] = b >= high || (a < middle && from[a].node <= from[b].node) ? from[a++] : from[b++];
    }
    std::swap(terms, other);
  }
}

/// Equal nodes become one edge with the sum of their weights; those that cancel are dropped.
constexpr void merge_like(vec<edge>& terms) {
  edge* const list = terms.items;
  int const count = terms.length;
  int kept = 0;
  for (int k = 0; k < count;) {
    int next = k + 1;
    if (next == count || list[next].node != list[k].node) {
      list[kept++] = list[k];
    } else {
      edge merged = list[k];
      for (; next < count && list[next].node == merged.node; ++next) merged.weight += list[next].weight;
      if (merged.weight != 0) list[kept++] = merged;
    }
    k = next;
  }
  terms.truncate(kept);
}

/// The operations among the arguments of a node.
[[nodiscard]] constexpr operation_set argument_operations(graph const& g, int id) noexcept {
  operation_set found = 0;
  edge const* const first = g.edges.items + g.nodes.items[id].first;
  for (edge const *each = first, *const end = first + g.nodes.items[id].count; each != end; ++each)
    found |= set_of(g.nodes.items[each->node].op);
  return found;
}

/// After a rewriting pass made a node: what the rules say it should be.
[[nodiscard]] constexpr ref finished(graph& g, int id) {
  if (g.rewrite == nullptr) return {&g, id};
  if (g.nodes.items[id].becomes < 0) {
    g.nodes.items[id].becomes = id;  // while it is being rewritten, it stands for itself
    int const better = g.rewrite(g, id);
    g.nodes.items[id].becomes = better;
  }
  return {&g, g.nodes.items[id].becomes};
}

[[nodiscard]] constexpr bool is_scaled(node const& n) noexcept { return n.count == 1 && n.value == 0; }

/// A nested sum of more terms than these stays one term: in a chain of sums, each used again, flattening
/// would grow with the square of its length. The normal form flattens all.
inline constexpr int most_flattened = 16;

/// constant + weight * value. Numbers too great to be represented become infinite here as they do at run time: for the
/// compiler an overflow is an error.
[[nodiscard]] constexpr double add_number(double constant, double weight, double value) noexcept {
  constexpr double moderate = 0x1p500;
  if (constant > -moderate && constant < moderate && weight > -moderate && weight < moderate && value > -moderate && value < moderate)
    return constant + weight * value;
  using bounds::is_finite;
  constexpr double infinity = interval::infinity, greatest = std::numeric_limits<double>::max();
  auto const size = [](double x) { return x < 0 ? -x : x; };
  bool const overflows = is_finite(weight) && is_finite(value) && size(weight) > 1 && size(value) > greatest / size(weight);
  bool const undefined = (weight == 0 && !is_finite(value)) || (value == 0 && !is_finite(weight)) || weight != weight || value != value;
  double const term = undefined ? std::numeric_limits<double>::quiet_NaN()
                      : overflows || !is_finite(weight) || !is_finite(value) ? ((weight < 0) == (value < 0) ? infinity : -infinity)
                                                                            : weight * value;
  if (is_finite(constant) && is_finite(term)) {
    if ((constant < 0) != (term < 0)) return constant + term;
    return size(term) > greatest - size(constant) ? (term < 0 ? -infinity : infinity) : constant + term;
  }
  if (is_finite(term) || constant != constant || constant == term) return constant;
  return is_finite(constant) || term != term ? term : std::numeric_limits<double>::quiet_NaN();
}

/// Whether the product of two coefficients is a number as they are: 1e200*(1e200*x) is not infinite for all x.
[[nodiscard]] constexpr bool multiplies_safely(double a, double b) noexcept {
  double const x = a < 0 ? -a : a, y = b < 0 ? -b : b;
  if ((x > 0x1p-500 && x < 0x1p500 && y > 0x1p-500 && y < 0x1p500) || x == 1 || x == 0) return true;
  if (!(x < interval::infinity && y < interval::infinity) || y == 0) return true;
  if (x >= 1 && y >= 1) return x <= std::numeric_limits<double>::max() / y;
  if (x <= 1 && y <= 1) return x >= std::numeric_limits<double>::min() / y;
  return true;
}

/// Collects `weight * id` into a flat list of terms. A factor other than +-1 is distributed over a
/// nested sum only in the normal form: c*(a - b) is more accurate than c*a - c*b.
constexpr void push_term(graph const& g, int id, double weight, vec<edge>& terms, double& constant) {
  node const& n = g.nodes.items[id];
  if (n.op == &literal_record) {
    constant = add_number(constant, weight, n.value);
  } else if (n.op == &sum_record && ((is_scaled(n) && multiplies_safely(weight, g.edges.items[n.first].weight)) ||
                                     (g.expanding && !is_scaled(n)) || ((weight == 1 || weight == -1) && n.count <= most_flattened))) {
    if (n.value != 0) constant = add_number(constant, weight, n.value);
    edge const* const inner = g.edges.items + n.first;
    for (int k = 0; k < n.count; ++k) push_term(g, inner[k].node, weight * inner[k].weight, terms, constant);
  } else {
    terms.push_back({id, weight == 0 ? 0 : weight});
  }
}

/// constant + sum over the given terms of weight * node, in canonical form.
[[nodiscard]] constexpr ref make_sum(graph& g, edge const* given, int count, double constant) {
  if (count == 1 && given->weight == 1 && constant == 0) return {&g, given->node};
  vec<edge> terms;
  terms.reserve(count < 4 ? 4 : count);
  for (int k = 0; k < count; ++k) push_term(g, given[k].node, given[k].weight, terms, constant);
  if (terms.size() > 1) {
    sort_by_node(terms);
    merge_like(terms);
  }
  if (terms.empty()) return literal(g, constant);
  if (terms.size() == 1 && terms[0].weight == 1 && constant == 0) return {&g, terms[0].node};
  node sum{.op = &sum_record, .value = constant == 0 ? 0.0 : constant, .range = {constant, constant}};
  node const* const nodes = g.nodes.items;
  for (edge const& term : terms) {
    node const& n = nodes[term.node];
    sum.axes |= n.axes;
    if (sum.range.unbounded() || n.range.unbounded()) sum.range = real_line;
    else sum.range = bounds::add(sum.range, bounds::scale(term.weight, n.range));
  }
  return finished(g, g.intern(sum, terms.begin(), terms.size()));
}
[[nodiscard]] constexpr ref make_sum(graph& g, vec<edge> const& given, double constant) {
  return make_sum(g, given.begin(), given.size(), constant);
}

/// Where the node of x, its coefficient apart, stands among the terms of a sum; -1 if it does not.
[[nodiscard]] constexpr int position_of_term(ref sum, ref x) noexcept {
  graph const& g = *sum.graph;
  int const wanted = x.node().op == &sum_record && is_scaled(x.node()) ? g.argument(x.id, 0).node : x.id;
  edge const* const terms = g.edges.items + sum.node().first;
  int low = 0;
  for (int high = sum.node().count; low < high;) {
    int const middle = (low + high) / 2;
    if (terms[middle].node < wanted) low = middle + 1;
    else high = middle;
  }
  return low < sum.node().count && terms[low].node == wanted ? low : -1;
}

[[nodiscard]] constexpr ref scale(double factor, ref x) {
  if (factor == 1) return x;
  edge const term{x.id, factor};
  return make_sum(*x.graph, &term, 1, 0);
}

}  // namespace gradsmith::ir

namespace gradsmith {

namespace ir {
[[nodiscard]] constexpr ref combine(ref a, double weight_a, ref b, double weight_b, double constant) {
  edge const terms[]{{a.id, weight_a}, {b.id, weight_b}};
  return make_sum(*a.graph, terms, b.exists() ? 2 : 1, constant);
}
}  // namespace ir

[[nodiscard]] constexpr ref operator+(ref a, ref b) { return ir::combine(a, 1, b, 1, 0); }
[[nodiscard]] constexpr ref operator-(ref a, ref b) { return ir::combine(a, 1, b, -1, 0); }
[[nodiscard]] constexpr ref operator-(ref a) { return ir::scale(-1, a); }
[[nodiscard]] constexpr ref operator+(ref a, double b) { return ir::combine(a, 1, {}, 0, b); }
[[nodiscard]] constexpr ref operator+(double a, ref b) { return ir::combine(b, 1, {}, 0, a); }
[[nodiscard]] constexpr ref operator-(ref a, double b) { return ir::combine(a, 1, {}, 0, -b); }
[[nodiscard]] constexpr ref operator-(double a, ref b) { return ir::combine(b, -1, {}, 0, a); }

}  // namespace gradsmith
