// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A handle to a node: what derivatives and rules are written with, in the user's own notation.
#pragma once

#include <concepts>
#include <type_traits>

#include <gradsmith/ir/graph.hpp>

namespace gradsmith {

/// A node of a graph under construction. Lives in `gradsmith`, so that exp(ref), where(...) are found.
struct ref {
  ir::graph* graph = nullptr;
  int id = -1;

  [[nodiscard]] constexpr ir::node const& node() const noexcept { return graph->nodes.items[id]; }
  [[nodiscard]] constexpr ir::axis_set axes() const noexcept { return graph->nodes.items[id].axes; }
  [[nodiscard]] constexpr interval range() const noexcept { return graph->nodes.items[id].range; }
  [[nodiscard]] constexpr bool exists() const noexcept { return id >= 0; }
  friend constexpr bool operator==(ref a, ref b) noexcept { return a.id == b.id; }
};

template <class T>
concept arithmetic = std::is_arithmetic_v<T>;

/// What a function of the language takes: a handle, or (in lang/) an expression, an axis, a symbol.
template <class T>
inline constexpr bool is_operand = false;
template <>
inline constexpr bool is_operand<ref> = true;

template <class T>
concept operand = is_operand<std::remove_cvref_t<T>>;

/// At least one operand, the rest operands or numbers.
template <class... T>
concept operands = (operand<T> || ...) && ((operand<T> || arithmetic<std::remove_cvref_t<T>>)&&...);

}  // namespace gradsmith
