// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Ends a run from outside: a signal, another thread, a button.
#pragma once

#include <gradsmith/optimize/callback.hpp>

namespace gradsmith {

/// A callback that ends the run, with status::stopped_by_user, after the step during which the flag was set:
///   std::atomic<bool> interrupted = false;
///   std::signal(SIGINT, [](int) { interrupted = true; });
///   minimize(problem, adam{}, stop{}, gs::stop_when(interrupted));
/// The result has the best point until then. Any flag that converts to bool will do, such as volatile
/// std::sig_atomic_t; it has to outlive the callback, and is only read. It stays set: a run that begins with it set
/// ends at its start.
template <class Flag>
class stop_when {
 public:
  explicit stop_when(Flag const& watched_flag) : flag_(&watched_flag) {}

  template <class T>
  verdict operator()(progress<T> const&) const {
    return static_cast<bool>(*flag_) ? verdict::stop : verdict::proceed;
  }

 private:
  Flag const* flag_;
};

}  // namespace gradsmith
