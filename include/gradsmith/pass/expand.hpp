// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Replaces operations that have no instruction of their own by those that have: softplus(x) becomes
// max(x, 0) + log1p(exp(-|x|)). And x*log(y), where both are 0, by its limit; exp(-x) by a
// division where there is exp(x).
//
// Requires: a simplified graph. Establishes: every elementwise operation has a value; reductions are
// sum, prod, max, min. Because equal nodes are one, softplus and sigmoid of the same argument come to share
// the exponential here, and softmax and logsumexp their shift, with no rule for it.
#pragma once

#include <gradsmith/pass/copy.hpp>
#include <gradsmith/rule/algebra.hpp>
#include <gradsmith/rule/reciprocal_exponential.hpp>
#include <gradsmith/rule/zero_times_logarithm.hpp>

namespace gradsmith::pass {

namespace detail {

constexpr int expand_node(ir::graph& g, int id) {
  ir::node const n = g[id];
  ref const y{&g, id};
  if (n.op->expand != nullptr) {
    ref arguments[4]{};
    for (int k = 0; k < n.count; ++k) arguments[k] = {&g, g.edges[n.first + k].node};
    return n.op->expand(y, arguments).id;
  }
  // e^-|x| serves sigmoid(x) and softplus(-x): |-x| must be |x|.
  if (n.op == &ir::info<op::abs>)
    if (ref const positive = rules::abs_of_negative(y); positive.exists()) return positive.id;
  if (ref const reciprocal = rules::reciprocal_exponential(y); reciprocal.exists()) return reciprocal.id;
  if (n.op == &ir::product_record)
    if (ref const limit = rules::zero_times_logarithm::apply(y); limit.exists()) return limit.id;
  return id;
}

}  // namespace detail

/// The graph in terms of operations that can be evaluated.
[[nodiscard]] constexpr ir::graph expand(ir::graph_view const& old) {
  ir::graph g = ir::with_tables_of(old);
  if (g.failed()) return g;
  g.rewrite = &detail::expand_node;
  copy_live(old, g, [&](int id, ir::edge const* arguments) { return ir::remake(g, old.nodes[id], arguments, {}); });
  return g;
}

}  // namespace gradsmith::pass
