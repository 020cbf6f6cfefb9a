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

/// Merge sort by node number: stable, and linear for the nearly sorted lists that occur.
constexpr void sort_by_node(vec<edge>& terms) {
  vec<edge> other(terms.size());
  for (int width = 1; width < terms.size(); width *= 2) {
    bool sorted = true;
    for (int k = 1; sorted && k < terms.size(); ++k) sorted = terms[k - 1].node <= terms[k].node;
    if (sorted) return;
    for (int low = 0; low < terms.size(); low += 2 * width) {
      int const middle = low + width < terms.size() ? low + width : terms.size();
      int const high = low + 2 * width < terms.size() ? low + 2 * width : terms.size();
      for (int a = low, b = middle, out = low; out < high; ++out)
        other[out] = b >= high || (a < middle && terms[a].node <= terms[b].node) ? terms[a++] : terms[b++];
    }
    std::swap(terms, other);
  }
}

/// Equal nodes become one edge with the sum of their weights; those that cancel are dropped.
constexpr void merge_like(vec<edge>& terms) {
  int kept = 0;
  for (int k = 0; k < terms.size();) {
    edge merged = terms[k];
    int next = k + 1;
    for (; next < terms.size() && terms[next].node == merged.node; ++next) merged.weight += terms[next].weight;
    if (merged.weight != 0 || next == k + 1) terms[kept++] = merged;
    k = next;
  }
  terms.truncate(kept);
}

/// After a rewriting pass made a node: what the rules say it should be.
[[nodiscard]] constexpr ref finished(graph& g, int id) {
  if (g.rewrite == nullptr) return {&g, id};
  if (g.nodes[id].becomes < 0) {
    g.nodes[id].becomes = id;  // while it is being rewritten, it stands for itself
    int const better = g.rewrite(g, id);
    g.nodes[id].becomes = better;
  }
  return {&g, g.nodes[id].becomes};
}

[[nodiscard]] constexpr bool is_scaled(node const& n) noexcept { return n.count == 1 && n.value == 0; }

/// Collects `weight * id` into a flat list of terms. A factor other than +-1 is distributed over a
/// nested sum only in the normal form: c*(a - b) is more accurate than c*a - c*b.
constexpr void push_term(graph& g, int id, double weight, vec<edge>& terms, double& constant) {
  node const& n = g[id];
  if (n.op->kind == form::literal) {
    constant += weight * n.value;
  } else if (n.op->kind == form::sum && (weight == 1 || weight == -1 || is_scaled(n) || g.expanding)) {
    int const first = n.first;
    int const count = n.count;
    constant += weight * n.value;
    for (int k = 0; k < count; ++k)
      push_term(g, g.edges[first + k].node, weight * g.edges[first + k].weight, terms, constant);
  } else {
    terms.push_back({id, weight});
  }
}

/// constant + sum over the given terms of weight * node, in canonical form.
[[nodiscard]] constexpr ref make_sum(graph& g, vec<edge> const& given, double constant) {
  vec<edge> terms;
  terms.reserve(given.size());
  for (edge term : given) push_term(g, term.node, term.weight, terms, constant);
  sort_by_node(terms);
  merge_like(terms);
  if (terms.empty()) return literal(g, constant);
  if (terms.size() == 1 && terms[0].weight == 1 && constant == 0) return {&g, terms[0].node};
  node sum{.op = &sum_record, .value = constant == 0 ? 0.0 : constant, .range = {constant, constant}};
  for (edge term : terms) {
    sum.axes |= g[term.node].axes;
    sum.range = bounds::add(sum.range, bounds::scale(term.weight, g[term.node].range));
  }
  return finished(g, g.intern(sum, terms.begin(), terms.size()));
}

[[nodiscard]] constexpr ref scale(double factor, ref x) {
  vec<edge> terms;
  terms.push_back({x.id, factor});
  return make_sum(*x.graph, terms, 0);
}

}  // namespace gradsmith::ir

namespace gradsmith {

namespace ir {
[[nodiscard]] constexpr ref combine(ref a, double weight_a, ref b, double weight_b, double constant) {
  vec<edge> terms;
  terms.push_back({a.id, weight_a});
  if (b.exists()) terms.push_back({b.id, weight_b});
  return make_sum(*a.graph, terms, constant);
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
