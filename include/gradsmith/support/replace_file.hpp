// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Writes a file so that there is always a whole one, the old or the new, whatever happens in between.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace gradsmith {

/// The name under which a file is written before it takes the place of the old one.
[[nodiscard]] inline std::string part_of(std::string const& path) { return path + ".part"; }

namespace detail {

/// What a call of the operating system has just failed at.
[[nodiscard]] inline std::string failure(char const* what, std::string const& path) {
  std::string const why = std::strerror(errno);
  return std::string("cannot ") + what + " " + path + ": " + why;
}

/// Writes all bytes down to the disk, as far as the disk says so.
[[nodiscard]] inline std::string write_down(std::string const& path, std::string_view bytes) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return failure("open", path);
  bool const is_handed_over = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() && std::fflush(file) == 0;
  // EINVAL: not a file on a disk.
  bool const is_down = is_handed_over && (fsync(fileno(file)) == 0 || errno == EINVAL);
  std::string const why = is_down ? std::string() : failure("write", path);
  return std::fclose(file) == 0 || !is_down ? why : failure("write", path);
}

/// That a file has another name is on the disk once its folder is.
inline void write_down_folder_of(std::string const& path) {
  std::size_t const slash = path.find_last_of('/');
  std::string const folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  int const number = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) return;
  (void)fsync(number);
  close(number);
}

}  // namespace detail

/// Replaces what is in a file, or makes it: writes the bytes beside it, to part_of(path), waits until they are on the
/// disk, and renames that. Returns a sentence on what could not be done, with the name; empty if all was. Where it is
/// not, the old file is as it was.
[[nodiscard]] inline std::string replace_file(std::string const& path, std::string_view bytes) {
  std::string const part = part_of(path);
  std::string wrong = detail::write_down(part, bytes);
  if (wrong.empty() && std::rename(part.c_str(), path.c_str()) != 0) wrong = detail::failure("write", path);
  if (wrong.empty()) detail::write_down_folder_of(path);
  else std::remove(part.c_str());
  return wrong;
}

}  // namespace gradsmith
