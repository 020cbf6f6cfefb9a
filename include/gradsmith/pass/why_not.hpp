// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Why a curvature is not proved: the smallest part of a formula that stands in the way, in the user's notation. And the
// conditions under which a formula has a value.
#pragma once

#include <gradsmith/ir/print.hpp>
#include <gradsmith/pass/present.hpp>
#include <gradsmith/pass/properties.hpp>

namespace gradsmith::pass {

namespace detail {

/// A node of a view as text.
[[nodiscard]] constexpr text formula_at(ir::graph_view const& view, int id) {
  ir::graph g = ir::thaw(view);
  g.outputs.truncate(0);
  g.outputs.push_back({.node = id});
  ir::graph const shown = present(ir::view_of(g));
  return ir::to_text(shown, shown.outputs[0].node);
}

/// Goes from a node of which a curvature is not proved to the argument that is to blame.
class obstacle {
 public:
  constexpr obstacle(ir::graph_view const& g, prover const& proved) : g_(g), proved_(proved) {}

  /// The sentence; empty if the curvature is proved.
  constexpr text operator()(int id, bool convex) const {
    if (has(id, convex)) return {};
    ir::node const& n = g_.nodes[id];
    switch (n.op->kind) {
      case ir::form::sum:
        for (int k = 0; k < n.count; ++k)
          if (ir::edge const term = g_.edges[n.first + k]; !has(term.node, convex == (term.weight > 0))) return (*this)(term.node, convex == (term.weight > 0));
        return about(id, " is not proved");
      case ir::form::product: return of_product(id, convex);
      case ir::form::gather: return (*this)(g_.edges[n.first].node, convex);
      default: return of_call(id, convex);
    }
  }

 private:
  [[nodiscard]] constexpr bool has(int id, bool convex) const { return convex ? proved_[id].convex : proved_[id].concave; }
  static constexpr char const* word(bool convex) { return convex ? "convex" : "concave"; }
  constexpr text about(int id, text const& rest) const { return text{} << formula_at(g_, id) << rest; }

  constexpr text of_product(int id, bool convex) const {
    ir::node const& n = g_.nodes[id];
    interval coefficient;
    int const varying = proved_.split_product(n, coefficient);
    if (varying > 1) return about(id, " is a product of factors that vary together");
    ir::edge factor{};
    int constant = -1;
    for (int k = 0; k < n.count; ++k) {
      ir::edge const each = g_.edges[n.first + k];
      if (!proved_[each.node].constant) factor = each;
      else if (interval const range = proved_[each.node].range; !range.non_negative() && range.upper > 0) constant = each.node;
    }
    bool const either = has_power(factor, true) || has_power(factor, false);
    if (constant >= 0 && either) return about(id, text{" needs the sign of "} << formula_at(g_, constant));
    bool const wanted = convex == coefficient.non_negative();
    if (factor.weight == 1) return (*this)(factor.node, wanted);
    if (factor.weight > 0 && wanted && constant < 0 && !either) {
      if (proved_[factor.node].range.non_negative()) return (*this)(factor.node, true);
      return about(id, text{" needs an affine argument, which "} << formula_at(g_, factor.node) << " is not");
    }
    if (constant >= 0 || either) return about(id, text{" is "} << word(!convex) << " where something " << word(convex) << " is needed");
    if (factor.weight < 0 && proved_[factor.node].affine()) return about(id, text{" needs the sign of "} << formula_at(g_, factor.node));
    return about(id, text{" is neither proved convex nor concave"});
  }
  constexpr bool has_power(ir::edge factor, bool convex) const {
    properties const p = power_of(proved_[factor.node], static_cast<int>(factor.weight));
    return convex ? p.convex : p.concave;
  }

  constexpr text of_call(int id, bool convex) const {
    ir::node const& n = g_.nodes[id];
    if (n.op == &ir::info<op::where>) {
      if (!proved_[g_.edges[n.first].node].constant) return about(id, " chooses by what varies");
      int const first = g_.edges[n.first + 1].node;
      return (*this)(has(first, convex) ? g_.edges[n.first + 2].node : first, convex);
    }
    for (int k = 0; k < n.count; ++k) {
      int const x = g_.edges[n.first + k].node;
      if (proved_[x].constant) continue;
      shape const s = proved_.shape_of(n, k);
      bool const linear = s.curved == curvature::linear;
      if (!linear && s.curved != (convex ? curvature::convex : curvature::concave)) {
        if (s.curved == curvature::none) return about(id, " is neither convex nor concave");
        return about(id, text{" is "} << word(!convex) << " where something " << word(convex) << " is needed");
      }
      if (proved_[x].affine()) continue;
      if (s.monotone == monotonicity::none) return about(id, text{" needs an affine argument, which "} << formula_at(g_, x) << " is not");
      bool const wanted = convex == (s.monotone == monotonicity::increasing);
      if (!has(x, wanted)) return (*this)(x, wanted);
    }
    return about(id, " is not proved");
  }

  ir::graph_view const& g_;
  prover const& proved_;
};

}  // namespace detail

namespace detail {

[[nodiscard]] constexpr bool is_not_a_number(ir::graph_view const& g, ir::node const& n, int argument) noexcept {
  ir::node const& x = g.nodes[g.edges[n.first + argument].node];
  return x.op->kind == ir::form::literal && x.value != x.value;
}
/// Whether a condition is x >= y for an x that is proved to be that great.
[[nodiscard]] constexpr bool is_proved_at_least(ir::graph_view const& g, prover const& proved, int condition) noexcept {
  ir::node const& n = g.nodes[condition];
  return n.op == &ir::info<op::ge> && proved[g.edges[n.first].node].range.lower >= proved[g.edges[n.first + 1].node].range.upper;
}

}  // namespace detail

/// Why the first output is not proved convex, or concave; empty if it is.
[[nodiscard]] constexpr text why_not(ir::graph_view const& g, variation const& v, bool convex) {
  detail::prover const proved(g, v);
  return detail::obstacle(g, proved)(g.outputs[0].node, convex);
}

/// The conditions under which the first output has a value, as far as they are not proved to hold: "x > 0, y != 0".
[[nodiscard]] constexpr text conditions_of(ir::graph_view const& g, variation const& v) {
  detail::prover const proved(g, v);
  vec<bool> needed(g.node_count);
  needed[g.outputs[0].node] = true;
  for (int id = g.node_count; id-- > 0;)
    if (needed[id])
      for (int k = 0; k < g.nodes[id].count; ++k) needed[g.edges[g.nodes[id].first + k].node] = true;
  text list;
  vec<ir::edge> said;  // node and what was said of it, each once
  auto const say = [&](int x, int which, text const& condition) {
    for (ir::edge const& each : said)
      if (each.node == x && each.weight == which) return;
    said.push_back({x, static_cast<double>(which)});
    if (!list.empty()) list << ", ";
    list << detail::formula_at(g, x) << condition;
  };
  for (int id = 0; id < g.node_count; ++id) {
    ir::node const& n = g.nodes[id];
    if (!needed[id]) continue;
    // exp(log(x)) is where(x >= 0, x, nan)
    if (n.op == &ir::info<op::where>)
      if (int const condition = g.edges[n.first].node; detail::is_not_a_number(g, n, 2) && !detail::is_proved_at_least(g, proved, condition)) say(condition, 0, {});
    for (int k = 0; k < n.count; ++k) {
      ir::edge const x = g.edges[n.first + k];
      interval const range = proved[x.node].range;
      if (n.op->kind == ir::form::product) {
        if (x.weight < 0 && range.lower <= 0 && range.upper >= 0) say(x.node, 0, " != 0");
        continue;
      }
      if (n.op->facts == nullptr || k >= 3) continue;
      domain_of_argument d = n.op->facts->domain[n.op->kind == ir::form::elementwise ? k : 0];
      // 0 has no powers with negative exponents
      if (n.op == &ir::info<op::pow> && k == 0 && !proved[g.edges[n.first + 1].node].range.non_negative()) d.lower_open = true;
      if (is_all_reals(d) || detail::is_within(range, d)) continue;
      domain_of_argument above = d, below = d;
      above.upper = interval::infinity, above.without = below.without = gaps::none;
      below.lower = -interval::infinity;
      if (!detail::is_within(range, above)) say(x.node, 1, text{d.lower_open ? " > " : " >= "} << d.lower);
      if (!detail::is_within(range, below)) say(x.node, 2, text{d.upper_open ? " < " : " <= "} << d.upper);
      if (d.without == gaps::zero) say(x.node, 0, " != 0");
      if (d.without == gaps::non_positive_integers && !(range.lower > 0)) say(x.node, 3, " is none of 0, -1, -2, ...");
      if (d.without == gaps::odd_quarter_turns) say(x.node, 4, " is no odd multiple of pi/2");
    }
  }
  return list;
}

}  // namespace gradsmith::pass
