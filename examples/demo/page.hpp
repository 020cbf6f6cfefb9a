// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// How the demonstration's text is set: headings, paragraphs, formulas.
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include <gradsmith/support/terminal.hpp>

namespace demo {

inline constexpr std::size_t width = 80;

inline bool in_colour() { return gradsmith::is_terminal(stdout) && std::getenv("NO_COLOR") == nullptr; }
inline std::string bold(std::string const& text) { return in_colour() ? "\033[1m" + text + "\033[0m" : text; }
inline std::string dim(std::string const& text) { return in_colour() ? "\033[2m" + text + "\033[0m" : text; }

inline void heading(std::string const& title, std::string const& about) {
  std::printf("\n%s  %s\n", bold(title).c_str(), dim(about).c_str());
  std::string line;
  for (std::size_t k = 0; k < width; ++k) line += "─";
  std::printf("%s\n", dim(line).c_str());
}

/// Prints words after a label, broken into lines below each other.
inline void paragraph(std::string const& label, std::string_view text, std::size_t indent) {
  std::string line = label + std::string(indent > label.size() ? indent - label.size() : 0, ' ');
  std::istringstream words{std::string(text)};
  bool begins = true;
  for (std::string word; words >> word; begins = false) {
    if (!begins && line.size() + 1 + word.size() > width) {
      std::printf("%s\n", line.c_str());
      line.assign(indent, ' ');
      begins = true;
    }
    line += (begins ? "" : " ") + word;
  }
  std::printf("%s\n", line.c_str());
}

inline void formula(std::string const& name, std::string_view text) { paragraph("  " + name, text, 9); }

}  // namespace demo
