// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The last steps with the changes of the gradient along them, and the direction that L-BFGS makes of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith::optimize {

/// Pairs s, y in a ring; those that tell no curvature (see tells_curvature) are left out.
/// Source: Nocedal 1980.
template <class T>
struct curvature_pairs {
  std::vector<T> steps, changes, products, weights;
  T scale = 1;                            // y.s / y.y of the newest pair
  std::size_t n = 0, next = 0, count = 0;

  curvature_pairs(std::size_t given_size, std::size_t given_memory)
      : steps(given_memory * given_size), changes(given_memory * given_size), products(given_memory),
        weights(given_memory), n(given_size) {}
  template <class Self>
  static auto members(Self& self) {
    return std::tie(self.steps, self.changes, self.products, self.scale, self.next, self.count);
  }

  /// False if it is left out.
  bool add(std::span<T const> step, std::span<T const> change) {
    T const product = dot<T>(step, change), square = dot<T>(change, change);
    if (!tells_curvature(step, change, product, square)) return false;
    std::copy(step.begin(), step.end(), slot(steps, next).begin());
    std::copy(change.begin(), change.end(), slot(changes, next).begin());
    products[next] = product;
    scale = product / square;
    next = (next + 1) % products.size();
    count = std::min(count + 1, products.size());
    return true;
  }
  /// d = -H g: from the newest pair to the oldest, and back.
  void assign_direction(std::span<T const> g, std::span<T> d) {
    assign_scaled<T>(d, -1, g);
    if (count == 0) return;
    for (std::size_t age = 1; age <= count; ++age) {
      std::size_t const p = back(age);
      weights[p] = dot<T>(slot(steps, p), d) / products[p];
      add_scaled<T>(d, -weights[p], slot(changes, p));
    }
    assign_scaled<T>(d, scale, d);
    for (std::size_t age = count; age >= 1; --age) {
      std::size_t const p = back(age);
      T const undone = dot<T>(slot(changes, p), d) / products[p];
      add_scaled<T>(d, weights[p] - undone, slot(steps, p));
    }
  }
  [[nodiscard]] std::size_t back(std::size_t age) const { return (next + products.size() - age) % products.size(); }
  [[nodiscard]] std::span<T> slot(std::vector<T>& ring, std::size_t number) {
    return std::span<T>{ring}.subspan(number * n, n);
  }
};

}  // namespace gradsmith::optimize
