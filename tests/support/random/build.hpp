// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A random formula as a graph of the library, made as its parser makes one.
#pragma once

#include <gradsmith/ir/gather.hpp>
#include <gradsmith/pass/detach.hpp>

#include "support/random/formula.hpp"

namespace gradsmith::tests {

class graph_builder {
 public:
  explicit graph_builder(formula const& f) : f_(f) { g_.guarding = true; }

  /// The graph with the formula's root as its output.
  ir::graph operator()() {
    for (auto const& a : f_.axes) g_.axis_number(a.name, a.known ? a.extent : 0);
    std::vector<bool> live(f_.nodes.size());
    live[formula::index(f_.root)] = true;
    for (std::size_t id = live.size(); id-- > 0;)
      for (int a : f_.nodes[id].arguments)
        if (live[id]) live[formula::index(a)] = true;
    for (std::size_t id = 0; id < live.size(); ++id) made_.push_back(live[id] ? make(f_.nodes[id]) : ref{});
    g_.outputs.push_back({.node = made_[formula::index(f_.root)].id});
    return pass::detach(std::move(g_));
  }

 private:
  using part = formula::part;

  ref argument(formula::node const& n, int k) const { return made_[formula::index(n.arguments[formula::index(k)])]; }

  std::vector<ref> arguments(formula::node const& n) const {
    std::vector<ref> x;
    for (std::size_t k = 0; k < n.arguments.size(); ++k) x.push_back(argument(n, static_cast<int>(k)));
    return x;
  }

  int symbol_number(int which) {
    auto const& s = f_.symbols[formula::index(which)];
    ir::symbol declared{.name = s.name, .kind = s.parameter ? ir::role::parameter : ir::role::input};
    for (int a : s.axes) declared.axes[declared.rank++] = a;
    int const number = g_.symbol_number(declared);
    g_.reading.push_back(number);
    return number;
  }
  ref make(formula::node const& n) {
    switch (n.kind) {
      case part::number: return ir::literal(g_, n.number);
      case part::position: return ir::index(g_, n.which);
      case part::extent: return ir::extent(g_, n.which);
      case part::symbol: return ir::symbol_at(g_, symbol_number(n.which), n.indices.data(), static_cast<int>(n.indices.size()));
      case part::along_axes: return axis_lines()[formula::index(n.which)].make(over{ir::axis_set{n.bound}}, arguments(n).data());
      case part::pick: return pick(over{ir::axis_bit(n.which)}, argument(n, 0), argument(n, 1));
      case part::gather: return gather(n);
      default: break;
    }
    return elementwise_lines()[formula::index(n.which)].make(arguments(n).data());
  }
  /// s(position), read from a slot as soon as it is written; at(axis, e, position) of anything else.
  ref gather(formula::node const& n) {
    formula::node const& source = f_.of(n.arguments[0]);
    if (source.kind != part::symbol) return ir::gather_along(argument(n, 0), n.which, argument(n, 1));
    auto const& s = f_.symbols[formula::index(source.which)];
    int indices[ir::max_rank]{};
    vec<ir::placement> computed;
    for (std::size_t d = 0; d < s.axes.size(); ++d) {
      indices[d] = source.indices[d];
      if (source.indices[d] != n.which) continue;
      indices[d] = g_.slot_axis(s.axes[d], computed.size() + 1);
      computed.push_back({indices[d], argument(n, 1).id});
    }
    return ir::gather(ir::symbol_at(g_, symbol_number(source.which), indices, static_cast<int>(s.axes.size())), computed);
  }

  formula const& f_;
  ir::graph g_;
  std::vector<ref> made_;
};

inline ir::graph graph_of(formula const& f) { return graph_builder(f)(); }

}  // namespace gradsmith::tests
