// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// How the kernels touch memory: lane counts as sizes, whole and partial vectors behind one name,
// and the fence that keeps rows apart.

#pragma once

#include <cstddef>
#include <cstdint>

#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

template <class V>
using element = simd::element_type<V>;

/// Lanes of V, as a size.
template <class V>
inline constexpr auto lane_count = static_cast<std::size_t>(simd::width<V>);

/// `n` rounded up to a multiple of the lanes: what a padded buffer of n entries must hold.
template <class V>
constexpr std::size_t padded(std::size_t n) {
  return (n + lane_count<V> - 1) / lane_count<V> * lane_count<V>;
}

/// `count` strides as an offset. Kernels take strides as sizes; those of a view that runs backwards are
/// negative, and would lead out of the array if they were added to a pointer as sizes.
[[nodiscard]] constexpr std::ptrdiff_t strides(std::size_t count, std::size_t stride) noexcept {
  return static_cast<std::ptrdiff_t>(count * stride);
}

/// A whole vector, or if Partial its first `count` lanes and zeros; nothing else is read.
template <class V, bool Partial>
[[gnu::always_inline]] inline V load_lanes(element<V> const* p,
                                           [[maybe_unused]] std::size_t count) {
  if constexpr (Partial)
    return simd::load_first<V>(p, static_cast<int>(count));
  else
    return simd::load<V>(p);
}

/// A whole vector, or if Partial its first `count` lanes; nothing else is written.
template <class V, bool Partial>
[[gnu::always_inline]] inline void store_lanes(element<V>* p, V v,
                                               [[maybe_unused]] std::size_t count) {
  if constexpr (Partial)
    simd::store_first(p, v, static_cast<int>(count));
  else
    simd::store(p, v);
}

/// p[0, count) += v for count <= lanes.
template <class V>
[[gnu::always_inline]] inline void add_to(element<V>* p, V v, std::size_t count) {
  if (count == lane_count<V>)
    simd::store(p, simd::load<V>(p) + v);
  else
    store_lanes<V, true>(p, load_lanes<V, true>(p, count) + v, count);
}

/// Asks for `count` cache lines from the address `first` on; a number, as it may be null or lie beyond
/// an array's end, where pointers have no arithmetic. Memory idles while
/// the elementwise part of a block computes: asking there for a part of the next block's rows, and
/// for a little more in `rank_one`, brought a whole loss from 1.27 to 1.06 times the time of a pure
/// read.
[[gnu::always_inline]] inline void fetch_lines(std::uintptr_t first, std::size_t count) {
  for (std::size_t line = 0; line < count; ++line)
    __builtin_prefetch(reinterpret_cast<char const*>(first + line * 64));
}

/// Emits nothing; v must be complete, in a register, at this point of the program. Without it g++
/// 12 hoists loads across rows, so that several rows are walked at once, and loses up to half of
/// the bandwidth of data that stream from memory.
template <class V>
[[gnu::always_inline]] inline void finish([[maybe_unused]] V const& v) {
  if constexpr (simd::vector<V>) {
#if defined(__AVX512F__)
    asm volatile("" : : "v"(v.data));
#elif defined(__SSE2__)
    asm volatile("" : : "x"(v.data));
#elif defined(__aarch64__)
    asm volatile("" : : "w"(v.data));
#endif
  }
}

}  // namespace gradsmith::emit::kernel
