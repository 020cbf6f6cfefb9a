// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The one exception of the library: data that do not fit, found while a program runs.
#pragma once

#include <concepts>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gradsmith {

/// Wrong data: extents that disagree, labels out of range. The text names symbol, axis and both values.
struct data_error : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

namespace detail {

inline void append_piece(std::string& message, std::string_view piece) { message.append(piece); }
template <std::integral Number>
void append_piece(std::string& message, Number number) {
  message += std::to_string(number);
}
inline void append_piece(std::string& message, double number) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.17g", number);
  message += digits;
}

}  // namespace detail

/// Throws data_error with the pieces as one text. Compiled with -fno-exceptions, it writes the text to
/// stderr and aborts.
template <class... Pieces>
[[noreturn]] [[gnu::cold]] void throw_data_error(Pieces const&... pieces) {
  std::string message = "gradsmith: ";
  (detail::append_piece(message, pieces), ...);
#if defined(__cpp_exceptions)
  throw data_error(message);
#else
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
#endif
}

}  // namespace gradsmith
