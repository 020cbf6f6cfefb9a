// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The one exception of the library: data that do not fit, found while a program runs.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace gradsmith {

/// Wrong data: extents that disagree, labels out of range. The text names symbol, axis and both values.
struct data_error : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

namespace detail {

/// A part of a sentence: text or a number.
struct piece {
  enum class content : unsigned char { text, whole, negative, real };

  constexpr explicit piece(std::string_view words) noexcept : text(words.data()), size(words.size()) {}
  template <std::integral Integer>
  constexpr explicit piece(Integer whole_number) noexcept
      : kind(whole_number < Integer{0} ? content::negative : content::whole), whole(static_cast<unsigned long long>(whole_number)) {}
  constexpr explicit piece(double number) noexcept : kind(content::real), real(number) {}

  content kind = content::text;
  char const* text = nullptr;
  std::size_t size = 0;
  unsigned long long whole = 0;
  double real = 0;
};

/// One function for all sentences, and no std::string, whose functions every program that can throw would compile.
[[noreturn]] [[gnu::cold]] inline void throw_pieces(piece const* pieces, int count) {
  std::size_t length = sizeof "gradsmith: ";
  for (int k = 0; k < count; ++k) length += pieces[k].kind == piece::content::text ? pieces[k].size : 32;
  struct letters {
    char* text;
    ~letters() { std::free(text); }
  } const message{static_cast<char*>(std::malloc(length))};
  if (message.text != nullptr) {
    char* end = message.text + std::sprintf(message.text, "gradsmith: ");
    for (int k = 0; k < count; ++k) {
      piece const& part = pieces[k];
      if (part.kind == piece::content::text) end += std::sprintf(end, "%.*s", static_cast<int>(part.size), part.text);
      else if (part.kind == piece::content::whole) end += std::sprintf(end, "%llu", part.whole);
      else if (part.kind == piece::content::negative) end += std::sprintf(end, "%lld", static_cast<long long>(part.whole));
      else end += std::sprintf(end, "%.17g", part.real);
    }
  }
  char const* const sentence = message.text != nullptr ? message.text : "gradsmith: the data do not fit, and there is no memory to say how";
#if defined(__cpp_exceptions)
  throw data_error(sentence);
#else
  std::fprintf(stderr, "%s\n", sentence);
  std::abort();
#endif
}

}  // namespace detail

/// Throws data_error with the pieces as one text. Compiled with -fno-exceptions, it writes the text to
/// stderr and aborts.
template <class... Pieces>
[[noreturn]] [[gnu::cold]] void throw_data_error(Pieces const&... pieces) {
  detail::piece const list_of_pieces[]{detail::piece(pieces)...};
  detail::throw_pieces(list_of_pieces, static_cast<int>(sizeof...(Pieces)));
}

}  // namespace gradsmith
