// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The exponentially weighted mean that most first-order methods keep of what they saw.
#pragma once

#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith::optimize {

/// decay mean + (1 - decay) sample, for batches of entries; both weights are taken in double and rounded once.
template <class T>
struct running_mean {
  T keep, take;

  explicit running_mean(double share_kept) : keep(static_cast<T>(share_kept)), take(static_cast<T>(1 - share_kept)) {}

  template <class V>
  [[gnu::always_inline]] V operator()(V mean, V sample) const {
    return simd::broadcast<V>(keep) * mean + simd::broadcast<V>(take) * sample;
  }
};

}  // namespace gradsmith::optimize
