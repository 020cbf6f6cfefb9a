// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// exp(-x) beside exp(x): a division in place of a second exponential.
#pragma once

#include <gradsmith/op/exp.hpp>

namespace gradsmith::rules {

/// exp(-x) is 1/exp(x) where the program has exp(x) already; no node where it has not. Below -708 exp(x) loses digits
/// step by step, where 1/exp(x) still has more than 49 bits; above 709 exp(x) is infinite and exp(-x) less than 1e-308.
constexpr ref reciprocal_exponential(ref y) {
  ir::graph& g = *y.graph;
  ir::operation const* const kinds[]{&ir::info<op::exp>, &ir::info<op::exp_of_nonpositive>};
  if (y.node().op != kinds[0] && y.node().op != kinds[1]) return {};
  ref const opposite = -ref{&g, g.argument(y.id, 0).node};
  ir::edge const argument{opposite.id, 1};
  for (ir::operation const* kind : kinds) {
    int const there = g.find({.op = kind, .axes = opposite.axes()}, &argument, 1);
    if (there >= 0 && g[there].becomes == there) return ir::power(ref{&g, there}, -1);
  }
  return {};
}

}  // namespace gradsmith::rules
