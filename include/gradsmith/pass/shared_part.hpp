// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Finds, for a sum or product, another one that has all of its arguments but one: along a chain of
// operations each adjoint is the one before times a factor, which canonical products no longer show.
#pragma once

#include <bit>

#include <gradsmith/ir/frozen.hpp>

namespace gradsmith::pass {

class shared_parts {
 public:
  struct part {
    int node = -1;  // the other sum or product, -1 if there is none
    int rest = 0;   // the position of the argument that it lacks
  };

  constexpr shared_parts(ir::graph_view const& g, vec<bool> const& live) : g_(g), hash_(g.node_count) {
    int number = 0;
    for (int id = 0; id < g.node_count; ++id) {
      if (!live[id] || !is_candidate(id)) continue;
      ++number;
      ir::node const& n = g.nodes[id];
      std::uint64_t all = n.op->hash + std::bit_cast<std::uint64_t>(n.value);
      for (int k = 0; k < n.count; ++k) all += hash_of(g.edges[n.first + k]);
      hash_[id] = all;
    }
    int capacity = 16;
    while (capacity < 2 * number) capacity *= 2;
    table_ = vec<int>(capacity);
    for (int id = 0; id < g.node_count; ++id)
      if (hash_[id] != 0) table_[place_of(hash_[id])] = id + 1;
  }

  /// The first one found that stands before `id`.
  [[nodiscard]] constexpr part operator()(int id) const {
    ir::node const& n = g_.nodes[id];
    if (hash_[id] == 0 || n.count < 3) return {};
    for (int k = 0; k < n.count; ++k) {
      int const other = table_[place_of(hash_[id] - hash_of(g_.edges[n.first + k]))] - 1;
      if (other >= 0 && other < id && is_rest(n, k, g_.nodes[other])) return {other, k};
    }
    return {};
  }

 private:
  [[nodiscard]] constexpr bool is_candidate(int id) const {
    ir::node const& n = g_.nodes[id];
    return n.count > 1 && (n.op->kind == ir::form::sum || n.op->kind == ir::form::product);
  }
  // Added up, so that the order does not matter and one argument is easily taken out.
  [[nodiscard]] static constexpr std::uint64_t hash_of(ir::edge const& argument) noexcept {
    std::uint64_t const mixed = (std::bit_cast<std::uint64_t>(argument.weight) ^ (static_cast<std::uint64_t>(argument.node) << 20)) * 0x9E3779B97F4A7C15u;
    return mixed ^ (mixed >> 32);
  }
  [[nodiscard]] constexpr int place_of(std::uint64_t hash) const {
    int const last = table_.size() - 1;
    int place = static_cast<int>(hash >> 40) & last;
    while (table_[place] != 0 && hash_[table_[place] - 1] != hash) place = (place + 1) & last;
    return place;
  }
  [[nodiscard]] constexpr bool is_rest(ir::node const& whole, int without, ir::node const& other) const {
    if (other.op != whole.op || other.count != whole.count - 1 || other.value != whole.value) return false;
    for (int k = 0, m = 0; k < whole.count; ++k) {
      if (k == without) continue;
      ir::edge const& a = g_.edges[whole.first + k];
      ir::edge const& b = g_.edges[other.first + m++];
      if (a.node != b.node || a.weight != b.weight) return false;
    }
    return true;
  }

  ir::graph_view g_;
  vec<std::uint64_t> hash_;  // 0: no sum or product
  vec<int> table_;           // open addressing; node + 1
};

}  // namespace gradsmith::pass
