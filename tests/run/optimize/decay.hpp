// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A least-squares problem of some twenty steps, whose residuals stay.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace gradsmith::tests {

/// Exponentials that fall through points: slow enough for breaks, and with residuals that stay.
template <class T, bool HasResiduals>
struct decay {
  using value_type = T;
  std::size_t m = 20;
  std::size_t size() const { return 4; }
  std::size_t residuals() const { return m; }
  void residuals_and_jacobian(std::span<T const> x, std::span<T> r, std::span<T> J) const {
    for (std::size_t i = 0; i < m; ++i) {
      T const t = static_cast<T>(i) / 5, first = std::exp(-x[1] * t), second = std::exp(-x[3] * t);
      r[i] = x[0] * first + x[2] * second - (2 * std::exp(-t / 2) + std::exp(-2 * t) + T(0.05) * std::cos(9 * t));
      J[4 * i] = first, J[4 * i + 1] = -t * x[0] * first, J[4 * i + 2] = second, J[4 * i + 3] = -t * x[2] * second;
    }
  }
  void residuals(std::span<T const> x, std::span<T> r) const
    requires HasResiduals
  {
    std::vector<T> J(4 * m);
    residuals_and_jacobian(x, r, J);
  }
};

}  // namespace gradsmith::tests
