// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Files that tests write and read.
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace gradsmith::tests {

/// A folder that goes when the test ends.
struct temporary_folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() /
      ("gradsmith_callbacks_" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
  temporary_folder() { std::filesystem::create_directory(path); }
  ~temporary_folder() { std::filesystem::remove_all(path); }
  std::string operator/(char const* name) const { return (path / name).string(); }
};

inline std::string content(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<std::string> lines_of(std::string const& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace gradsmith::tests
