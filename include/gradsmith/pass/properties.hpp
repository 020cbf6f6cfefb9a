// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the facts of operations prove of a formula as a function of some of its symbols: where it bends, rises and breaks.
//
// Requires: a canonical graph without derivatives. Curvature by the rules of composition of disciplined convex programming
// [Grant, Boyd and Ye 2006], over nodes in order; a node is a function of the entries of all varying symbols together. Nothing
// is claimed that is not proved, and each claim is of the points at which all parts of the formula have a finite value. Where
// one is proved convex or concave, these points are a convex set.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/exp2.hpp>
#include <gradsmith/op/hypot.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/norm1.hpp>
#include <gradsmith/op/norm2.hpp>
#include <gradsmith/op/norm_inf.hpp>
#include <gradsmith/op/pow.hpp>
#include <gradsmith/op/prod.hpp>
#include <gradsmith/op/relu.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/sqrt1pm1.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/op/xlog1py.hpp>
#include <gradsmith/op/xlogy.hpp>
#include <gradsmith/pass/copy.hpp>
#include <gradsmith/pass/pieces.hpp>

namespace gradsmith {

/// What is proved of a value as a function of the symbols that vary. `false` and `jump` say nothing.
struct properties {
  bool constant = false;
  bool convex = false;
  bool concave = false;
  bool increasing = false;  // never falls where an entry grows
  bool decreasing = false;
  bool convex_root = false;       // never negative, and its square root is convex: so is it
  bool convex_logarithm = false;  // the same of its logarithm
  smoothness smooth = smoothness::jump;
  interval range{};

  [[nodiscard]] constexpr bool affine() const noexcept { return convex && concave; }
};

namespace pass {

namespace detail {

[[nodiscard]] constexpr properties constant_within(interval range) noexcept {
  bool const positive = range.non_negative();
  return {true, true, true, true, true, positive, positive, smoothness::smooth, range};
}
[[nodiscard]] constexpr interval intersection(interval a, interval b) noexcept {
  return {a.lower > b.lower ? a.lower : b.lower, a.upper < b.upper ? a.upper : b.upper};
}
[[nodiscard]] constexpr interval hull(interval a, interval b) noexcept {
  return {a.lower < b.lower ? a.lower : b.lower, a.upper > b.upper ? a.upper : b.upper};
}
[[nodiscard]] constexpr smoothness least(smoothness a, smoothness b) noexcept { return a < b ? a : b; }

[[nodiscard]] constexpr properties negative_of(properties p) noexcept {
  std::swap(p.convex, p.concave);
  std::swap(p.increasing, p.decreasing);
  p.range = bounds::scale(-1, p.range);
  p.convex_root = p.convex_logarithm = p.constant && p.range.non_negative();
  return p;
}
/// c*p for a constant c, of which the bounds are known.
[[nodiscard]] constexpr properties scaled_by(interval c, properties const& p) noexcept {
  if (p.constant) return constant_within(bounds::multiply(c, p.range));
  properties made = p;
  if (!c.non_negative() && c.upper <= 0) made = negative_of(p);
  else if (!c.non_negative()) {
    made.convex = made.concave = p.affine();
    made.increasing = made.decreasing = made.convex_root = made.convex_logarithm = false;
  }
  made.range = bounds::multiply(c, p.range);
  return made;
}
/// What holds of a + b, and of a choice between them by data.
[[nodiscard]] constexpr properties both(properties const& a, properties const& b, interval range) noexcept {
  return {a.constant && b.constant, a.convex && b.convex, a.concave && b.concave, a.increasing && b.increasing, a.decreasing && b.decreasing,
          a.convex_root && b.convex_root, a.convex_logarithm && b.convex_logarithm, least(a.smooth, b.smooth), range};
}

/// p^n for a whole n other than 0.
[[nodiscard]] constexpr properties power_of(properties const& p, int n) noexcept {
  interval const range = n == 1 ? p.range : bounds::power(p.range, n);
  if (p.constant) return constant_within(range);
  if (n == 1) return p;
  bool const even = n % 2 == 0, above = p.range.non_negative(), below = p.range.upper <= 0;
  properties made{.smooth = p.smooth, .range = range};
  if (n > 0) {
    made.convex = above ? p.convex : even && (p.affine() || (below && p.concave));
    made.concave = !even && below && p.concave;
    made.convex_root = made.convex && (even || above);
    made.convex_logarithm = p.convex_logarithm;
    made.increasing = !even || above ? p.increasing : below && p.decreasing;
    made.decreasing = !even || above ? p.decreasing : below && p.increasing;
  } else {
    // Inside the domain x^-n is x^-n of one sign, if that of x is known.
    made.convex = (above && p.concave) || (even && below && p.convex);
    made.concave = !even && !above && below && p.convex;
    made.convex_root = made.convex_logarithm = made.convex && (above || even);
    bool const follows = even && below && !above;
    made.increasing = (above || below) && (follows ? p.increasing : p.decreasing);
    made.decreasing = (above || below) && (follows ? p.decreasing : p.increasing);
  }
  return made;
}

/// Monotonicity and curvature of an operation of one argument on an interval, by its symmetry also left of 0.
[[nodiscard]] constexpr shape shape_on(operation_facts const& f, interval range) noexcept {
  shape s = f.from(range.lower);
  if (range.lower >= 0 || range.upper > 0 || f.mirrored == symmetry::none) return s;
  bool const odd = f.mirrored == symmetry::odd;
  auto const m = f.positive.monotone;
  auto const c = f.positive.curved;
  if (s.monotone == monotonicity::none && m != monotonicity::none)
    s.monotone = odd ? m : m == monotonicity::increasing ? monotonicity::decreasing : monotonicity::increasing;
  if (s.curved == curvature::none || c == curvature::linear)
    s.curved = !odd || c == curvature::none || c == curvature::linear ? c : c == curvature::convex ? curvature::concave : curvature::convex;
  return s;
}

[[nodiscard]] constexpr bool is_within(interval range, domain_of_argument const& d) noexcept {
  bool const above = d.lower == -interval::infinity || (d.lower_open ? range.lower > d.lower : range.lower >= d.lower);
  bool const below = d.upper == interval::infinity || (d.upper_open ? range.upper < d.upper : range.upper <= d.upper);
  bool const between_gaps = d.without == gaps::none || range.lower > 0 || (d.without == gaps::zero && range.upper < 0);
  return above && below && between_gaps && d.without != gaps::odd_quarter_turns;
}
/// Whether the argument may reach a bound that belongs to the domain: derivatives end there, as that of a square root.
[[nodiscard]] constexpr bool may_reach_bound(interval range, domain_of_argument const& d) noexcept {
  return (d.lower > -interval::infinity && !d.lower_open && range.lower <= d.lower) ||
         (d.upper < interval::infinity && !d.upper_open && range.upper >= d.upper);
}

}  // namespace detail

/// Which symbols vary, and between which bounds all of them lie.
struct variation {
  vec<bool> varies;
  vec<interval> within;
};

/// All parameters vary; nothing is known of their values, nor of data.
[[nodiscard]] constexpr variation of_all_parameters(ir::graph_view const& g) {
  variation v{vec<bool>(g.symbol_count), vec<interval>(g.symbol_count)};
  for (int s = 0; s < g.symbol_count; ++s) v.varies[s] = g.symbols[s].kind == ir::role::parameter;
  return v;
}

/// Outputs behind the first as a variation: symbols vary, and conditions such as x >= 0 bound them. `wrong`: an output that
/// is neither, or -1.
[[nodiscard]] constexpr variation variation_of(ir::graph_view const& g, int& wrong) {
  variation v = of_all_parameters(g);
  wrong = -1;
  bool named = false;
  for (int k = 1; k < g.output_count; ++k) {
    ir::node const& n = g.nodes[g.outputs[k].node];
    if (n.op->kind == ir::form::symbol) {
      if (!named)
        for (bool& each : v.varies) each = false;
      named = true;
      v.varies[n.tag] = true;
      continue;
    }
    bool const lower = n.op == &ir::info<op::ge> || n.op == &ir::info<op::gt>, strict = n.op == &ir::info<op::gt> || n.op == &ir::info<op::lt>;
    if (!lower && n.op != &ir::info<op::le> && n.op != &ir::info<op::lt>) {
      if (wrong < 0) wrong = k;
      continue;
    }
    ir::node const& a = g.nodes[g.edges[n.first].node];
    ir::node const& b = g.nodes[g.edges[n.first + 1].node];
    bool const swapped = a.op->kind == ir::form::literal;
    ir::node const& number = swapped ? a : b;
    ir::node const& symbol = swapped ? b : a;
    if (number.op->kind != ir::form::literal || symbol.op->kind != ir::form::symbol) {
      if (wrong < 0) wrong = k;
      continue;
    }
    // The next number after 0 stands for all that are greater.
    double const step = strict && number.value == 0 ? std::numeric_limits<double>::min() : 0;
    interval const known = lower != swapped ? interval{number.value + step, interval::infinity} : interval{-interval::infinity, number.value - step};
    v.within[symbol.tag] = detail::intersection(v.within[symbol.tag], known);
  }
  return v;
}

namespace detail {

class prover {
 public:
  constexpr prover(ir::graph_view const& g, variation const& v) : g_(g), variation_(v), proved_(g.node_count) {
    vec<bool> const live = live_nodes(g);
    for (int id = 0; id < g.node_count; ++id)
      if (live[id]) {
        properties made = prove(id);
        made.range = intersection(made.range, g.nodes[id].range);
        if (made.constant) made = constant_within(made.range);
        proved_[id] = made;
      }
  }
  [[nodiscard]] constexpr properties const& operator[](int id) const noexcept { return proved_[id]; }

  /// The product of the constant factors, and how many others there are.
  [[nodiscard]] constexpr int split_product(ir::node const& n, interval& coefficient) const {
    int varying = 0;
    coefficient = {1, 1};
    for (int k = 0; k < n.count; ++k) {
      ir::edge const factor = g_.edges[n.first + k];
      if (proved_[factor.node].constant) coefficient = bounds::multiply(coefficient, power_of(proved_[factor.node], static_cast<int>(factor.weight)).range);
      else ++varying;
    }
    return varying;
  }
  /// What the operation of a node is known to do on the ranges of its arguments, by argument k.
  [[nodiscard]] constexpr shape shape_of(ir::node const& n, int k) const {
    if (n.op->facts == nullptr || k >= 3 || means_nothing(n)) return {};
    if (n.op->arity == 1) return shape_on(*n.op->facts, argument(n, 0).range);
    return {n.op->facts->monotone[k], n.op->facts->curved};
  }

 private:
  [[nodiscard]] constexpr int argument_id(ir::node const& n, int k) const { return g_.edges[n.first + k].node; }
  [[nodiscard]] constexpr properties const& argument(ir::node const& n, int k) const { return proved_[argument_id(n, k)]; }
  [[nodiscard]] constexpr bool is_literal(int id) const { return g_.nodes[id].op->kind == ir::form::literal; }

  constexpr properties prove(int id) {
    ir::node const& n = g_.nodes[id];
    switch (n.op->kind) {
      case ir::form::literal:
      case ir::form::extent:
      case ir::form::index: return constant_within(n.range);
      case ir::form::symbol: {
        interval const range = variation_.within[n.tag];
        if (!variation_.varies[n.tag]) return constant_within(range);
        return {false, true, true, true, false, false, false, smoothness::smooth, range};
      }
      case ir::form::sum: return sum(n);
      case ir::form::product: return product(n);
      case ir::form::gather: return gather(n);
      case ir::form::elementwise:
      case ir::form::reduction:
      case ir::form::along: return call(id);
      default: return {};
    }
  }

  constexpr properties sum(ir::node const& n) const {
    properties total = constant_within({n.value, n.value});
    for (int k = 0; k < n.count; ++k) {
      double const weight = g_.edges[n.first + k].weight;
      properties const term = scaled_by({weight, weight}, argument(n, k));
      total = both(total, term, bounds::add(total.range, term.range));
    }
    return total;
  }

  constexpr properties product(ir::node const& n) const {
    interval coefficient;
    int const varying = split_product(n, coefficient);
    properties result{.convex_logarithm = true, .smooth = smoothness::smooth, .range = {1, 1}};
    bool positive = true, increasing = true, decreasing = true;
    for (int k = 0; k < n.count; ++k) {
      ir::edge const factor = g_.edges[n.first + k];
      if (proved_[factor.node].constant) continue;
      properties power = power_of(proved_[factor.node], static_cast<int>(factor.weight));
      power.smooth = smoothness_of_power(factor, power.smooth);
      if (varying == 1) return scaled_by(coefficient, power);
      result.convex_logarithm = result.convex_logarithm && power.convex_logarithm;
      result.smooth = least(result.smooth, power.smooth);
      result.range = bounds::multiply(result.range, power.range);
      positive = positive && power.range.non_negative();
      increasing = increasing && power.increasing;
      decreasing = decreasing && power.decreasing;
    }
    if (varying == 0) return constant_within(coefficient);
    result.increasing = positive && increasing;
    result.decreasing = positive && decreasing;
    result.convex_root = result.convex_logarithm;
    result.convex = result.convex_logarithm || (varying == 2 && (is_square_over_concave(n) || is_entropy(n)));
    return scaled_by(coefficient, result);
  }
  /// The square of max(x, 0) has a continuous derivative, its cube two.
  constexpr smoothness smoothness_of_power(ir::edge factor, smoothness as_known) const {
    ir::node const& n = g_.nodes[factor.node];
    if (factor.weight < 2) return as_known;
    int x = -1;
    if (n.op == &ir::info<op::relu>) x = argument_id(n, 0);
    if (n.op == &ir::info<op::max>)
      for (int k = 0; k < 2; ++k)
        if (is_literal(argument_id(n, k)) && g_.nodes[argument_id(n, k)].value == 0) x = argument_id(n, 1 - k);
    return x < 0 ? as_known : least(proved_[x].smooth, factor.weight < 3 ? smoothness::C1 : smoothness::C2);
  }
  /// x^2/y, affine x, concave y > 0.
  constexpr bool is_square_over_concave(ir::node const& n) const {
    bool square = false, below = false;
    for (int k = 0; k < n.count; ++k) {
      ir::edge const factor = g_.edges[n.first + k];
      properties const& p = proved_[factor.node];
      if (p.constant) continue;
      if (factor.weight == 2) square = p.affine() || (p.convex && p.range.non_negative());
      if (factor.weight == -1) below = p.concave && p.range.non_negative();
    }
    return square && below;
  }
  /// x*log(x), affine x.
  constexpr bool is_entropy(ir::node const& n) const {
    for (int k = 0; k < n.count; ++k)
      for (int m = 0; m < n.count; ++m) {
        ir::edge const x = g_.edges[n.first + k], y = g_.edges[n.first + m];
        if (x.weight != 1 || y.weight != 1 || g_.nodes[y.node].op != &ir::info<op::log>) continue;
        if (argument_id(g_.nodes[y.node], 0) == x.node && !proved_[x.node].constant && proved_[x.node].affine()) return true;
      }
    return false;
  }

  constexpr properties gather(ir::node const& n) const {
    for (int k = 1; k < n.count; ++k)
      if (!argument(n, k).constant) return {};
    return argument(n, 0);
  }

  // ---- functions

  constexpr properties call(int id) const {
    ir::node const& n = g_.nodes[id];
    bool constant = true;
    for (int k = 0; k < n.count; ++k) constant = constant && argument(n, k).constant;
    interval const range = range_of_call(n);
    if (constant) return constant_within(range);
    if (n.op == &ir::info<op::where>) return choice(id, range);
    properties made = composed(n);
    made.range = range;
    properties const& x = argument(n, 0);
    if (n.op == &ir::info<op::sum>) {
      made.convex_root = x.convex_root;
      made.convex_logarithm = x.convex_logarithm;
    }
    if (n.op == &ir::info<op::sqrt> || n.op == &ir::info<op::sqrt1pm1>) made.convex = x.convex_root || made.convex;
    if (n.op == &ir::info<op::log> || n.op == &ir::info<op::log1p>) made.convex = x.convex_logarithm || made.convex;
    if (n.op == &ir::info<op::exp> || n.op == &ir::info<op::exp2>) made.convex_root = made.convex_logarithm = x.convex;
    if (n.op == &ir::info<op::prod> && x.convex_logarithm) made.convex = made.convex_root = made.convex_logarithm = true;
    if (is_norm(n.op)) made.convex = made.convex || all_affine_or_positive(n);
    if (n.op == &ir::info<op::pow>) add_power(n, made);
    if (n.op == &ir::info<op::xlogy> || n.op == &ir::info<op::xlog1py>) add_scaled_logarithm(n, made);
    return made;
  }
  constexpr interval range_of_call(ir::node const& n) const {
    if (n.op == &ir::info<op::sum>) {
      interval const x = argument(n, 0).range;
      return x.non_negative() ? non_negative : x.upper <= 0 ? interval{-interval::infinity, 0} : real_line;
    }
    if (n.op->range == nullptr) return real_line;
    interval ranges[4]{};
    for (int k = 0; k < n.count && k < 4; ++k) ranges[k] = argument(n, k).range;
    return n.op->range(ranges);
  }
  /// Whether an argument may lie where the operation has a value that means nothing.
  constexpr bool means_nothing(ir::node const& n) const {
    for (int k = 0; k < n.count && k < 3; ++k) {
      domain_of_argument const& d = n.op->facts->domain[n.op->kind == ir::form::elementwise ? k : 0];
      if (!d.nan_outside && !is_within(argument(n, k).range, d)) return true;
    }
    return false;
  }
  /// By the facts of the operation.
  constexpr properties composed(ir::node const& n) const {
    if (n.op->facts == nullptr) return {};
    operation_facts const& f = *n.op->facts;
    properties made{.convex = true, .concave = true, .increasing = true, .decreasing = true, .smooth = f.smooth};
    if (n.count > 3 || means_nothing(n)) made.convex = made.concave = made.increasing = made.decreasing = false;
    for (int k = 0; k < n.count; ++k) {
      properties const& x = argument(n, k);
      made.smooth = least(made.smooth, x.smooth);
      if (x.constant) continue;
      if (k < 3 && may_reach_bound(x.range, f.domain[k])) made.smooth = least(made.smooth, smoothness::kink);
      shape const s = shape_of(n, k);
      bool const up = s.monotone == monotonicity::increasing, down = s.monotone == monotonicity::decreasing;
      bool const bends_up = s.curved == curvature::convex || s.curved == curvature::linear;
      bool const bends_down = s.curved == curvature::concave || s.curved == curvature::linear;
      if (k < 3 && !keeps_convex(x, f.domain[k])) made.convex = made.concave = false;
      made.convex = made.convex && bends_up && (x.affine() || (up && x.convex) || (down && x.concave));
      made.concave = made.concave && bends_down && (x.affine() || (up && x.concave) || (down && x.convex));
      made.increasing = made.increasing && ((up && x.increasing) || (down && x.decreasing));
      made.decreasing = made.decreasing && ((up && x.decreasing) || (down && x.increasing));
    }
    return made;
  }
  /// Whether the points at which x lies between the bounds of a domain are a convex set.
  static constexpr bool keeps_convex(properties const& x, domain_of_argument const& d) noexcept {
    return (x.concave || d.lower == -interval::infinity || x.range.lower >= d.lower) && (x.convex || d.upper == interval::infinity || x.range.upper <= d.upper);
  }
  static constexpr bool is_norm(ir::operation const* op) noexcept {
    return op == &ir::info<op::norm1> || op == &ir::info<op::norm2> || op == &ir::info<op::norm_inf> || op == &ir::info<op::hypot>;
  }
  constexpr bool all_affine_or_positive(ir::node const& n) const {
    for (int k = 0; k < n.count; ++k)
      if (properties const& x = argument(n, k); !x.affine() && !(x.convex && x.range.non_negative())) return false;
    return true;
  }
  /// x^p for a number p that is not whole: NaN for x < 0.
  constexpr void add_power(ir::node const& n, properties& made) const {
    properties const& x = argument(n, 0);
    ir::node const& exponent = g_.nodes[argument_id(n, 1)];
    if (exponent.op->kind != ir::form::literal || ir::is_whole(exponent.value) || exponent.value != exponent.value) return;
    double const p = exponent.value;
    made.convex = made.convex_root = made.convex_logarithm = false;
    if (p > 1) made.convex = x.convex && (x.affine() || x.range.non_negative());
    if (p > 2) made.convex_root = made.convex;
    if (p > 0 && p < 1) made.concave = x.concave;
    if (p < 0) made.convex = made.convex_root = made.convex_logarithm = x.concave;
    if (p > 0) made.convex_logarithm = x.convex_logarithm;
    if (p > 0 && x.convex_logarithm) made.convex = made.convex_root = true;
    made.increasing = p > 0 ? x.increasing : x.decreasing;
    made.decreasing = p > 0 ? x.decreasing : x.increasing;
    made.smooth = least(x.smooth, x.range.lower > 0 || p < 0 ? smoothness::smooth : p < 1 ? smoothness::kink : p < 2 ? smoothness::C1 : smoothness::C2);
  }
  /// a*log(b), a*log(1+b), one of which is constant; x*log(x).
  constexpr void add_scaled_logarithm(ir::node const& n, properties& made) const {
    properties const& a = argument(n, 0);
    properties const& b = argument(n, 1);
    if (a.constant) {
      properties const logarithm{.convex = b.convex_logarithm, .concave = b.concave, .increasing = b.increasing, .decreasing = b.decreasing, .smooth = b.smooth};
      interval const range = made.range;
      made = scaled_by(a.range, logarithm);
      made.range = range;
    } else if (b.constant) {
      made.convex = made.concave = a.affine();
    } else if (argument_id(n, 0) == argument_id(n, 1) && n.op == &ir::info<op::xlogy>) {
      made.convex = a.affine();
    }
    made.smooth = least(a.smooth, b.smooth);
  }

  constexpr properties choice(int id, interval range) const {
    ir::node const& n = g_.nodes[id];
    properties const& a = argument(n, 1);
    properties const& b = argument(n, 2);
    if (argument(n, 0).constant) return both(a, b, range);
    properties made{.range = range};
    seam const met = is_line(n) ? seam_finder::find(g_, id, [&](int x) { return proved_[x].constant; }) : seam{};
    if (!met.continuous) return made;
    made.convex = a.convex && b.convex && met.rises;
    made.concave = a.concave && b.concave && met.falls;
    made.increasing = a.increasing && b.increasing;
    made.decreasing = a.decreasing && b.decreasing;
    made.smooth = least(least(a.smooth, b.smooth), met.rises && met.falls ? smoothness::C1 : smoothness::kink);
    return made;
  }
  /// Whether what is compared is affine, or the absolute value of something affine.
  constexpr bool is_line(ir::node const& n) const {
    ir::node const& condition = g_.nodes[argument_id(n, 0)];
    for (int k = 0; k < condition.count; ++k) {
      ir::node const& side = g_.nodes[argument_id(condition, k)];
      int const inner = side.op == &ir::info<op::abs> ? argument_id(side, 0) : argument_id(condition, k);
      if (!proved_[inner].affine()) return false;
    }
    return true;
  }

  ir::graph_view const& g_;
  variation const& variation_;
  vec<properties> proved_;
};

}  // namespace detail

/// What is proved of the first output.
[[nodiscard]] constexpr properties prove(ir::graph_view const& g, variation const& v) { return detail::prover(g, v)[g.outputs[0].node]; }

}  // namespace pass
}  // namespace gradsmith
