// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The executor of several threads, those of oneTBB; programs that include it are linked with oneTBB.
#pragma once

#if !__has_include(<oneapi/tbb/task_arena.h>)
#error "gradsmith/parallel/threads.hpp needs oneTBB (Debian, Ubuntu: libtbb-dev); else see docs/guide/threads.md"
#endif

#include <concepts>
#include <memory>
#include <utility>

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>

#include <gradsmith/parallel/executor.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// Up to `count` threads, the calling one among them: gs::in_parallel(f, gs::threads{4}). Without a count, as many as
/// the machine has for this process. More than it has are allowed and gain nothing, for oneTBB does not start them.
/// Threads are started at the first evaluation, by oneTBB, which shares them with all that the process runs in it.
/// Errors: data_error unless 1 <= count <= 1024.
class threads {
 public:
  static constexpr int most = 1024;  // each has memory for a block of rows

  threads() : threads(oneapi::tbb::info::default_concurrency()) {}
  template <std::integral Count>
    requires(!std::same_as<Count, bool>)
  explicit threads(Count count) : arena_(std::make_shared<oneapi::tbb::task_arena>(checked(count))) {}

  [[nodiscard]] std::size_t workers() const { return static_cast<std::size_t>(arena_->max_concurrency()); }
  template <class Work>
  void run(std::size_t count, Work const& work) const {
    // Workers are tasks and not threads: a thread that waits within one may begin another.
    arena_->execute([&] {
      oneapi::tbb::parallel_for(std::size_t{0}, count, work, oneapi::tbb::simple_partitioner{});
    });
  }

 private:
  template <class Count>
  [[nodiscard]] static int checked(Count count) {
    if (std::cmp_less(count, 1) || std::cmp_greater(count, most))
      throw_data_error("threads: the count is ", count, ", and must be between 1 and ", most);
    return static_cast<int>(count);
  }

  std::shared_ptr<oneapi::tbb::task_arena> arena_;
};
static_assert(executor<threads>);

}  // namespace gradsmith
