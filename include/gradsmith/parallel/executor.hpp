// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What evaluations ask of threads: a function called once for each of some workers, at the same time or in turn.
#pragma once

#include <concepts>
#include <cstddef>

namespace gradsmith {

/// Something that runs work in several threads; copies stand for the same threads. Two members:
///   std::size_t workers()   how many workers there are, at least 1, always the same number
///   void run(count, work)   calls work(0), work(1), ... work(count - 1), once each, in any threads and any order, and
///                           returns when all have returned; 1 <= count <= workers()
/// Workers need not run at the same time: one that begins late finds nothing to do.
template <class E>
concept executor = std::copy_constructible<E> && requires(E const& e, void (&work)(std::size_t)) {
  { e.workers() } -> std::convertible_to<std::size_t>;
  e.run(std::size_t{1}, work);
};

}  // namespace gradsmith
