// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Canonical sums and products as additions, multiplications and fused multiply-adds in an order of evaluation: terms
// and factors that vary along fewer axes are combined first, so that loops over the others need not.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/op/arithmetic.hpp>

namespace gradsmith::pass::detail {

/// Builds instructions in the new graph.
class instruction_builder {
 public:
  constexpr explicit instruction_builder(ir::graph& g) : g_(g) {}

  [[nodiscard]] constexpr int literal(double value) const { return ir::literal(g_, value).id; }
  /// An instruction: nothing is canonical here, and nothing asks for bounds.
  template <class Op, class... Node>
  [[nodiscard]] constexpr int emit(Node... arguments) const {
    ir::edge list[]{{arguments, 1}...};
    ir::operation const& op = ir::info<Op>;
    if constexpr (sizeof...(arguments) == 2)
      if (op.commutative && list[1].node < list[0].node) std::swap(list[0], list[1]);
    return g_.intern({.op = &op, .axes = (g_[arguments].axes | ...)}, list, sizeof...(arguments));
  }
  [[nodiscard]] constexpr ir::axis_set axes(int id) const { return g_[id].axes; }
  /// Minus a node.
  [[nodiscard]] constexpr int negative(int id) const {
    ir::node const n = g_[id];
    if (n.op->negated == nullptr) return emit<op::negate>(id);
    ir::edge arguments[2];
    for (int k = 0; k < n.count; ++k) arguments[k] = g_.argument(id, k);
    return g_.intern({.op = n.op->negated, .axes = n.axes}, arguments, n.count);
  }

  /// constant + sum of weight * node.
  [[nodiscard]] constexpr int sum(vec<ir::edge> const& terms, double constant) const {
    ir::axis_set all = 0;
    for (ir::edge term : terms) all |= axes(term.node);
    vec<ir::edge> full;
    vec<bool> done(terms.size());
    // Terms along fewer axes are added up on their own, outside the loops over the other axes.
    for (int k = 0; k < terms.size(); ++k) {
      ir::axis_set const own = axes(terms[k].node);
      if (done[k] || own == all) continue;
      vec<ir::edge> alike;
      for (int m = k; m < terms.size(); ++m)
        if (axes(terms[m].node) == own) alike.push_back(terms[m]), done[m] = true;
      bool const trivial = alike.size() == 1 && constant == 0 && (alike[0].weight == 1 || alike[0].weight == -1);
      if (trivial) {
        full.push_back(alike[0]);
      } else {
        full.push_back({chain(alike, constant), 1});
        constant = 0;
      }
    }
    for (int k = 0; k < terms.size(); ++k)
      if (!done[k]) full.push_back(terms[k]);
    return chain(full, constant);
  }

  /// The product of node ^ weight.
  [[nodiscard]] constexpr int product(vec<ir::edge> const& factors) const {
    ir::axis_set all = 0;
    for (ir::edge factor : factors) all |= axes(factor.node);
    vec<group> groups;
    vec<ir::edge> full;
    for (ir::edge factor : factors) {
      ir::axis_set const own = axes(factor.node);
      int which = 0;
      while (which < groups.size() && groups[which].axes != own) ++which;
      if (own != all && which == groups.size()) groups.push_back({own, {}});
      if (own != all) groups[which].factors.push_back(factor);
    }
    // What varies along fewer axes is multiplied first, into what varies along some more of them.
    for (int size = 0; size < ir::count(all); ++size)
      for (group const& each : groups) {
        if (ir::count(each.axes) != size) continue;
        int const wider = next_wider(groups, each.axes);
        (wider < 0 ? full : groups[wider].factors).push_back(joined(each));
      }
    for (ir::edge factor : factors)
      if (axes(factor.node) == all) full.push_back(factor);
    return quotient(full);
  }

 private:
  struct group {
    ir::axis_set axes = 0;
    vec<ir::edge> factors;
  };
  /// The group along the fewest axes that has those of another one and more; -1 if there is none, or nothing to gain.
  [[nodiscard]] static constexpr int next_wider(vec<group> const& groups, ir::axis_set axes) {
    int best = -1;
    for (int k = 0; k < groups.size(); ++k)
      if (axes != 0 && groups[k].axes != axes && ir::is_subset(axes, groups[k].axes) &&
          (best < 0 || ir::count(groups[k].axes) < ir::count(groups[best].axes)))
        best = k;
    return best;
  }
  [[nodiscard]] constexpr ir::edge joined(group const& all) const {
    bool has_numerator = false;
    for (ir::edge factor : all.factors) has_numerator = has_numerator || factor.weight > 0 || is_extent(factor.node);
    // a / s with a scalar s stays a division for every a: 1/s may overflow where a/s does not.
    return has_numerator || all.factors.size() > 1 ? ir::edge{quotient(all.factors), 1} : all.factors[0];
  }
  [[nodiscard]] constexpr bool is_extent(int id) const { return g_.kind(id) == ir::form::extent; }

  // The terms added one after the other: those with weight 1 first, so that nothing is negated.
  [[nodiscard]] constexpr int chain(vec<ir::edge> const& terms, double constant) const {
    int total = constant != 0 ? literal(constant) : -1;
    int start = -1;
    for (int k = 0; k < terms.size() && total < 0 && start < 0; ++k)
      if (terms[k].weight == 1) start = k;
    if (start >= 0) total = terms[start].node;
    for (int k = 0; k < terms.size(); ++k)
      if (k != start) total = add(total, terms[k]);
    return total < 0 ? literal(0) : total;
  }
  [[nodiscard]] constexpr int add(int total, ir::edge term) const {
    if (total < 0) {
      if (term.weight == -1) return negative(term.node);
      return emit<op::times>(literal(term.weight), term.node);
    }
    ir::node const n = g_[term.node];
    if (term.weight == -1 && (is_deviation(total, term.node) || is_deviation(term.node, total))) return emit<op::rounded_minus>(total, term.node);
    // A product that only this sum uses is fused into the addition.
    if (n.op == &ir::info<op::times> && (term.weight == 1 || term.weight == -1)) {
      int const a = g_.argument(term.node, 0).node;
      int const b = g_.argument(term.node, 1).node;
      if (axes(total) == n.axes || ir::is_subset(axes(total), n.axes))
        return term.weight == 1 ? emit<op::multiply_add>(a, b, total) : emit<op::negated_multiply_add>(a, b, total);
    }
    if (term.weight == 1) return emit<op::plus>(total, term.node);
    if (term.weight == -1) return emit<op::minus>(total, term.node);
    return emit<op::multiply_add>(literal(term.weight), term.node, total);
  }

  /// Whether x less m, or m less x, is what products deviate from their mean.
  [[nodiscard]] constexpr bool is_deviation(int x, int m) const {
    ir::node const& mean = g_[m];
    if (g_[x].op != &ir::info<op::times> || mean.axes == g_[x].axes || (mean.op != &ir::info<op::times> && mean.op != &ir::info<op::divide>)) return false;
    return g_.kind(g_.argument(m, 0).node) == ir::form::reduction || g_.kind(g_.argument(m, 1).node) == ir::form::reduction;
  }

  // Numerators and denominators alternate: (a*b)/(c*d) could overflow where a/c*b/d does not.
  [[nodiscard]] constexpr int quotient(vec<ir::edge> const& factors) const {
    vec<int> above;
    vec<int> below;
    vec<ir::edge> inverse;
    for (ir::edge factor : factors) {
      int const n = static_cast<int>(factor.weight);
      if (n > 0) above.push_back(power(factor.node, n));
      else if (n == -1 && !is_extent(factor.node)) below.push_back(factor.node);
      else if (is_extent(factor.node)) above.push_back(power(emit<op::divide>(literal(1), factor.node), -n));
      else inverse.push_back({emit<op::divide>(literal(1), factor.node), static_cast<double>(-n)});
    }
    // a * (1/b)^2 as a * (1/b) * (1/b): (1/b)^2 could overflow where the whole does not. Not beyond the third power. They stand behind
    // the first factor: many products end in the same adjoint by the same denominator.
    vec<int> behind_first;
    for (ir::edge each : inverse) {
      int n = static_cast<int>(each.weight);
      if (above.empty() || n > 3) above.push_back(power(each.node, n)), n = 0;
      for (; n > 0; --n) behind_first.push_back(each.node);
    }
    if (!behind_first.empty()) {
      for (int k = 1; k < above.size(); ++k) behind_first.push_back(above[k]);
      above.truncate(1);
      for (int each : behind_first) above.push_back(each);
    }
    if (above.empty()) above.push_back(literal(1));
    int result = above[0];
    for (int k = 0; k < below.size() || k + 1 < above.size(); ++k) {
      if (k < below.size()) result = emit<op::divide>(result, below[k]);
      if (k + 1 < above.size()) result = emit<op::times>(result, above[k + 1]);
    }
    return result;
  }
  [[nodiscard]] constexpr int power(int base, int n) const {
    if (n == 1) return base;
    int const half = power(base, n / 2);
    int const even = emit<op::times>(half, half);
    return n % 2 == 0 ? even : emit<op::times>(even, base);
  }

  ir::graph& g_;
};

}  // namespace gradsmith::pass::detail
