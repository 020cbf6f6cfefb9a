// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Keeps a file from which a run can go on after a crash.
#pragma once

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/support/data_error.hpp>
#include <gradsmith/train/text_sink.hpp>

namespace gradsmith {

struct checkpoint_options {
  std::int64_t every = 100;               ///< steps, at least 1
};

/// A callback that saves the run after every so many steps, and when it is over:
///   gs::minimization run(problem, adam{}, stop{.max_steps = 100'000}, gs::checkpoint("run.bin", {.every = 1000}));
///   gs::resume(run, "run.bin");
///   while (run.step()) {}
///   auto const found = run.finish();
/// started again after a crash, does the steps that are missing, to the same bits. minimize takes it too. The file is
/// written beside its name, as run.bin.part, and then renamed: there is always a whole one. A run that stands where
/// something is not finite is not saved.
/// Errors: data_error if `path`.part cannot be written at the beginning; later failures keep the file before and are
/// counted.
class checkpoint {
 public:
  explicit checkpoint(std::string path, checkpoint_options options = {}) : path_(std::move(path)), options_(options) {
    if (options_.every < 1) throw_data_error("checkpoint: every is ", options_.every, " and must be at least 1");
    (void)train::open(part(), "wb");
    std::remove(part().c_str());
  }

  [[nodiscard]] std::int64_t saved() const noexcept { return saved_; }
  [[nodiscard]] std::int64_t failed() const noexcept { return failed_; }

  template <class T>
  void operator()(progress<T> const&) const noexcept {}

  /// Called when a step is done.
  template <class Run>
  void after_step(Run const& run) {
    bool const is_due = run.steps() % options_.every == 0 || run.is_over();
    if (is_due && run.is_finite()) ++(write(run.save()) ? saved_ : failed_);
  }

 private:
  [[nodiscard]] std::string part() const { return path_ + ".part"; }
  [[nodiscard]] bool write(std::string const& bytes) const {
    std::FILE* const file = std::fopen(part().c_str(), "wb");
    if (file == nullptr) return false;
    bool const is_written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    bool const is_closed = std::fclose(file) == 0;
    return is_written && is_closed && std::rename(part().c_str(), path_.c_str()) == 0;
  }

  std::string path_;
  checkpoint_options options_;
  std::int64_t saved_ = 0, failed_ = 0;
};

/// Loads the run from a file that checkpoint or save wrote. False, and nothing is done, if there is no such file.
/// Errors: data_error if it cannot be read, or is not of this run.
template <class Run>
bool resume(Run& run, std::string const& path) {
  train::open_file const file(std::fopen(path.c_str(), "rb"));
  if (!file && errno == ENOENT) return false;
  if (!file) (void)train::open(path, "rb");      // says why
  std::string bytes;
  char piece[4096];
  for (std::size_t count; (count = std::fread(piece, 1, sizeof piece, file.get())) > 0;) bytes.append(piece, count);
  run.load(std::string_view(bytes));
  return true;
}

}  // namespace gradsmith
