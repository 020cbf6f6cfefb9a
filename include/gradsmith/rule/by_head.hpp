// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The rules of several tables by the operation at their head, so that a node meets only those that can apply.
#pragma once

#include <bit>

#include <gradsmith/rule/table.hpp>

namespace gradsmith {

struct indexed_rule {
  pattern_rule const* rule = nullptr;
  rule_view const* table = nullptr;
  ir::operation_set needs = 0;  // the rule's
};

/// `Count` rules, those with one head together, in the order of the tables.
template <int Count>
struct rules_by_head {
  // More than the rules, and so than the heads, of which there are several times fewer.
  static constexpr int slots = Count < 128 ? 128 : static_cast<int>(std::bit_ceil(static_cast<unsigned>(Count) + 1));
  static constexpr int shift = 65 - std::bit_width(static_cast<unsigned>(slots));  // leaves a slot's number of a hash

  struct range {
    indexed_rule const* first = nullptr;
    indexed_rule const* last = nullptr;
  };
  struct slot {
    ir::operation const* head = nullptr;
    int first = 0;
    int last = 0;
  };
  indexed_rule rules[static_cast<std::size_t>(Count)]{};
  slot table[static_cast<std::size_t>(slots)]{};

  [[nodiscard]] constexpr range find(ir::operation const* head) const noexcept {
    slot const& found = table[position(head)];
    return {rules + found.first, rules + found.last};
  }
  /// Where the head stands, or the empty slot where it would.
  [[nodiscard]] constexpr int position(ir::operation const* head) const noexcept {
    int k = static_cast<int>(head->hash >> shift);
    while (table[k].head != nullptr && table[k].head != head) k = (k + 1) % slots;
    return k;
  }
};

template <int Count>
[[nodiscard]] constexpr rules_by_head<Count> group_by_head(rule_view const* views, int number_of_views) {
  rules_by_head<Count> grouped;
  int filled = 0;
  for (int v = 0; v < number_of_views; ++v)
    for (int r = 0; r < views[v].count; ++r) {
      ir::operation const* const head = views[v].rules[r].head;
      int const place = grouped.position(head);
      if (grouped.table[place].head == head) continue;
      grouped.table[place] = {head, filled, filled};
      for (int w = v; w < number_of_views; ++w)
        for (int q = 0; q < views[w].count; ++q)
          if (views[w].rules[q].head == head) grouped.rules[filled++] = {&views[w].rules[q], &views[w], views[w].rules[q].needs};
      grouped.table[place].last = filled;
    }
  return grouped;
}

}  // namespace gradsmith
