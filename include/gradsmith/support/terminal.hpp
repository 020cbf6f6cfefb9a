// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Whether somebody is looking: asks the operating system, as only replace_file.hpp does besides.
#pragma once

#include <cstdio>

#include <unistd.h>

namespace gradsmith {

/// Whether what is written to the stream appears on a terminal, rather than in a file or another program.
[[nodiscard]] inline bool is_terminal(std::FILE* stream) noexcept {
  return stream != nullptr && isatty(fileno(stream)) == 1;
}

}  // namespace gradsmith
