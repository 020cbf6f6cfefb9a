// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Outputs that have a few entries for each position in the lanes, side by side in memory, as the Jacobian of a
// residual has: the vectors of all entries are transposed in registers and stored row by row, where each alone would
// go to memory lane by lane.
#pragma once

#include <gradsmith/emit/loop/locate.hpp>

namespace gradsmith::emit::detail {

inline constexpr int widest_row = 64;

/// The stores that fill a row, by column; none if there is a gap.
struct row_of_stores {
  int columns = 0;
  int last = -1;  // the one in whose place all are stored
  int entry[widest_row]{};
};

/// Whether the store E fills one column of rows along the lanes: all other axes of its output were written out.
template <class N, int E>
[[nodiscard]] consteval bool is_column() {
  if constexpr (!N::facts::is_kind(E, pass::entry_kind::store) || N::scalar) {
    return false;
  } else {
    auto const& out = N::program_type::program.graph.outputs[N::facts::entry(E).tag];
    return out.rank > 0 && N::facts::entry(E).axes == ir::axis_bit(N::facts::lane_axis) &&
           out.axes[0] == N::facts::lane_axis && (out.rank > 1 || out.row_length > 0);
  }
}

/// Which stores share rows: those of one output, or of all that lie side by side.
template <class N, int E>
inline constexpr int row_group = N::program_type::program.graph.outputs[N::facts::entry(E).tag].row_length > 0
                                     ? -1
                                     : N::facts::entry(E).tag;

template <class N, int Group>
[[nodiscard]] consteval row_of_stores stores_of() {
  auto const& graph = N::program_type::program.graph;
  auto const extent = [&](int of_axis) { return graph.axes[graph.axes[of_axis].origin].extent; };
  row_of_stores row;
  int found = 0;
  for (int e = 0; e < N::entries; ++e) {
    if (!N::facts::is_kind(e, pass::entry_kind::store) || N::facts::entry(e).axes != ir::axis_bit(N::facts::lane_axis))
      continue;
    int const number = N::facts::entry(e).tag;
    auto const& out = graph.outputs[number];
    if ((out.row_length > 0 ? -1 : number) != Group || out.axes[0] != N::facts::lane_axis) continue;
    // The axes of what is differentiated, then those of the parameter.
    int const own_rank = out.row_length > 0 ? graph.symbols[out.symbol].rank : out.rank - 1;
    int own = 1, before = 1;
    for (int d = 1; d < out.rank; ++d) (d >= out.rank - own_rank ? own : before) *= extent(out.axes[d]);
    int const length = out.row_length > 0 ? out.row_length : own;
    auto const number_of_entry = static_cast<int>(N::facts::entry(e).value);
    int const column = number_of_entry / own * length + out.column + number_of_entry % own;
    row.columns = before * length;
    if (row.columns > widest_row) return {};
    row.entry[column] = e;
    row.last = e;
    ++found;
  }
  return found == row.columns ? row : row_of_stores{};
}
template <class N, int Group>
inline constexpr row_of_stores row_stores = stores_of<N, Group>();

/// Whether the store E is one of a row without gaps.
template <class N, int E>
[[nodiscard]] consteval bool is_in_row() {
  if constexpr (!is_column<N, E>()) return false;
  else return row_stores<N, row_group<N, E>>.columns > 1;
}

/// Stores columns [First, First + Count) of the rows in the lanes. Of short rows all lanes are stored, and what is
/// beyond the row is overwritten by the next one, where there is a next one among the lanes.
template <class N, int Group, int First, int Count, bool Tail, std::size_t... Column>
[[gnu::always_inline]] inline void store_part_of_rows(N const& n, typename N::element* to, std::ptrdiff_t stride,
                                                      std::index_sequence<Column...>) {
  using V = typename N::vector;
  constexpr row_of_stores const& row = row_stores<N, Group>;
  V rows[N::width];
  for (V& each : rows) each = simd::broadcast<V>(0);
  ((rows[Column] = n.value[N::facts::entry(row.entry[First + static_cast<int>(Column)]).arguments[0]]), ...);
  simd::transpose(rows);
  if constexpr (Tail) {
    for (int r = 0; r < n.left; ++r) simd::store_first(to + r * stride + First, rows[r], Count);
  } else {
    constexpr int width = static_cast<int>(N::width);
    // A short row whose surplus ends before the rows of the lanes do is stored whole.
    constexpr int whole = row.columns < width ? width - (width - 1) / row.columns : 0;
    for_each_below<width>([&](auto each_row) __attribute__((always_inline)) {
      typename N::element* const row_start = to + each_row * stride + First;
      // Rows that are further apart than they are long have something of others between them.
      if (Count == width || (each_row < whole && stride == row.columns)) simd::store(row_start, rows[each_row]);
      else simd::store_first(row_start, rows[each_row], Count);
    });
  }
}

/// Stores all columns of the rows in the lanes, at the last of their stores.
template <int E, bool Tail, class N>
[[gnu::always_inline]] inline void store_rows(N const& n) {
  constexpr int group = row_group<N, E>;
  constexpr row_of_stores const& row = row_stores<N, group>;
  constexpr int width = static_cast<int>(N::width);
  constexpr int first = row.entry[0];
  typename N::element* const to = n.output[first] + offset<first>(n);
  std::ptrdiff_t const stride = n.stride[first][N::lane];
  for_each_below<(row.columns + width - 1) / width>([&](auto each_part) __attribute__((always_inline)) {
    constexpr int first_column = each_part * width, part_columns = std::min(width, row.columns - first_column);
    store_part_of_rows<N, group, first_column, part_columns, Tail>(
        n, to, stride, std::make_index_sequence<static_cast<std::size_t>(part_columns)>{});
  });
}

}  // namespace gradsmith::emit::detail
