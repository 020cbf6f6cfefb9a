// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Programs without rows, loops and arrays of their own: straight-line code from what is bound to the outputs. They
// need no memory, and are inlined where they are called, so that their context is never stored.
#pragma once

#include <gradsmith/emit/loop_nest.hpp>

namespace gradsmith::emit {

namespace detail {

template <class C>
[[nodiscard]] consteval bool has_no_loops() {
  if (C::program.stream >= 0 || C::program.buffer_count > 0) return false;
  for (int s = 0; s < C::program.step_count; ++s)
    if (C::program.steps[s].loops > 0 || C::program.steps[s].is_contraction || C::program.steps[s].is_scan)
      return false;
  return true;
}

}  // namespace detail

template <class C>
inline constexpr bool is_straight = detail::has_no_loops<C>();

/// Evaluates such a program: all outputs are assigned.
template <class C, class T>
[[gnu::always_inline]] inline void run_straight(context<C, T>& c) {
  for_each_below<C::program.step_count>([&](auto each_step) __attribute__((always_inline)) {
    detail::run_loop_nest<C, T, each_step>(c);
  });
}

}  // namespace gradsmith::emit
