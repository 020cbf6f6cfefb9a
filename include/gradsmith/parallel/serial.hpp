// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The executor of one worker, the calling thread.
#pragma once

#include <gradsmith/parallel/executor.hpp>

namespace gradsmith {

/// gs::in_parallel(f, gs::serial{}) gives the bits of any number of threads in one.
struct serial {
  [[nodiscard]] static constexpr std::size_t workers() noexcept { return 1; }
  template <class Work>
  static void run(std::size_t count, Work const& work) {
    for (std::size_t number = 0; number < count; ++number) work(number);
  }
};
static_assert(executor<serial>);

}  // namespace gradsmith
