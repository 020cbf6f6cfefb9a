// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The matrix of L-BFGS itself, not its inverse, as a product of thin ones.
#pragma once

#include <cstddef>
#include <span>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/proximal/pairs.hpp>
#include <gradsmith/optimize/proximal/small_system.hpp>

namespace gradsmith::optimize {

/// B = theta I - W M W',  W = [Y, theta S],  M^-1 = [-D, L'; L, theta S'S], where S and Y have the pairs as columns,
/// the oldest first, D is the diagonal of S'Y and L what is below it; theta = y.y / y.s of the newest pair.
/// Source: Byrd, Nocedal, Schnabel 1994.
template <class T>
struct compact_matrix {
  curvature_pairs<T> pairs;
  std::vector<T> ss, sy;                  // products of the pairs, by their places in the ring
  small_system<T> middle;                 // M^-1, decomposed

  compact_matrix(std::size_t n, std::size_t given_memory)
      : pairs(n, given_memory), ss(given_memory * given_memory), sy(given_memory * given_memory),
        middle(2 * given_memory) {}
  template <class Self>
  static auto members(Self& self) {
    return std::tie(self.pairs, self.ss, self.sy);
  }

  [[nodiscard]] std::size_t columns() const { return 2 * pairs.count; }
  [[nodiscard]] T theta() const { return pairs.count == 0 ? T(1) : 1 / pairs.scale; }
  /// The place in the ring of pair j, the oldest being 0.
  [[nodiscard]] std::size_t place(std::size_t j) const { return pairs.back(pairs.count - j); }

  void add(std::span<T const> step, std::span<T const> change) {
    std::size_t const slot = pairs.next, memory = pairs.products.size();
    if (!pairs.add(step, change)) return;
    for (std::size_t j = 0; j < pairs.count; ++j) {
      std::size_t const p = place(j);
      ss[slot * memory + p] = ss[p * memory + slot] = dot<T>(pairs.slot(pairs.steps, p), step);
      sy[slot * memory + p] = dot<T>(pairs.slot(pairs.changes, p), step);
      sy[p * memory + slot] = dot<T>(pairs.slot(pairs.steps, p), change);
    }
  }
  /// False if the matrix cannot be used.
  [[nodiscard]] bool prepare() {
    std::size_t const count = pairs.count, memory = pairs.products.size();
    middle.size = 2 * count;
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < count; ++j) {
        T const product = sy[place(i) * memory + place(j)];
        middle.at(i, j) = i == j ? -product : T(0);
        middle.at(count + i, j) = i > j ? product : T(0);
        middle.at(j, count + i) = i > j ? product : T(0);
        middle.at(count + i, count + j) = theta() * ss[place(i) * memory + place(j)];
      }
    return middle.decompose();
  }
  /// Row k of W.
  void row(std::size_t k, std::span<T> out) {
    for (std::size_t j = 0; j < pairs.count; ++j) {
      std::size_t const first = place(j) * pairs.n;
      out[j] = pairs.changes[first + k];
      out[pairs.count + j] = theta() * pairs.steps[first + k];
    }
  }
  /// out = W'd.
  void assign_transposed(std::span<T const> d, std::span<T> out) {
    for (std::size_t j = 0; j < pairs.count; ++j) {
      out[j] = dot<T>(pairs.slot(pairs.changes, place(j)), d);
      out[pairs.count + j] = theta() * dot<T>(pairs.slot(pairs.steps, place(j)), d);
    }
  }
  /// out += factor W v.
  void add_product(std::span<T> out, T factor, std::span<T const> v) {
    for (std::size_t j = 0; j < pairs.count; ++j) {
      add_scaled<T>(out, factor * v[j], pairs.slot(pairs.changes, place(j)));
      add_scaled<T>(out, factor * theta() * v[pairs.count + j], pairs.slot(pairs.steps, place(j)));
    }
  }
};

}  // namespace gradsmith::optimize
