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
#include <gradsmith/pass/instructions.hpp>
#include <gradsmith/pass/matrix_product.hpp>
#include <gradsmith/pass/shared_part.hpp>
#include <gradsmith/pass/triangle.hpp>
#include <gradsmith/pass/unroll.hpp>

namespace gradsmith::pass {

namespace detail {

/// Lowers the nodes of an expanded graph.
class lowering {
 public:
  constexpr lowering(ir::graph_view const& old, ir::graph& g, int stream)
      : old_(old), g_(g), build_(g), stream_(stream), live_(live_nodes(old)), shared_(old, live_), lowered_(old.node_count), uses_(old.node_count),
        waits_for_rows_(old.node_count), products_with_(old.node_count) {
    vec<bool> const& live = live_;
    for (int k = 0; k < old.output_count; ++k) ++uses_[old.outputs[k].node];
    for (int id = 0; id < old.node_count; ++id)
      if (live[id]) {
        waits_for_rows_[id] = stream >= 0 && ir::contains(old.nodes[id].bound, stream);
        for (int k = 0; k < old.nodes[id].count; ++k) {
          int const argument = old.edges[old.nodes[id].first + k].node;
          ++uses_[argument];
          if (old.nodes[id].op->kind == ir::form::product) ++products_with_[argument];
          if (waits_for_rows_[argument]) waits_for_rows_[id] = true;
        }
      }
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
        if (n.op == &ir::info<op::sum>) return lower_sum(n.bound, old_argument(id, 0).node, id);
        break;
      case ir::form::elementwise:
        if (n.op == &ir::info<op::where>) return lower_where(id);
        break;
      case ir::form::gather: return lower_gather(id);
      default: break;
    }
    vec<ir::edge> arguments = lower_arguments(id);
    if (ir::operation const* const simpler = known_within(id); simpler != nullptr)
      return g_.intern({.op = simpler, .axes = n.axes}, arguments.begin(), arguments.size());
    // A cumulative sum reads memory, in which positions along an axis do not lie.
    if (n.op->sequential && g_.kind(arguments[0].node) == ir::form::index) arguments[0].node = build_.emit<op::plus>(arguments[0].node, build_.literal(0));
    if (n.op->kind == ir::form::symbol || n.count == 0) return ir::remake(g_, n, arguments.begin(), {}).id;
    return as_it_is(n, arguments);
  }
  /// The operation that does the same for arguments within the bounds that are known of them; null if there is none.
  [[nodiscard]] constexpr ir::operation const* known_within(int id) const {
    if (old(id).op->within == nullptr) return nullptr;
    interval bounds_of[2]{};
    for (int k = 0; k < old(id).count; ++k) bounds_of[k] = old(old_argument(id, k).node).range;
    return old(id).op->within(bounds_of);
  }
  /// The same operation on lowered arguments. What is canonical was settled before: other numbers of nodes here
  /// must not turn difference(a, b) into -difference(b, a), which is no instruction.
  constexpr int as_it_is(ir::node const& n, vec<ir::edge> arguments) const {
    if (n.op->commutative && arguments[1].node < arguments[0].node) std::swap(arguments[0], arguments[1]);
    return g_.intern({.op = n.op, .axes = n.axes, .bound = n.bound}, arguments.begin(), arguments.size());
  }
  /// A sum or product, by way of one that lacks a single argument of it, if there is one.
  constexpr int lower_n_ary(int id) {
    bool const is_sum = old(id).op->kind == ir::form::sum;
    auto const [part, rest] = shared_(id);
    if (part < 0) return is_sum ? build_.sum(lower_terms(id), old(id).value) : build_.product(lower_factors(id));
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

  /// The factors of a product, those that most products have in front: what is multiplied first is then the same in many of them, and
  /// formed once. An adjoint is such a product, by which each derivative multiplies another factor.
  constexpr vec<ir::edge> lower_factors(int id) {
    int const count = old(id).count;
    if (count < 3) return lower_arguments(id);
    ir::edge const* const given = old_.edges + old(id).first;
    vec<ir::edge> factors;
    factors.reserve(count);
    factors.append(given, count);
    for (int k = 1; k < count; ++k)
      for (int m = k; m > 0 && products_with_.items[factors.items[m].node] > products_with_.items[factors.items[m - 1].node]; --m)
        std::swap(factors.items[m], factors.items[m - 1]);
    for (ir::edge& each : factors) each.node = (*this)(each.node);
    return factors;
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
    // Rows are counted from the start of a block, and in a batch not one after the other.
    if (n.op->kind != ir::form::sum || !ir::is_affine_position(old_, id) || (stream_ >= 0 && ir::contains(n.axes, stream_))) return (*this)(id);
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

  /// Whether the node is minus another one.
  [[nodiscard]] constexpr bool is_opposite(int id) const { return old(id).op == &ir::sum_record && ir::is_scaled(old(id)) && old_argument(id, 0).weight == -1; }

  /// A condition that is a comparison is not formed as 0 or 1: it brings its own choice.
  constexpr int lower_where(int id) {
    int const condition = old_argument(id, 0).node;
    auto const lowered = [&](int user, int k) { return ref{&g_, (*this)(old_argument(user, k).node)}; };
    auto const select = old(condition).op->select;
    if (select == nullptr) return build_.emit<op::where>((*this)(condition), lowered(id, 1).id, lowered(id, 2).id);
    int const left = old_argument(condition, 0).node, right = old_argument(condition, 1).node;
    if (is_opposite(left) && old(right).op == &ir::literal_record)  // -x >= 1 is -1 >= x
      return select({&g_, build_.literal(-old(right).value)}, lowered(left, 0), lowered(id, 1), lowered(id, 2)).id;
    return select(lowered(condition, 0), lowered(condition, 1), lowered(id, 1), lowered(id, 2)).id;
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
  // `scale` (a scalar, or -1) multiplies the smaller operand, which is cheaper than the result. `whole` is the sum, if that is all of it.
  constexpr int try_contraction(ir::axis_set along, int id, int scale = -1, int whole = -1) {
    if (old(id).op->kind != ir::form::product || ir::count(along) != 1) return -1;
    vec<ir::edge> groups[2];
    vec<ir::edge> scalars;
    ir::axis_set masks[2]{};
    int used = 0;
    vec<ir::edge> const factors = widest_first(old_, id);
    for (ir::edge const factor : factors) {
      ir::axis_set const own = old(factor.node).axes;
      // A diagonal such as a(j, j) is no vector that a kernel could walk.
      if (old(factor.node).op->kind == ir::form::symbol && old(factor.node).count != ir::count(own)) return -1;
      if (own == 0) {
        scalars.push_back({(*this)(factor.node), factor.weight});
        continue;
      }
      int which = 0;
      while (which < used && masks[which] != own) ++which;
      if (which == 2) which = merge_target(masks, own);
      if (which < 0) return -1;
      if (which == used) masks[used++] = own;
      groups[which].push_back({(*this)(factor.node), factor.weight});
    }
    if (used != 2 || !is_matrix_product(stream_, along, masks[0], masks[1])) return -1;
    for (ir::edge scalar : scalars) groups[ir::count(masks[0]) <= ir::count(masks[1]) ? 0 : 1].push_back(scalar);
    int a = build_.product(groups[0]);
    int b = build_.product(groups[1]);
    // Positions along an axis lie in no memory that a kernel could read.
    if (g_.kind(a) == ir::form::index || g_.kind(b) == ir::form::index) return -1;
    // Data of three axes are staged for loops only.
    if ((ir::count(masks[0]) > 2 && is_streamed_symbol(a)) || (ir::count(masks[1]) > 2 && is_streamed_symbol(b))) return -1;
    if (scale >= 0) {
      bool const first = ir::count(masks[0]) < ir::count(masks[1]) || (masks[0] == masks[1] ? false : g_.kind(b) == ir::form::symbol && ir::count(masks[0]) == ir::count(masks[1]));
      int& smaller = first ? a : b;
      smaller = g_.is_literal(scale) && g_[scale].value == -1 ? build_.emit<op::negate>(smaller) : build_.emit<op::times>(scale, smaller);
    }
    ir::edge const arguments[]{{a, 1}, {b, 1}};
    ir::axis_set const axes = (masks[0] | masks[1]) & ~along;
    return g_.intern({.op = &ir::info<op::contraction>, .axes = axes, .bound = along, .tag = triangles_of(id, masks, along, whole)}, arguments, 2);
  }
  /// What the kernels may leave out.
  [[nodiscard]] constexpr int triangles_of(int product, ir::axis_set const* masks, ir::axis_set along, int whole) const {
    ir::axis_set const shared = masks[0] & masks[1];
    ir::axis_set const kept[]{masks[0] & ~shared, masks[1] & ~shared};
    if (ir::count(kept[0]) != 1 || ir::count(kept[1]) != 1) return 0;
    int const first = ir::first_axis(kept[0]), second = ir::first_axis(kept[1]), summed = ir::first_axis(along);
    return op::contraction::tag_of(triangle_of(old_, product, masks[0], first, summed), triangle_of(old_, product, masks[1], second, summed),
                                   whole < 0 ? 0 : triangle_used(old_, live_, whole, first, second));
  }
  [[nodiscard]] constexpr bool is_streamed_symbol(int made) const {
    return g_.kind(made) == ir::form::symbol && stream_ >= 0 && ir::contains(g_[made].axes, stream_);
  }
  /// The position p in where(axis == p, e, 0), if `choice` is that and p does not vary along the axis; else -1.
  [[nodiscard]] constexpr int chosen_position(int choice, int axis) const {
    if (old(choice).op != &ir::info<op::where>) return -1;
    int const condition = old_argument(choice, 0).node, rest = old_argument(choice, 2).node;
    if (old(condition).op != &ir::info<op::eq> || old(rest).op->kind != ir::form::literal || old(rest).value != 0) return -1;
    for (int side = 0; side < 2; ++side) {
      ir::node const& index = old(old_argument(condition, side).node);
      int const position = old_argument(condition, 1 - side).node;
      if (index.op->kind == ir::form::index && index.tag == axis && !ir::contains(old(position).axes, axis)) return position;
    }
    return -1;
  }
  /// Whether it is known of a symbol that it holds positions along the axis. Another is not found there perhaps: where no
  /// entry is chosen none is read or added to.
  [[nodiscard]] constexpr bool holds_positions(int id, int axis) const {
    if (id < 0 || old(id).op->kind != ir::form::symbol) return false;
    for (ir::axis_set along = g_.symbols[old(id).tag].index_of; along != 0; along = ir::without_first(along))
      if (g_.axes[ir::first_axis(along)].origin == g_.axes[axis].origin) return true;
    return false;
  }
  /// sum(k, where(k == p, x(k), 0)) reads one entry of x and not all: pick is a gather of what lies in memory.
  constexpr int try_entry(ir::axis_set along, int id) {
    if (ir::count(along) != 1 || old(id).op != &ir::info<op::where>) return -1;
    int const axis = ir::first_axis(along), position = chosen_position(id, axis), source = old_argument(id, 1).node;
    if (!holds_positions(position, axis) || old(source).op->kind != ir::form::symbol) return -1;
    ref const all{&g_, (*this)(source)};
    if (!ir::contains(all.axes(), axis)) return -1;
    ref const entry = ir::gather_along(all, axis, ref{&g_, (*this)(position)});
    return g_.kind(entry.id) == ir::form::gather ? entry.id : -1;
  }
  // Beyond as many entries, adding to one is cheaper than adding 0 to all others.
  static constexpr int most_compared = 16;
  /// sum(i, where(m == p(i), v, 0)): an entry is added to for each position.
  constexpr int try_scattered_choice(ir::axis_set along, int id) {
    if (old(id).op != &ir::info<op::where>) return -1;
    int const value = old_argument(id, 1).node;
    for (ir::axis_set rest = old(id).axes & ~along & ~old(value).axes; rest != 0; rest = ir::without_first(rest)) {
      int const entry = ir::first_axis(rest), position = chosen_position(id, entry);
      int const extent = g_.axes[g_.axes[entry].origin].extent;
      if (!holds_positions(position, entry) || (extent != 0 && extent <= most_compared)) continue;
      ir::axis_set const axes = old(value).axes | old(position).axes;
      if (!ir::is_subset(along, axes)) continue;
      ir::edge const arguments[]{{(*this)(value), 1}, {ir::index(g_, entry).id, 1}, {(*this)(position), 1}};
      return g_.intern({.op = &ir::info<op::scatter>, .axes = (axes & ~along) | ir::axis_bit(entry), .bound = along}, arguments, 3);
    }
    return -1;
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

  // weight * (scalars) * (a sum over the rows that is a contraction, used only here), as one contraction. A scalar
  // that is itself known only after the rows multiplies the result: within the sum it would cost a pass more.
  constexpr int try_scaled_contraction(int id, double weight) {
    int total = id;
    vec<ir::edge> scalars;
    if (old(id).op->kind == ir::form::product && uses_[id] == 1) {
      total = -1;
      for (int k = 0; k < old(id).count; ++k) {
        ir::edge const factor = old_argument(id, k);
        if (waits_for_rows_[factor.node] && old(factor.node).axes == 0) return -1;
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

  constexpr int lower_sum(ir::axis_set along, int id, int whole) {
    if (int const scattered = try_scatter(along, id); scattered >= 0) return scattered;
    if (int const entry = try_entry(along, id); entry >= 0) return entry;
    if (int const scattered = try_scattered_choice(along, id); scattered >= 0) return scattered;
    if (int const product = try_contraction(along, id, -1, whole); product >= 0) return product;
    bool const streamed = stream_ >= 0 && ir::contains(along, stream_);
    if (streamed && has_block_form(id)) return reduce(ir::info<op::sum_log1p>, along, (*this)(old_argument(id, 0).node));
    ir::node const& n = old(id);
    if (n.op->kind != ir::form::sum) return reduce(ir::info<op::sum>, along, (*this)(id));
    if (int const product = try_common_factor(along, id); product >= 0) return product;
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
  /// The position of a factor in a product, -1 if it has no such factor with exponent 1.
  [[nodiscard]] constexpr int position_of_factor(int product, int factor) const {
    if (old(product).op->kind != ir::form::product) return -1;
    for (int k = 0; k < old(product).count; ++k)
      if (old_argument(product, k).node == factor && old_argument(product, k).weight == 1) return k;
    return -1;
  }
  // sum(i, x*p + x*q) with a matrix x, and vectors or matrices p and q: one contraction of x and p + q. A derivative along a
  // direction is such a sum.
  constexpr int try_common_factor(ir::axis_set along, int id) {
    ir::node const& n = old(id);
    if (n.value != 0 || ir::count(along) != 1 || old(old_argument(id, 0).node).op->kind != ir::form::product) return -1;
    int const first = old_argument(id, 0).node;
    for (int k = 0; k < old(first).count; ++k) {
      int const matrix = old_argument(first, k).node;
      ir::axis_set others = 0;
      bool common = ir::count(old(matrix).axes) == 2 && (old(matrix).op->kind != ir::form::symbol || old(matrix).count == 2);
      for (int t = 0; common && t < n.count; ++t) {
        int const term = old_argument(id, t).node;
        int const position = position_of_factor(term, matrix);
        common = position >= 0;
        for (int m = 0; common && m < old(term).count; ++m)
          if (m != position) others |= old(old_argument(term, m).node).axes;
      }
      if (common && is_matrix_product(stream_, along, old(matrix).axes, others)) return contract_common_factor(along, id, matrix);
    }
    return -1;
  }
  constexpr int contract_common_factor(ir::axis_set along, int id, int matrix) {
    vec<ir::edge> terms;
    for (int t = 0; t < old(id).count; ++t) {
      ir::edge const term = old_argument(id, t);
      vec<ir::edge> factors;
      for (int m = 0; m < old(term.node).count; ++m)
        if (ir::edge const factor = old_argument(term.node, m); factor.node != matrix) factors.push_back({(*this)(factor.node), factor.weight});
      terms.push_back({build_.product(factors), term.weight});
    }
    ir::edge const arguments[]{{(*this)(matrix), 1}, {build_.sum(terms, 0), 1}};
    ir::axis_set const axes = (old(matrix).axes | g_[arguments[1].node].axes) & ~along;
    return g_.intern({.op = &ir::info<op::contraction>, .axes = axes, .bound = along}, arguments, 2);
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
  vec<bool> waits_for_rows_;  // a sum over the rows is in it
  vec<int> products_with_;    // how many products have it as a factor
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
    if (live[id] && op->kind != ir::form::sum && op->kind != ir::form::product && op != &ir::info<op::sum> && op != &entries_record) (void)lowered(id);
  }
  for (int k = 0; k < old.output_count; ++k) {
    ir::output out = old.outputs[k];
    ir::node const& n = old.nodes[out.node];
    bool const is_unrolled = n.op == &entries_record;
    ir::axis_set axes = 0;
    for (int d = 0; d < out.rank; ++d) axes |= ir::axis_bit(out.axes[d]);
    if (is_unrolled) axes &= ~n.bound;
    // The entries of an unrolled output are a node each, numbered in the order of its layout.
    for (int entry = is_unrolled ? n.count - 1 : 0; entry >= 0; --entry) {
      ir::edge const value{lowered(is_unrolled ? old.edges[n.first + entry].node : old.outputs[k].node), 1};
      out.node = g.intern({.op = &ir::info<op::output>, .axes = axes, .value = static_cast<double>(entry), .tag = k}, &value, 1);
    }
    g.outputs.push_back(out);
  }
  return g;
}

}  // namespace gradsmith::pass
