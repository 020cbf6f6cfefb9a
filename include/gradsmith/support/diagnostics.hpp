// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile-time errors that are sentences: the text is composed in constant evaluation, with the
// user's own names in it, and stands on the first line that says "error:".
#pragma once

#include <gradsmith/support/fixed_string.hpp>
#include <gradsmith/support/text.hpp>

namespace gradsmith {

/// The text of a sentence that a constant evaluation composed, as a template argument.
template <int Length>
consteval auto freeze_sentence(text const& sentence) {
  fixed_string<static_cast<std::size_t>(Length) + 1> frozen;
  for (int k = 0; k < Length; ++k) frozen.text[k] = sentence.view()[static_cast<std::size_t>(k)];
  return frozen;
}

namespace diagnostics {

template <auto... Sentence>
inline constexpr bool can_compile = false;
template <fixed_string Sentence, class... Dependent>
void error() = delete;

// clang prints at most 32 letters of a string in a template argument: so it gets lines of 31.
inline constexpr int line_length = 31;

/// Where the line that begins at `start` ends: at the last blank that fits.
[[nodiscard]] consteval int line_end(std::string_view sentence, int start) {
  int const size = static_cast<int>(sentence.size());
  if (size - start <= line_length) return size;
  int end = start + line_length;
  while (end > start && sentence[static_cast<std::size_t>(end)] != ' ') --end;
  return end > start ? end : start + line_length;
}

template <fixed_string Sentence, int Start>
consteval auto line_of() {
  constexpr int end = line_end(Sentence.view(), Start);
  fixed_string<static_cast<std::size_t>(end - Start) + 1> line;
  for (int k = Start; k < end; ++k) line.text[k - Start] = Sentence.text[k];
  return line;
}

template <fixed_string Sentence, int Start, auto... Lines>
consteval void stop_with_lines() {
  constexpr int size = static_cast<int>(Sentence.view().size());
  if constexpr (Start >= size) {
    static_assert(can_compile<Lines...>, "gradsmith cannot compile this program");
  } else {
    constexpr int end = line_end(Sentence.view(), Start);
    constexpr int next = end < size && Sentence.text[end] == ' ' ? end + 1 : end;
    stop_with_lines<Sentence, next, Lines..., line_of<Sentence, Start>()>();
  }
}

}  // namespace diagnostics

/// Stops compilation with `Sentence` on the first error line. `Dependent...`: types that delay it until
/// the surrounding template is instantiated.
template <fixed_string Sentence, class... Dependent>
consteval void stop_compilation() {
#if defined(__clang__)
  diagnostics::stop_with_lines<Sentence, 0>();
#else
  // g++ prints the template arguments of a deleted function whole.
  diagnostics::error<Sentence, Dependent...>();
#endif
}

/// Stops compilation with the sentence that `Make()` returns (a `text`), if it is not empty.
template <auto Make>
consteval bool require_no_error() {
  constexpr int length = Make().size();
  if constexpr (length > 0) stop_compilation<freeze_sentence<length>(Make())>();
  return length == 0;
}

}  // namespace gradsmith
