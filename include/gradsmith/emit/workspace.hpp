// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Memory for one evaluation: sizes from the extents, one aligned allocation, none afterwards.
#pragma once

#include <span>

#include <gradsmith/emit/run.hpp>
#include <gradsmith/support/buffer.hpp>

namespace gradsmith::emit {

namespace detail {

/// The most axes that both operands of a contraction within the rows have: 2 for a matrix product, 3 for one per position along an axis.
template <class C>
[[nodiscard]] consteval int widest_contraction() {
  constexpr auto const& p = C::program;
  int widest = 0;
  for (int s = 0; s < p.step_count; ++s) {
    if (!p.steps[s].is_contraction || p.steps[s].slot % 2 == 0) continue;
    int const id = p.entries[p.steps[s].first].node;
    widest = std::max(widest, std::min(ir::count(p.node(p.argument(id, 0)).axes), ir::count(p.node(p.argument(id, 1)).axes)));
  }
  return widest;
}

/// The bytes that the values of a block take per row.
template <class C, class T>
[[nodiscard]] inline std::size_t block_bytes_per_row(context<C, T> const& c) {
  std::size_t elements = 1;
  for_each_below<C::program.buffer_count>([&](auto buffer_number) {
    constexpr pass::buffer made = C::program.buffers[buffer_number];
    std::size_t count = 1;
    for (int d = 0; d < made.rank; ++d) count *= c.extent[made.axes[d]];
    if constexpr (made.kind == pass::storage::block) elements += count;
  });
  return elements * sizeof(T);
}

/// The elements that one row of a leaf has, each extent rounded up to `unit`.
template <class C, class T, int Leaf>
[[nodiscard]] inline std::size_t elements_per_row(context<C, T> const& c, std::size_t unit) {
  std::size_t elements = 1;
  for_each_below<C::program.node(Leaf).count>([&](auto leaf_dimension) {
    constexpr int leaf_axis = C::program.node(C::program.argument(Leaf, leaf_dimension)).tag;
    if constexpr (leaf_axis != C::program.stream) elements *= round_up(c.extent[leaf_axis], unit);
  });
  return elements;
}

/// Whether the data have a matrix that lies by columns.
template <class C, class T>
[[nodiscard]] inline bool has_columns(context<C, T> const& c) {
  if constexpr (constexpr int leaf = C::program.streamed_matrix(); leaf >= 0)
    return lies_by_columns(c.sources[symbol_of<C, leaf>], dimension_of<C>(leaf, C::program.stream));
  else return false;
}

/// What a block's data may take of the caches: parts of sizes that processors have had for long, not of those of the
/// machine at hand, because the blocks decide how sums are rounded, and results are to have the same bits on all machines.
inline constexpr std::size_t first_level_bytes = std::size_t{16} << 10;
inline constexpr std::size_t second_level_bytes = std::size_t{128} << 10;

/// Rows per block. The data of a block are read twice, from the first-level cache if possible; with fewer than 32 rows
/// the loops over blocks cost more than that gains, unless the second-level cache does not hold those either. Columns
/// are read in parts of 256 to 512 numbers, as shorter streams are slow. Programs with matrix products: 128 rows, so
/// that a weight that is loaded is used often; fewer where there is a product per position along an axis, whose values
/// would leave the second-level cache.
template <class C, class T>
[[nodiscard]] inline std::size_t rows_per_block(context<C, T> const& c) {
  constexpr auto lanes = static_cast<std::size_t>(simd::lanes<T>);
  if constexpr (constexpr int operand_axes = widest_contraction<C>(); operand_axes >= 2) {
    std::size_t most = 128;
    if constexpr (operand_axes > 2) most = std::clamp<std::size_t>(3 * second_level_bytes / block_bytes_per_row(c) / (4 * lanes) * (4 * lanes), 4 * lanes, 128);
    return std::min(most, round_up(std::max<std::size_t>(c.rows_in_all, 1), lanes));
  }
  std::size_t bytes = 1;  // of a row
  for_each_of<typename program_facts<C>::streamed_leaves>([&](auto each_leaf) { bytes += elements_per_row<C, T, each_leaf>(c, 1) * sizeof(T); });
  std::size_t const rows = has_columns(c) ? std::clamp<std::size_t>(8 * second_level_bytes / bytes, 256, 512)
                                          : std::min(std::max(second_level_bytes / bytes, lanes), std::clamp<std::size_t>(first_level_bytes / bytes, 32, 256));
  return std::min(round_up(rows, lanes), round_up(std::max<std::size_t>(c.rows_in_all, 1), lanes));
}

}  // namespace detail

/// What of a program's memory a context needs: all of it, or what one block of rows takes.
enum class needed_memory : unsigned char { whole, block };

/// Sets the sizes of `c` from its extents, and gives it memory: that of `shared` if it is large enough
/// (programs that never run at the same time may share), else what is returned. `rows`: of the largest evaluation.
template <class C, class T, needed_memory Needed = needed_memory::whole>
[[nodiscard]] inline buffer<T> attach_memory(context<C, T>& c, std::size_t rows, std::span<T> shared = {}) {
  using facts = detail::program_facts<C>;
  constexpr auto unit = std::size_t{64} / sizeof(T);
  c.rows_in_all = rows;
  c.block_capacity = C::program.stream >= 0 ? round_up(detail::rows_per_block<C, T>(c), unit) : 1;
  // First the offsets, then the addresses.
  std::size_t used = 0;
  T* start = nullptr;
  auto const give = [&](T*& given_address, std::size_t wanted_count) {
    if (start != nullptr) given_address = start + used;
    used += round_up(wanted_count, unit);
  };
  auto const lay_out = [&] {
    used = 0;
    for_each_below<C::program.buffer_count>([&](auto buffer_number) {
      if constexpr (Needed == needed_memory::whole || C::program.buffers[buffer_number].kind == pass::storage::block)
        give(c.buffer[buffer_number], buffer_size<C, T, buffer_number>(c));
    });
    for_each_of<typename facts::contractions>([&](auto each_step) { give(c.scratch[each_step], detail::contract<C, T, each_step>::scratch_size(c)); });
    for_each_of<typename facts::loop_reductions>([&](auto each_entry) { give(c.accumulator[each_entry], detail::accumulator_size<C, T, each_entry>(c)); });
    for_each_of<typename facts::streamed_leaves>([&](auto each_leaf) {
      std::size_t const leaf_size = detail::elements_per_row<C, T, each_leaf>(c, unit) * c.block_capacity;
      give(c.staged[each_leaf], leaf_size);
      give(c.rows[each_leaf], leaf_size);
    });
  };
  lay_out();
  buffer<T> memory;
  if (used > shared.size()) memory = buffer<T>(used);
  start = memory.size() > 0 ? memory.data() : shared.data();
  lay_out();
  for (std::size_t k = 0; k < used; ++k) start[k] = T{0};
  return memory;
}

/// How the programs of an objective or a function run: in one thread, every pass from the first row to the last.
/// Another way is that of emit/divided.hpp.
struct undivided {
  /// What a program has besides its context.
  template <class C, class T>
  using memory = buffer<T>;

  /// Gives `c` memory for evaluations over `rows` rows; `first`, if there is one, is that of a program of the same
  /// problem.
  template <class C, class T>
  [[nodiscard]] buffer<T> attach(context<C, T>& c, std::size_t rows) const {
    return attach_memory<C, T>(c, rows);
  }
  template <class C, class T>
  [[nodiscard]] buffer<T> attach(context<C, T>& c, std::size_t rows, buffer<T>* first) const {
    return attach_memory<C, T>(c, rows, first == nullptr ? std::span<T>{} : std::span<T>{first->data(), first->size()});
  }
  template <class C, class T>
  void run(context<C, T>& c, buffer<T>&) const {
    emit::run<C, T>(c);
  }
};

}  // namespace gradsmith::emit
