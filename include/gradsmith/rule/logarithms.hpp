// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The factors of a product whose logarithms are no logarithms any more: exp(x), sigmoid(x), softmax(k,x), powers.
#pragma once

#include <gradsmith/op/log.hpp>
#include <gradsmith/op/log1p.hpp>

namespace gradsmith::rules {

/// Whether x is a logarithm or a multiple of one.
constexpr bool is_multiple_of_log(ref x) {
  ir::graph const& g = *x.graph;
  bool const scaled = g[x.id].op == &ir::sum_record && ir::is_scaled(g[x.id]);
  return g[scaled ? g.argument(x.id, 0).node : x.id].op == &ir::info<op::log>;
}

/// A product in two parts: the factors that cannot be negative and whose logarithm is no logarithm any more, and the others.
struct logarithmic_parts {
  ref logarithm;  // of the first part; {} if there is none
  ref others;  // the product of the others
  bool is_above = false;  // whether a factor of the first part is no divisor
};
constexpr logarithmic_parts split_logarithm(ref x) {
  ir::graph& g = *x.graph;
  ir::node const n = x.node();
  vec<ir::edge> logarithms, others;
  bool above = false;
  bool const is_product = n.op->kind == ir::form::product;
  for (int k = 0; k < (is_product ? n.count : 1); ++k) {
    ir::edge const factor = is_product ? g.argument(x.id, k) : ir::edge{x.id, 1};
    ref const base{&g, factor.node};
    ref term;
    if (base.range().non_negative()) term = log(base);
    if (term.exists() && term.node().op != &ir::info<op::log1p> && !is_multiple_of_log(term)) {
      logarithms.push_back({term.id, factor.weight});
      above = above || factor.weight > 0;
    } else {
      others.push_back(factor);
    }
  }
  if (logarithms.empty()) return {};
  return {ir::make_sum(g, logarithms, 0), ir::make_product(g, others, 1), above};
}

}  // namespace gradsmith::rules
