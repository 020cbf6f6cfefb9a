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
#include <gradsmith/support/replace_file.hpp>
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
/// written beside its name, as run.bin.part, and renamed once it is on the disk: there is always a whole one, also
/// where the program or the machine stops in the middle. A run that stands where something is not finite is not saved.
/// Cost: what the disk takes to write down the state, some milliseconds at least.
/// Errors: data_error if `path`.part cannot be written at the beginning; later failures keep the file before, are
/// counted, and message() says why.
class checkpoint {
 public:
  explicit checkpoint(std::string path, checkpoint_options options = {}) : path_(std::move(path)), options_(options) {
    if (options_.every < 1) throw_data_error("checkpoint: every is ", options_.every, " and must be at least 1");
    (void)train::open(part_of(path_), "wb");
    std::remove(part_of(path_).c_str());
  }

  [[nodiscard]] std::int64_t saved() const noexcept { return saved_; }
  [[nodiscard]] std::int64_t failed() const noexcept { return failed_; }
  /// A sentence on the last failure, with the name of the file; empty if the run was saved since, or there was none.
  [[nodiscard]] std::string const& message() const noexcept { return message_; }

  template <class T>
  void operator()(progress<T> const&) const noexcept {}

  /// Called when a step is done.
  template <class Run>
  void after_step(Run const& run) {
    bool const is_due = run.steps() % options_.every == 0 || run.is_over();
    if (!is_due || !run.is_finite()) return;
    message_ = replace_file(path_, run.save());
    ++(message_.empty() ? saved_ : failed_);
  }

 private:
  std::string path_;
  checkpoint_options options_;
  std::int64_t saved_ = 0, failed_ = 0;
  std::string message_;
};

/// Loads the run from a file that checkpoint or save wrote. False, and nothing is done, if there is no such file.
/// Errors: data_error, with the name of the file, if it cannot be read, is damaged, or is not of this run; the run is
/// as it was then.
template <class Run>
bool resume(Run& run, std::string const& path) {
  train::open_file const file(std::fopen(path.c_str(), "rb"));
  if (!file && errno == ENOENT) return false;
  if (!file) throw_data_error(detail::failure("open", path));
  std::string bytes;
  char piece[4096];
  for (std::size_t count; (count = std::fread(piece, 1, sizeof piece, file.get())) > 0;) bytes.append(piece, count);
  if (std::ferror(file.get()) != 0) throw_data_error(detail::failure("read", path));
  run.load(std::string_view(bytes), path);
  return true;
}

}  // namespace gradsmith
