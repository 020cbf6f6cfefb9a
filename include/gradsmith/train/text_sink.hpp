// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Where logs go: a file by its path, an open file, or a stream of the standard library.
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include <gradsmith/support/data_error.hpp>

namespace gradsmith::train {

struct file_closer {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using open_file = std::unique_ptr<std::FILE, file_closer>;

/// Opens a file. Errors: data_error with the path and the reason.
[[nodiscard]] inline open_file open(std::string const& path, char const* mode) {
  open_file file(std::fopen(path.c_str(), mode));
  if (!file) throw_data_error("cannot open ", std::string_view(path), ": ", std::string_view(std::strerror(errno)));
  return file;
}

class text_sink {
 public:
  /// A new file, or what was in it goes. Errors: data_error if it cannot be written.
  text_sink(std::string const& path)
      : owned_(open(path, "w")), to_(owned_.get()), write_(to_file), flush_(flush_file) {}
  text_sink(char const* path) : text_sink(std::string(path)) {}
  text_sink(std::FILE* file) : to_(file), write_(to_file), flush_(flush_file) {}
  /// std::ostream or what is like it; it has to outlive the sink.
  template <class Stream>
    requires requires(Stream& out, char const* from, std::ptrdiff_t count) { out.write(from, count).flush(); }
  text_sink(Stream& out)
      : to_(&out),
        write_([](void* to, std::string_view text) {
          Stream& stream = *static_cast<Stream*>(to);
          return static_cast<bool>(stream.write(text.data(), static_cast<std::ptrdiff_t>(text.size())));
        }),
        flush_([](void* to) { return static_cast<bool>(static_cast<Stream*>(to)->flush()); }) {}

  /// Whether it could be written.
  bool write(std::string_view text) { return write_(to_, text); }
  bool flush() { return flush_(to_); }

 private:
  static bool to_file(void* to, std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), static_cast<std::FILE*>(to)) == text.size();
  }
  static bool flush_file(void* to) { return std::fflush(static_cast<std::FILE*>(to)) == 0; }

  open_file owned_;
  void* to_;
  bool (*write_)(void*, std::string_view);
  bool (*flush_)(void*);
};

}  // namespace gradsmith::train
