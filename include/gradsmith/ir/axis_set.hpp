// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sets of axes as bits: which axes a node varies along, which a reduction runs over.
#pragma once

#include <bit>
#include <cstdint>

namespace gradsmith::ir {

/// Bit k stands for axis number k of the graph. A plain integer, because every constexpr call costs.
using axis_set = std::uint64_t;

inline constexpr int max_axes = 64;

[[nodiscard]] constexpr axis_set axis_bit(int axis) noexcept { return axis_set{1} << axis; }
[[nodiscard]] constexpr bool contains(axis_set set, int axis) noexcept { return (set >> axis & 1) != 0; }
[[nodiscard]] constexpr bool is_subset(axis_set inner, axis_set outer) noexcept { return (inner & ~outer) == 0; }
[[nodiscard]] constexpr int count(axis_set set) noexcept { return std::popcount(set); }
[[nodiscard]] constexpr int first_axis(axis_set set) noexcept { return std::countr_zero(set); }
[[nodiscard]] constexpr axis_set without_first(axis_set set) noexcept { return set & (set - 1); }

}  // namespace gradsmith::ir
