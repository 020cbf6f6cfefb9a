// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A string that can be a template argument: names of symbols and axes, sentences of errors.
#pragma once

#include <cstddef>
#include <string_view>

namespace gradsmith {

/// A string literal as a value of structural type; `fixed_string{"w"}` holds the terminating zero.
template <std::size_t N>
struct fixed_string {
  char text[N]{};

  constexpr fixed_string() = default;
  constexpr fixed_string(char const (&literal)[N]) {
    for (std::size_t k = 0; k < N; ++k) text[k] = literal[k];
  }
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, N - 1}; }
  constexpr operator std::string_view() const noexcept { return view(); }
  friend constexpr bool operator==(fixed_string const&, fixed_string const&) = default;
};

}  // namespace gradsmith
