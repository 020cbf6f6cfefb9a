// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What to_latex, to_dot and to_cpp have in common: they take expressions, or one compiled program, and make a text of it.
#pragma once

#include <gradsmith/compile.hpp>

namespace gradsmith::detail {

template <class T>
inline constexpr bool is_program = false;
template <class Parsed>
inline constexpr bool is_program<function<Parsed>> = true;

template <class... T>
struct parsed_program;
template <class Parsed>
struct parsed_program<function<Parsed>> {
  using type = Parsed;
};

/// The parsed graph of expressions, or of the compiled program that is given in their place.
template <auto... E>
constexpr auto find_program() {
  if constexpr (sizeof...(E) == 1 && (is_program<std::remove_cv_t<decltype(E)>> && ...)) return std::type_identity<typename parsed_program<std::remove_cv_t<decltype(E)>...>::type>{};
  else return std::type_identity<parsed<E...>>{};
}
template <auto... E>
using program_of = typename decltype(find_program<E...>())::type;

/// The text that `Make()` returns as a compile-time string; where `Wrong()` has a sentence, compilation stops with it.
template <auto Wrong, auto Make>
constexpr auto freeze_text() {
  if constexpr (!is_wrong<Wrong>()) {
    constexpr int length = Make().size();
    return freeze_sentence<length>(Make());
  } else {
    stop_compilation<error_sentence<Wrong>>();
    return fixed_string{""};
  }
}

}  // namespace gradsmith::detail
