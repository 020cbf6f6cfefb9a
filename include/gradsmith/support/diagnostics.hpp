// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile-time errors that are sentences: the text is composed in constant evaluation, with the
// user's own names in it, and stands on the first line that says "error:".
#pragma once

#include <utility>

#include <gradsmith/support/fixed_string.hpp>
#include <gradsmith/support/text.hpp>

namespace gradsmith {

/// The text of a sentence that a constant evaluation composed, as a template argument.
template <int Length>
consteval auto freeze_sentence(text const& sentence) {
  fixed_string<static_cast<std::size_t>(Length) + 1> frozen;
  for (int k = 0; k < Length; ++k) frozen.text[k] = sentence.view()[static_cast<std::size_t>(k)];
  frozen.text[Length] = 0;  // clang prints letters, not numbers, only if all elements were assigned
  return frozen;
}

/// Whether `Make()` returns a sentence (a `text`): empty, if nothing is wrong.
template <auto Make>
consteval bool is_wrong() {
  return !Make().empty();
}
/// The sentence that `Make()` returns.
template <auto Make>
inline constexpr auto error_sentence = freeze_sentence<Make().size()>(Make());

#if defined(__clang__)

namespace diagnostics {

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
/// Where line `number` begins, or the sentence's end if it has no such line.
[[nodiscard]] consteval int line_start(std::string_view sentence, int number) {
  int const size = static_cast<int>(sentence.size());
  int start = 0;
  for (; number > 0 && start < size; --number) {
    start = line_end(sentence, start);
    if (start < size && sentence[static_cast<std::size_t>(start)] == ' ') ++start;
  }
  return start;
}
[[nodiscard]] consteval std::size_t line_count(std::string_view sentence) {
  int count = 0;
  while (line_start(sentence, count) < static_cast<int>(sentence.size())) ++count;
  return static_cast<std::size_t>(count);
}

template <fixed_string Sentence, int Number>
consteval auto line_of() {
  constexpr int start = line_start(Sentence.view(), Number);
  constexpr int end = line_end(Sentence.view(), start);
  fixed_string<static_cast<std::size_t>(end - start) + 1> line;
  for (int k = start; k < end; ++k) line.text[k - start] = Sentence.text[k];
  line.text[end - start] = 0;
  return line;
}

template <auto... Lines>
inline constexpr bool can_compile = false;
template <auto... Lines>
constexpr void stop_with_lines() {
  static_assert(can_compile<Lines...>, "gradsmith cannot compile this program");
}

}  // namespace diagnostics

/// Stops compilation with `Sentence` on the first error line. The caller goes on with a stand-in, so that
/// no other errors follow; in a constexpr function as `decltype(stop_compilation<Sentence>())`, which
/// leaves the function constexpr.
template <fixed_string Sentence>
constexpr auto stop_compilation() {
  []<std::size_t... Number>(std::index_sequence<Number...>) {
    diagnostics::stop_with_lines<diagnostics::line_of<Sentence, static_cast<int>(Number)>()...>();
  }(std::make_index_sequence<diagnostics::line_count(Sentence.view())>{});
}

#else

// g++ prints the template arguments of a deleted function whole, on the line of the error.
template <fixed_string Sentence>
auto stop_compilation() -> void = delete;

#endif

}  // namespace gradsmith
