// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the loops of one step of a program work on: addresses, strides, positions, values in registers.
#pragma once

#include <cstdint>

#include <gradsmith/emit/context.hpp>
#include <gradsmith/emit/each.hpp>
#include <gradsmith/emit/step_facts.hpp>

namespace gradsmith::emit::detail {

/// The state of the loops of step number `Step`. Everything an inner loop needs is copied into it, because
/// stores might alias the context; as a local variable whose functions are inlined, it lives in registers.
template <class C, class T, int Step>
struct loop_state {
  using program_type = C;
  using element = T;
  using facts = step_facts<C, Step>;
  using kind = pass::entry_kind;
  static constexpr int loops = facts::step.loops;
  static constexpr int lane = facts::step.lane;
  static constexpr int entries = facts::step.count;
  static constexpr int first_entry = facts::step.first;
  static constexpr int stream = C::program.stream;
  static constexpr bool scalar = lane < 0;
  static constexpr bool per_block = facts::step.slot % 2 == 1;
  /// Whether the next rows of a matrix are fetched meanwhile: what else is read, the processor fetches by itself.
  static constexpr bool fetches = per_block && loops == 1 && lane == 0 && C::program.streamed_matrix() >= 0;
  using vector = std::conditional_t<scalar, T, simd::batch<T>>;
  static constexpr std::size_t width = scalar ? 1 : static_cast<std::size_t>(simd::lanes<T>);

  explicit loop_state(context<C, T>& running) : c(running), picks_rows(running.gathers()), next_rows(reinterpret_cast<std::uintptr_t>(running.next_rows)) {}

  context<C, T>& c;
  bool picks_rows;           // of a batch
  std::uintptr_t next_rows;  // an address: it runs beyond the end of the data
  vector value[static_cast<std::size_t>(entries)];
  vector product[static_cast<std::size_t>(entries)];      // of a reduction by blocks: what waits for its logarithm
  std::size_t steps[static_cast<std::size_t>(entries)];   // and how many factors it has
  std::size_t at[pass::max_loops]{};
  int left = 0;  // how many lanes of the last, partial vector are used
  T const* base[static_cast<std::size_t>(entries)]{};
  T* buffer[static_cast<std::size_t>(entries)]{};
  T* output[static_cast<std::size_t>(entries)]{};
  std::ptrdiff_t stride[static_cast<std::size_t>(entries)][pass::max_loops]{};
  std::ptrdiff_t slot_stride[static_cast<std::size_t>(entries)][entry_facts::most_positions]{};  // of gathers and scatter-adds
  std::ptrdiff_t kept_stride[static_cast<std::size_t>(entries)][pass::max_loops]{};  // of gathers that other steps need
};

/// The position of entry E's element in its array.
template <int E, class N>
[[nodiscard]] [[gnu::always_inline]] inline std::ptrdiff_t offset(N const& n) {
  using facts = typename N::facts;
  std::ptrdiff_t sum = 0;
  if constexpr (N::loops > 0 && facts::varies(E, 0)) sum += static_cast<std::ptrdiff_t>(n.at[0]) * n.stride[E][0];
  if constexpr (N::loops > 1 && facts::varies(E, 1)) sum += static_cast<std::ptrdiff_t>(n.at[1]) * n.stride[E][1];
  if constexpr (N::loops > 2 && facts::varies(E, 2)) sum += static_cast<std::ptrdiff_t>(n.at[2]) * n.stride[E][2];
  if constexpr (N::loops > 3 && facts::varies(E, 3)) sum += static_cast<std::ptrdiff_t>(n.at[3]) * n.stride[E][3];
  if constexpr (N::loops > 4 && facts::varies(E, 4)) sum += static_cast<std::ptrdiff_t>(n.at[4]) * n.stride[E][4];
  if constexpr (N::loops > 5 && facts::varies(E, 5)) sum += static_cast<std::ptrdiff_t>(n.at[5]) * n.stride[E][5];
  if constexpr (N::loops > 6 && facts::varies(E, 6)) sum += static_cast<std::ptrdiff_t>(n.at[6]) * n.stride[E][6];
  if constexpr (N::loops > 7 && facts::varies(E, 7)) sum += static_cast<std::ptrdiff_t>(n.at[7]) * n.stride[E][7];
  return sum;
}

/// Calls `Action::of<E>(n)` for the entries E of step `N` for which `Predicate::holds(E)`, in order. One fold
/// over one function per entry: functions are what emission costs.
template <class N, class Predicate, class Action>
struct for_entries {
  using list = selection<N::entries, Predicate>;
  template <int First>
  using numbers = std::make_integer_sequence<int, std::min(list::size - First, longest_fold)>;

  [[gnu::always_inline]] static void run(N& n) { part<0>(n, numbers<0>{}); }

 private:
  template <int First, int... K>
  [[gnu::always_inline]] static void part(N& n, std::integer_sequence<int, K...>) {
    (Action::template of<list::list.value[First + K]>(n), ...);
    if constexpr (constexpr int next = First + longest_fold; next < list::size) part<next>(n, numbers<next>{});
  }
};

}  // namespace gradsmith::emit::detail
