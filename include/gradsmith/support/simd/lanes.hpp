// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums over lanes and transposes, from interleaving inside 128-bit parts and exchanging parts.
#pragma once

#include <utility>

#include <gradsmith/support/simd/common.hpp>

namespace gradsmith::simd {

namespace detail {

/// Combines lanes at distance width/2, width/4, ... 1, the lower lane as the left operand of f.
template <vector V, class F>
[[gnu::always_inline]] inline element_type<V> fold_lanes(V a, F f) noexcept {
  if constexpr (width<V> >= 16) a = f(a, detail::exchange<8>(a));
  if constexpr (width<V> >= 8) a = f(a, detail::exchange<4>(a));
  if constexpr (width<V> >= 4) a = f(a, detail::exchange<2>(a));
  return detail::first_lane(f(a, detail::exchange<1>(a)));
}

/// The lanes of a 128-bit part.
template <vector V>
inline constexpr int part = 16 / static_cast<int>(sizeof(element_type<V>));

/// Per 128-bit part: the sums of that part of rows[0], rows[1] ...
template <vector V>
[[gnu::always_inline]] inline V sum_inside_parts(V const* rows) noexcept {
  V const first =
      detail::interleave_low(rows[0], rows[1]) + detail::interleave_high(rows[0], rows[1]);
  if constexpr (part<V> == 2) {
    return first;
  } else {
    V const second =
        detail::interleave_low(rows[2], rows[3]) + detail::interleave_high(rows[2], rows[3]);
    return detail::pairs_low(first, second) + detail::pairs_high(first, second);
  }
}

/// Per 128-bit part: the 2 x 2 or 4 x 4 transpose.
template <vector V>
[[gnu::always_inline]] inline void transpose_inside_parts(V* rows) noexcept {
  V const low = detail::interleave_low(rows[0], rows[1]);
  V const high = detail::interleave_high(rows[0], rows[1]);
  if constexpr (part<V> == 2) {
    rows[0] = low;
    rows[1] = high;
  } else {
    V const low2 = detail::interleave_low(rows[2], rows[3]);
    V const high2 = detail::interleave_high(rows[2], rows[3]);
    rows[0] = detail::pairs_low(low, low2);
    rows[1] = detail::pairs_high(low, low2);
    rows[2] = detail::pairs_low(high, high2);
    rows[3] = detail::pairs_high(high, high2);
  }
}

// Folds over constants, not loops: g++ keeps arrays that loops index in memory at -O2.
template <vector V, std::size_t... p>
[[gnu::always_inline]] inline V sum_each(V const* rows, std::index_sequence<p...>) noexcept {
  V const sums[] = {detail::sum_inside_parts(rows + p * part<V>)...};
  return detail::add_parts(sums);
}
template <vector V, std::size_t... p>
[[gnu::always_inline]] inline void transpose_part_column(V* rows,
                                                         std::index_sequence<p...>) noexcept {
  detail::transpose_parts(rows[p * part<V>]...);
}
template <vector V, std::size_t... p>
[[gnu::always_inline]] inline void transpose(V* rows, std::index_sequence<p...> parts) noexcept {
  (detail::transpose_inside_parts(rows + p * part<V>), ...);
  detail::transpose_part_column(rows, parts);
  detail::transpose_part_column(rows + 1, parts);
  if constexpr (part<V> == 4) {
    detail::transpose_part_column(rows + 2, parts);
    detail::transpose_part_column(rows + 3, parts);
  }
}

template <vector V>
using parts = std::make_index_sequence<sizeof(V) / 16>;

}  // namespace detail

/// The sum of the lanes, in a fixed order: those at distance width/2 first, neighbours last.
template <vector V>
[[gnu::always_inline]] inline element_type<V> reduce_add(V a) noexcept {
  return detail::fold_lanes(a, [](V lower_half, V upper_half) { return lower_half + upper_half; });
}
/// The product of the lanes, in the same order.
template <vector V>
[[gnu::always_inline]] inline element_type<V> reduce_mul(V a) noexcept {
  return detail::fold_lanes(a, [](V lower_half, V upper_half) { return lower_half * upper_half; });
}
/// The largest lane; NaN if any is.
template <vector V>
[[gnu::always_inline]] inline element_type<V> reduce_max(V a) noexcept {
  return detail::fold_lanes(a, [](V lower_half, V upper_half) { return simd::max(lower_half, upper_half); });
}
/// The smallest lane; NaN if any is.
template <vector V>
[[gnu::always_inline]] inline element_type<V> reduce_min(V a) noexcept {
  return detail::fold_lanes(a, [](V lower_half, V upper_half) { return simd::min(lower_half, upper_half); });
}

/// Lane r of the result is the sum of the lanes of rows[r].
template <vector V, std::size_t n>
[[gnu::always_inline]] inline V sum_each(V const (&rows)[n]) noexcept {
  static_assert(int(n) == width<V>, "sum_each takes one vector per lane");
  return detail::sum_each(&rows[0], detail::parts<V>{});
}

/// Exchanges rows and columns in place: lane c of rows[r] becomes lane r of rows[c].
template <vector V, std::size_t n>
[[gnu::always_inline]] inline void transpose(V (&rows)[n]) noexcept {
  static_assert(int(n) == width<V>, "transpose takes one vector per lane");
  detail::transpose(&rows[0], detail::parts<V>{});
}

}  // namespace gradsmith::simd
