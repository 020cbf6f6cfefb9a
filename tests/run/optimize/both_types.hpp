// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Convex and ill-conditioned functions in any type, and how small a gradient can be in each.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace gradsmith::tests {

/// sum of a_k (x_k - 1)^2 / 2: convex, and as ill-conditioned as a says.
template <class T>
struct springs {
  using value_type = T;
  std::vector<T> a;
  std::size_t size() const { return a.size(); }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T value = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
      g[k] = a[k] * (x[k] - 1);
      value += g[k] * (x[k] - 1) / 2;
    }
    return value;
  }
  void hvp(std::span<T const>, std::span<T const> v, std::span<T> out) const {
    for (std::size_t k = 0; k < a.size(); ++k) out[k] = a[k] * v[k];
  }
  void hessian(std::span<T const>, std::span<T> h) const {
    std::fill(h.begin(), h.end(), T(0));
    for (std::size_t k = 0; k < a.size(); ++k) h[k * a.size() + k] = a[k];
  }
};

template <class T>
inline std::vector<T> const convex{1, 2, 5, 3};
template <class T>
inline std::vector<T> const ill_conditioned{T(0.01), 1, 10, 1000};

/// Single precision has 7 digits: gradients of 10 and more are not below 1e-5 then.
template <class T>
inline constexpr double fine = std::is_same_v<T, float> ? 1e-4 : 1e-9;

}  // namespace gradsmith::tests
