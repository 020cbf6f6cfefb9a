// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Vectors from and to memory: our own, which is padded, and the user's, of which nothing beyond the end is touched.
#pragma once

#include <algorithm>

#include <gradsmith/emit/loop/state.hpp>
#include <gradsmith/op/lowered.hpp>

namespace gradsmith::emit::detail {

// ---- rows of a batch, in calls of their own that know no loop, so that its state stays in registers

/// The positions in the data of `count` rows from `first` on; the last one again beyond the block.
template <class C, class T>
[[gnu::noinline]] void read_row_numbers(context<C, T> const& c, std::size_t first, std::size_t count, T* positions) {
  for (std::size_t k = 0; k < count; ++k) positions[k] = static_cast<T>(c.row(std::min(first + k, c.block_rows - 1)));
}
/// The gradient by a parameter that has an entry per row: the rows of the batch stand for all, and one that is
/// named twice counts twice. `run` has set the other entries to 0.
template <class C, class T>
[[gnu::noinline]] void add_to_rows(context<C, T> const& c, std::size_t first, T const* all, std::size_t used, T* to,
                                   std::ptrdiff_t stride) {
  for (std::size_t k = 0; k < used; ++k) to[static_cast<std::ptrdiff_t>(c.row(first + k)) * stride] += c.scale * all[k];
}

// ---- loads

/// From the user's memory: any stride.
template <bool Tail, class N>
[[nodiscard]] [[gnu::always_inline]] inline typename N::vector load_foreign(N const& n, typename N::element const* p,
                                                                            std::ptrdiff_t stride) {
  using V = typename N::vector;
  if constexpr (Tail) {
    if (stride == 1) return simd::load_first<V>(p, n.left);
    typename N::element few[N::width]{};
    for (int k = 0; k < n.left; ++k) few[k] = p[k * stride];
    return simd::load<V>(few);
  } else {
    return stride == 1 ? simd::load<V>(p) : simd::load_strided<V>(p, stride);
  }
}

/// The positions along an axis: 0, 1, 2 ... in the loop over it, row numbers in a batch.
template <int Axis, class N>
[[nodiscard]] [[gnu::always_inline]] inline typename N::vector load_index(N const& n) {
  using V = typename N::vector;
  using T = typename N::element;
  constexpr int loop = N::facts::loop_of(Axis);
  std::size_t start = 0;
  if constexpr (N::per_block && Axis == N::stream) {
    if (n.picks_rows) {
      T positions[N::width];
      read_row_numbers(n.c, n.at[loop], N::width, positions);
      return simd::load<V>(positions);
    }
    start = n.c.block_start;
  }
  T const first = static_cast<T>(start + n.at[loop]);
  if constexpr (loop == N::lane) return simd::iota<V>(first);
  else return simd::broadcast<V>(first);
}

/// The value of the load E.
template <int E, bool Tail, class N>
[[nodiscard]] [[gnu::always_inline]] inline typename N::vector load_entry(N const& n) {
  using facts = typename N::facts;
  using V = typename N::vector;
  using T = typename N::element;
  constexpr ir::form form = facts::form(E);
  if constexpr (form == ir::form::literal) {
    constexpr double number = facts::entry(E).value;
    return simd::broadcast<V>(static_cast<T>(number));
  } else if constexpr (form == ir::form::extent) {
    constexpr int axis = facts::entry(E).tag;
    return simd::broadcast<V>(static_cast<T>(n.c.extent[axis]));
  } else if constexpr (form == ir::form::index) {
    return load_index<facts::entry(E).tag>(n);
  } else if constexpr (!facts::in_lanes(E)) {
    return simd::broadcast<V>(n.base[E][offset<E>(n)]);
  } else if constexpr (form != ir::form::symbol || facts::is_streamed_leaf(E)) {
    return simd::load<V>(n.base[E] + offset<E>(n));  // our own memory: contiguous, and padded
  } else {
    return load_foreign<Tail>(n, n.base[E] + offset<E>(n), n.stride[E][N::lane]);
  }
}

// ---- stores

/// v into our own memory.
template <int E, class N>
[[gnu::always_inline]] inline void store_value(N const& n, typename N::vector const& v) {
  typename N::element* const to = n.buffer[E] + offset<E>(n);
  if constexpr (N::scalar) {
    *to = v;
  } else if constexpr (N::facts::in_lanes(E)) {
    simd::store(to, v);
  } else {
    typename N::element all[N::width];
    simd::store(all, v);
    *to = all[0];
  }
}

/// v into the user's output.
template <int E, bool Tail, class N>
[[gnu::always_inline]] inline void store_output(N const& n, typename N::vector const& v) {
  using T = typename N::element;
  if constexpr (N::per_block && !N::scalar)
    if (n.picks_rows) {
      T all[N::width];
      simd::store(all, v);
      std::ptrdiff_t const stride = n.stride[E][N::lane];
      T* const of_row_zero = n.output[E] + offset<E>(n) - static_cast<std::ptrdiff_t>(n.at[N::lane]) * stride;
      return add_to_rows(n.c, n.at[N::lane], all, Tail ? static_cast<std::size_t>(n.left) : N::width, of_row_zero, stride);
    }
  T* const to = n.output[E] + offset<E>(n);
  if constexpr (N::scalar) {
    *to = v;
  } else if (std::ptrdiff_t const stride = n.stride[E][N::lane]; stride == 1) {
    if constexpr (Tail) simd::store_first(to, v, n.left);
    else simd::store(to, v);
  } else {
    T all[N::width];
    simd::store(all, v);
    int const used = Tail ? n.left : static_cast<int>(N::width);
    for (int k = 0; k < used; ++k) to[k * stride] = all[k];
  }
}

}  // namespace gradsmith::emit::detail
