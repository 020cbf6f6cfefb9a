// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Which sums of products are matrix products, and in which order their factors are divided among the two operands.
#pragma once

#include <gradsmith/ir/frozen.hpp>

namespace gradsmith::pass::detail {

/// The kernels know matrices and vectors, and a matrix product for every position along an axis that both operands have, or that one of
/// them has besides.
[[nodiscard]] constexpr bool is_matrix_product(int stream, ir::axis_set along, ir::axis_set a, ir::axis_set b) {
  ir::axis_set const shared = a & b & ~along;
  if (!ir::is_subset(along, a & b)) return false;
  int const most = ir::count(a) > ir::count(b) ? ir::count(a) : ir::count(b), least = ir::count(a) + ir::count(b) - most;
  if (shared == 0) return most <= 2 || (most == 3 && least == 2);
  return ir::count(shared) == 1 && (stream < 0 || !ir::contains(shared, stream)) && most == 3 && least == 3;
}

/// The factors of a product. Of three or more groups, those whose axes another one has as well come last: in
/// sum(i, d(i) * x(i, j) * x(i, l)) the vector belongs to one of the matrices, and not the matrices to two vectors.
[[nodiscard]] constexpr vec<ir::edge> widest_first(ir::graph_view const& g, int id) {
  ir::node const& product = g.nodes[id];
  vec<ir::edge> factors, narrow;
  vec<ir::axis_set> groups;
  for (int k = 0; k < product.count; ++k) {
    factors.push_back(g.edges[product.first + k]);
    ir::axis_set const own = g.nodes[factors.back().node].axes;
    bool known = own == 0;
    for (ir::axis_set each : groups) known = known || each == own;
    if (!known) groups.push_back(own);
  }
  if (groups.size() < 3) return factors;
  int kept = 0;
  for (int k = 0; k < factors.size(); ++k) {
    ir::axis_set const own = g.nodes[factors[k].node].axes;
    bool covered = false;
    for (ir::axis_set each : groups) covered = covered || (each != own && ir::is_subset(own, each));
    if (covered) narrow.push_back(factors[k]);
    else factors[kept++] = factors[k];
  }
  factors.truncate(kept);
  for (ir::edge each : narrow) factors.push_back(each);
  return factors;
}

}  // namespace gradsmith::pass::detail
