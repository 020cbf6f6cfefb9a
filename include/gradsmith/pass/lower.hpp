// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// From algebra to instructions: canonical sums and products become additions, multiplications and fused
// multiply-adds in an order of evaluation, sums of products become contractions.
//
// Requires: an expanded graph. Establishes: no canonical sum or product is left; every output is an
// `output` node; terms and factors that vary along fewer axes are combined first, so that the scheduler
// can place them outside the loops over the others.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/incidence.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/lowered.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/pass/copy.hpp>
#include <gradsmith/pass/shared_part.hpp>

namespace gradsmith::pass {

namespace detail {

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
      if (term.weight == -1) return emit<op::negate>(term.node);
      return emit<op::times>(literal(term.weight), term.node);
    }
    // A product that only this sum uses is fused into the addition.
    ir::node const n = g_[term.node];
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
    // a * (1/b)^2 as a * (1/b) * (1/b): (1/b)^2 could overflow where the whole does not. Not beyond the third power.
    for (ir::edge each : inverse) {
      int n = static_cast<int>(each.weight);
      if (above.empty() || n > 3) above.push_back(power(each.node, n)), n = 0;
      for (; n > 0; --n) above.push_back(each.node);
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

/// Lowers the nodes of an expanded graph.
class lowering {
 public:
  constexpr lowering(ir::graph_view const& old, ir::graph& g, int stream)
      : old_(old), g_(g), build_(g), stream_(stream), live_(live_nodes(old)), shared_(old, live_), lowered_(old.node_count), uses_(old.node_count) {
    vec<bool> const& live = live_;
    for (int k = 0; k < old.output_count; ++k) ++uses_[old.outputs[k].node];
    for (int id = 0; id < old.node_count; ++id)
      if (live[id])
        for (int k = 0; k < old.nodes[id].count; ++k) ++uses_[old.edges[old.nodes[id].first + k].node];
  }

  constexpr int operator()(int id) {
    if (lowered_[id] == 0) lowered_[id] = lower(id) + 1;
    return lowered_[id] - 1;
  }

 private:
  [[nodiscard]] constexpr ir::node const& old(int id) const { return old_.nodes[id]; }
  [[nodiscard]] constexpr ir::edge old_argument(int id, int k) const { return old_.edges[old(id).first + k]; }

  constexpr int lower(int id) {
    ir::node const& n = old(id);
    switch (n.op->kind) {
      case ir::form::sum: return lower_n_ary(id);
      case ir::form::product:
        if (int const scaled = try_scaled_contraction(id, 1); scaled >= 0) return scaled;
        return lower_n_ary(id);
      case ir::form::reduction:
        if (n.op == &ir::info<op::sum>) return lower_sum(n.bound, old_argument(id, 0).node);
        break;
      case ir::form::elementwise:
        if (n.op == &ir::info<op::where>) return lower_where(id);
        break;
      case ir::form::gather: return lower_gather(id);
      default: break;
    }
    vec<ir::edge> const arguments = lower_arguments(id);
    return ir::remake(g_, n, arguments.begin(), {}).id;
  }
  /// A sum or product, by way of one that lacks a single argument of it, if there is one.
  constexpr int lower_n_ary(int id) {
    bool const is_sum = old(id).op->kind == ir::form::sum;
    auto const [part, rest] = shared_(id);
    if (part < 0) return is_sum ? build_.sum(lower_terms(id), old(id).value) : build_.product(lower_arguments(id));
    vec<ir::edge> both;
    both.push_back({(*this)(part), 1});
    both.push_back({(*this)(old_argument(id, rest).node), old_argument(id, rest).weight});
    return is_sum ? build_.sum(both, 0) : build_.product(both);
  }
  constexpr vec<ir::edge> lower_arguments(int id) {
    vec<ir::edge> arguments;
    arguments.reserve(old(id).count);
    for (int k = 0; k < old(id).count; ++k) {
      ir::edge const argument = old_argument(id, k);
      arguments.push_back({(*this)(argument.node), argument.weight});
    }
    return arguments;
  }

  /// The terms of a sum; a coefficient of a sum over the rows goes into that sum.
  constexpr vec<ir::edge> lower_terms(int id) {
    vec<ir::edge> terms;
    for (int k = 0; k < old(id).count; ++k) {
      ir::edge const term = old_argument(id, k);
      int const scaled = term.weight != 1 ? try_scaled_contraction(term.node, term.weight) : -1;
      if (scaled >= 0) terms.push_back({scaled, 1});
      else terms.push_back({(*this)(term.node), term.weight});
    }
    return terms;
  }

  // ---- positions

  /// A position that is a multiple of axes becomes a stride and stays as it is; others are computed.
  constexpr int lower_position(int id) {
    ir::node const& n = old(id);
    bool affine = n.op->kind == ir::form::sum || n.op->kind == ir::form::literal || n.op->kind == ir::form::index || n.op->kind == ir::form::extent;
    for (int k = 0; affine && n.op->kind == ir::form::sum && k < n.count; ++k)
      affine = old(old_argument(id, k).node).op->kind == ir::form::index || old(old_argument(id, k).node).op->kind == ir::form::extent;
    // Rows are counted from the start of a block, and in a batch not one after the other.
    if (!affine || n.op->kind != ir::form::sum || (stream_ >= 0 && ir::contains(n.axes, stream_))) return (*this)(id);
    return ir::remake(g_, n, lower_arguments(id).begin(), {}).id;
  }
  constexpr int lower_gather(int id) {
    ir::node const& n = old(id);
    vec<ir::edge> arguments;
    for (int k = 0; k < n.count; ++k) {
      int const argument = old_argument(id, k).node;
      arguments.push_back({k > 0 && k % 2 == 0 ? lower_position(argument) : (*this)(argument), 1});
    }
    return g_.intern({.op = n.op, .axes = n.axes, .bound = n.bound}, arguments.begin(), arguments.size());
  }

  // ---- choices

  /// A condition that is a comparison is not formed as 0 or 1: it brings its own choice.
  constexpr int lower_where(int id) {
    int const condition = old_argument(id, 0).node;
    auto const lowered = [&](int user, int k) { return ref{&g_, (*this)(old_argument(user, k).node)}; };
    if (auto const select = old(condition).op->select; select != nullptr)
      return select(lowered(condition, 0), lowered(condition, 1), lowered(id, 1), lowered(id, 2)).id;
    return build_.emit<op::where>((*this)(condition), lowered(id, 1).id, lowered(id, 2).id);
  }

  // ---- sums over axes

  [[nodiscard]] constexpr int reduce(ir::operation const& op, ir::axis_set along, int argument) const {
    ir::edge const only{argument, 1};
    return g_.intern({.op = &op, .axes = g_[argument].axes & ~along, .bound = along}, &only, 1);
  }

  // The logarithms of a sum over observations are taken of products, one for a block of them, where the
  // bounds of the argument say that no product overflows.
  [[nodiscard]] constexpr bool has_block_form(int id) const {
    return old(id).op == &ir::info<op::log1p> && old_.nodes[old_argument(id, 0).node].range.within(0, op::sum_log1p::largest);
  }
  // A product whose sum over `along` is a matrix product.
  // `scale` (a scalar, or -1) multiplies the smaller operand, which is cheaper than the result.
  constexpr int try_contraction(ir::axis_set along, int id, int scale = -1) {
    if (old(id).op->kind != ir::form::product || ir::count(along) != 1) return -1;
    vec<ir::edge> groups[2];
    ir::axis_set masks[2]{};
    int used = 0;
    for (int k = 0; k < old(id).count; ++k) {
      ir::edge const factor = old_argument(id, k);
      ir::axis_set const own = old(factor.node).axes;
      // A diagonal such as a(j, j) is no vector that a kernel could walk.
      if (old(factor.node).op->kind == ir::form::symbol && old(factor.node).count != ir::count(own)) return -1;
      int which = 0;
      while (which < used && masks[which] != own) ++which;
      if (which == 2) which = merge_target(masks, own);
      if (which < 0) return -1;
      if (which == used) masks[used++] = own;
      groups[which].push_back({(*this)(factor.node), factor.weight});
    }
      if (used != 2 || (masks[0] & masks[1]) != along) return -1;
    if (ir::count(masks[0]) > 2 || ir::count(masks[1]) > 2) return -1;  // the kernels know matrices and vectors
    int a = build_.product(groups[0]);
    int b = build_.product(groups[1]);
    if (scale >= 0) {
      bool const first = ir::count(masks[0]) < ir::count(masks[1]) || (masks[0] == masks[1] ? false : g_.kind(b) == ir::form::symbol && ir::count(masks[0]) == ir::count(masks[1]));
      int& smaller = first ? a : b;
      smaller = g_.is_literal(scale) && g_[scale].value == -1 ? build_.emit<op::negate>(smaller) : build_.emit<op::times>(scale, smaller);
    }
    ir::edge const arguments[]{{a, 1}, {b, 1}};
    return g_.intern({.op = &ir::info<op::contraction>, .axes = (masks[0] | masks[1]) & ~along, .bound = along}, arguments, 2);
  }
  /// The sum over `along` of a product with incidences as a scatter-add: its cost is that of the positions, however
  /// many entries there are. `scale`, a scalar, multiplies what is added.
  constexpr int try_scatter(ir::axis_set along, int id, int scale = -1) {
    int const count = old(id).op->kind == ir::form::product ? old(id).count : 1;
    vec<ir::edge> values, entries;
    ir::axis_set targets = 0, others = 0;
    for (int k = 0; k < count; ++k) {
      ir::edge const factor = old(id).op->kind == ir::form::product ? old_argument(id, k) : ir::edge{id, 1};
      ir::node const& n = old(factor.node);
      int const entry = n.op == &ir::info<op::incidence> ? old_argument(factor.node, 0).node : -1;
      if (entry >= 0 && !ir::contains(along | targets, old(entry).tag) && op::is_incidence(old_, factor.node, old(entry).tag) &&
          entries.size() < 2 * most_targets) {
        targets |= ir::axis_bit(old(entry).tag);
        others |= old(old_argument(factor.node, 1).node).axes;
        entries.push_back({entry, 1});
        entries.push_back({old_argument(factor.node, 1).node, 1});
      } else {
        values.push_back(factor);
        others |= n.axes;
      }
    }
    // A value that varies along the entries themselves is no single one to add.
    if (targets == 0 || (others & targets) != 0 || !ir::is_subset(along, others)) return -1;
    vec<ir::edge> lowered;
    for (ir::edge factor : values) lowered.push_back({(*this)(factor.node), factor.weight});
    if (scale >= 0) lowered.push_back({scale, 1});
    vec<ir::edge> arguments;
    arguments.push_back({lowered.empty() ? build_.literal(1) : build_.product(lowered), 1});
    for (int k = 0; k < entries.size(); ++k)
      arguments.push_back({k % 2 == 0 ? (*this)(entries[k].node) : lower_position(entries[k].node), 1});
    return g_.intern({.op = &ir::info<op::scatter>, .axes = (others & ~along) | targets, .bound = along}, arguments.begin(), arguments.size());
  }
  static constexpr int most_targets = 3;

  // weight * (scalars) * (a sum over the rows that is a contraction, used only here), as one contraction.
  constexpr int try_scaled_contraction(int id, double weight) {
    int total = id;
    vec<ir::edge> scalars;
    if (old(id).op->kind == ir::form::product && uses_[id] == 1) {
      total = -1;
      for (int k = 0; k < old(id).count; ++k) {
        ir::edge const factor = old_argument(id, k);
        if (old(factor.node).axes == 0) scalars.push_back({(*this)(factor.node), factor.weight});
        else if (total < 0 && factor.weight == 1) total = factor.node;
        else return -1;
      }
    }
    if (total < 0 || (scalars.empty() && weight == 1) || uses_[total] != 1) return -1;
    ir::node const& n = old(total);
    if (n.op != &ir::info<op::sum>) return -1;
    if (weight != 1) scalars.push_back({build_.literal(weight), 1});
    int const scale = build_.product(scalars);
    if (int const scattered = try_scatter(n.bound, old_argument(total, 0).node, scale); scattered >= 0) return scattered;
    return stream_ < 0 || !ir::contains(n.bound, stream_) ? -1 : try_contraction(n.bound, old_argument(total, 0).node, scale);
  }
  // A third group of factors joins one that varies along all its axes, rather outside the stream.
  [[nodiscard]] constexpr int merge_target(ir::axis_set const* masks, ir::axis_set own) const {
    int best = -1;
    for (int k = 0; k < 2; ++k)
      if (ir::is_subset(own, masks[k]) && (best < 0 || (stream_ >= 0 && ir::contains(masks[best], stream_)))) best = k;
    return best;
  }

  constexpr int lower_sum(ir::axis_set along, int id) {
    if (int const scattered = try_scatter(along, id); scattered >= 0) return scattered;
    if (int const product = try_contraction(along, id); product >= 0) return product;
    bool const streamed = stream_ >= 0 && ir::contains(along, stream_);
    if (streamed && has_block_form(id)) return reduce(ir::info<op::sum_log1p>, along, (*this)(old_argument(id, 0).node));
    ir::node const& n = old(id);
    if (n.op->kind != ir::form::sum) return reduce(ir::info<op::sum>, along, (*this)(id));
    // Terms with a better form of their own leave the sum: contractions and logarithms by blocks.
    vec<ir::edge> inside;
    vec<ir::edge> outside;
    for (int k = 0; k < n.count; ++k) {
      ir::edge const term = old_argument(id, k);
      ir::axis_set const own = old(term.node).axes;
      if (streamed && has_block_form(term.node) && ir::is_subset(along, own))
        outside.push_back({reduce(ir::info<op::sum_log1p>, along, (*this)(old_argument(term.node, 0).node)), term.weight});
      else if (int const scattered = ir::is_subset(along, own) ? try_scatter(along, term.node) : -1; scattered >= 0)
        outside.push_back({scattered, term.weight});
      else if (int const product = ir::is_subset(along, own) ? try_contraction(along, term.node) : -1; product >= 0)
        outside.push_back({product, term.weight});
      else
        inside.push_back({(*this)(term.node), term.weight});
    }
    if (outside.empty()) return reduce(ir::info<op::sum>, along, (*this)(id));
    if (!inside.empty() || n.value != 0) outside.push_back({sum_over(along, build_.sum(inside, n.value)), 1});
    return build_.sum(outside, 0);
  }
  // What does not vary along an axis is multiplied by its extent.
  constexpr int sum_over(ir::axis_set along, int argument) {
    for (ir::axis_set missing = along & ~g_[argument].axes; missing != 0; missing = ir::without_first(missing))
      argument = build_.emit<op::times>(ir::extent(g_, ir::first_axis(missing)).id, argument);
    along &= g_[argument].axes;
    return along == 0 ? argument : reduce(ir::info<op::sum>, along, argument);
  }

  ir::graph_view old_;
  ir::graph& g_;
  instruction_builder build_;
  int stream_;
  vec<bool> live_;
  shared_parts shared_;
  vec<int> lowered_;  // node + 1
  vec<int> uses_;
};

}  // namespace detail

/// The graph in instructions. `stream`: the streamed axis, or -1.
[[nodiscard]] constexpr ir::graph lower(ir::graph_view const& old, int stream) {
  ir::graph g = ir::with_tables_of(old);
  if (g.failed()) return g;
  detail::lowering lowered(old, g, stream);
  vec<bool> const live = live_nodes(old);
  // In order, so that no recursion is deep; sums over axes wait, because who uses them may scale them.
  for (int id = 0; id < old.node_count; ++id) {
    ir::operation const* const op = old.nodes[id].op;
    if (live[id] && op->kind != ir::form::sum && op->kind != ir::form::product && op != &ir::info<op::sum>) (void)lowered(id);
  }
  for (int k = 0; k < old.output_count; ++k) {
    ir::output out = old.outputs[k];
    ir::edge const value{lowered(out.node), 1};
    ir::axis_set axes = 0;
    for (int d = 0; d < out.rank; ++d) axes |= ir::axis_bit(out.axes[d]);
    out.node = g.intern({.op = &ir::info<op::output>, .axes = axes, .tag = k}, &value, 1);
    g.outputs.push_back(out);
  }
  return g;
}

}  // namespace gradsmith::pass
