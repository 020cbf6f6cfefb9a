// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile-time lists of numbers: emission visits just the entries concerned, once each.
#pragma once

#include <type_traits>
#include <utility>

namespace gradsmith::emit {

/// The numbers K with Count > K >= 0 for which `Predicate::holds(K)`, as a type. A predicate is a struct:
/// clang 19 takes the parameter of a lambda in an alias template for a captured variable.
template <int Count, class Predicate>
struct selection {
  static constexpr int size = [] {
    int found_count = 0;
    for (int candidate = 0; candidate < Count; ++candidate) found_count += Predicate::holds(candidate) ? 1 : 0;
    return found_count;
  }();
  struct numbers {
    int value[static_cast<std::size_t>(size) + 1]{};
  };
  static constexpr numbers list = [] {
    numbers found_numbers;
    for (int candidate = 0, next_place = 0; candidate < Count; ++candidate)
      if (Predicate::holds(candidate)) found_numbers.value[next_place++] = candidate;
    return found_numbers;
  }();
};

namespace detail {

// clang refuses folds of more than 256 operands: so a long list is visited in parts.
inline constexpr int longest_fold = 64;

template <class List, int First, class F, int... K>
[[gnu::always_inline]] constexpr void visit_part(F& f, std::integer_sequence<int, K...>) {
  (f(std::integral_constant<int, List::list.value[First + K]>{}), ...);
}

}  // namespace detail

/// f(integral_constant) for every number of the selection, in order.
template <class List, int First = 0, class F>
[[gnu::always_inline]] constexpr void for_each_of(F&& f) {
  if constexpr (constexpr int rest = List::size - First; rest > detail::longest_fold) {
    detail::visit_part<List, First>(f, std::make_integer_sequence<int, detail::longest_fold>{});
    for_each_of<List, First + detail::longest_fold>(f);
  } else if constexpr (rest > 0) {
    detail::visit_part<List, First>(f, std::make_integer_sequence<int, rest>{});
  }
}

namespace detail {
struct every {
  static constexpr bool holds(int) { return true; }
};
}

/// f(integral_constant) for 0 .. Count - 1.
template <int Count, class F>
[[gnu::always_inline]] constexpr void for_each_below(F&& f) {
  for_each_of<selection<Count, detail::every>>(f);
}

}  // namespace gradsmith::emit
