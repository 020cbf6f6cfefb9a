// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What does not vary along an axis, in what is told apart along it: softmax(k, z+m).
#pragma once

#include <gradsmith/op/log_softmax.hpp>
#include <gradsmith/op/logsumexp.hpp>

namespace gradsmith::rules {

/// x as varying + constant along the axes; {} if nothing in it is constant along them.
struct split_sum {
  ref varying, constant;
};
constexpr split_sum split_along(ref x, ir::axis_set axes) {
  ir::graph& g = *x.graph;
  ir::node const n = x.node();
  if (n.op->kind != ir::form::sum || ir::is_scaled(n)) return {};
  vec<ir::edge> varying;
  vec<ir::edge> constant;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const term = g.edges[n.first + k];
    ((g[term.node].axes & axes) != 0 ? varying : constant).push_back(term);
  }
  if (varying.empty() || (constant.empty() && n.value == 0)) return {};
  return {ir::make_sum(g, varying, 0), ir::make_sum(g, constant, n.value)};
}

/// softmax(k, z+m) is softmax(k, z) for m that does not vary along k; likewise log_softmax.
template <class Op>
constexpr ref without_shift(ref y) {
  ref const z{y.graph, y.graph->argument(y.id, 0).node};
  auto const [varying, constant] = split_along(z, y.node().bound);
  return varying.exists() ? call<Op>(over{y.node().bound}, varying) : ref{};
}
/// logsumexp(k, z+m) is m + logsumexp(k, z) for m that does not vary along k.
constexpr ref shift_of_logsumexp(ref y) {
  ref const z{y.graph, y.graph->argument(y.id, 0).node};
  auto const [varying, constant] = split_along(z, y.node().bound);
  return varying.exists() ? constant + logsumexp(over{y.node().bound}, varying) : ref{};
}

}  // namespace gradsmith::rules
