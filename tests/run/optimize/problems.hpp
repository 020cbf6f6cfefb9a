// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Hand-written objectives that the tests of the optimizers share.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace gradsmith::tests {

/// out = H v by central differences of the gradient, for objectives whose Hessian nobody wrote down.
template <class Problem, class T>
void hvp_by_differences(Problem& problem, std::span<T const> x, std::span<T const> v, std::span<T> out) {
  T size = 0, largest = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    size = std::fmax(size, std::abs(x[k]));
    largest = std::fmax(largest, std::abs(v[k]));
  }
  T const h = std::cbrt(std::numeric_limits<T>::epsilon()) * (1 + size) / (largest > 0 ? largest : T(1));
  std::vector<T> there(x.begin(), x.end()), before(x.begin(), x.end()), g(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) there[k] += h * v[k], before[k] -= h * v[k];
  (void)problem.value_and_gradient(std::span<T const>{there}, std::span<T>{g});
  (void)problem.value_and_gradient(std::span<T const>{before}, out);
  for (std::size_t k = 0; k < x.size(); ++k) out[k] = (g[k] - out[k]) / (2 * h);
}
template <class Problem, class T>
void hessian_by_differences(Problem& problem, std::span<T const> x, std::span<T> hessian) {
  std::vector<T> unit(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) {
    unit[k] = 1;
    hvp_by_differences<Problem, T>(problem, x, unit, hessian.subspan(k * x.size(), x.size()));
    unit[k] = 0;
  }
}

/// (1 - x)^2 + 100 (y - x^2)^2; minimum 0 at (1, 1).
template <class T = double>
struct rosenbrock {
  using value_type = T;
  static constexpr std::size_t size() { return 2; }
  static std::vector<T> start() { return {T(-1.2), T(1)}; }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T const a = 1 - x[0], b = x[1] - x[0] * x[0];
    g[0] = -2 * a - 400 * x[0] * b;
    g[1] = 200 * b;
    return a * a + 100 * b * b;
  }
  void hessian(std::span<T const> x, std::span<T> h) const {
    h[0] = 2 - 400 * (x[1] - 3 * x[0] * x[0]);
    h[1] = h[2] = -400 * x[0];
    h[3] = 200;
  }
  void hvp(std::span<T const> x, std::span<T const> v, std::span<T> out) const {
    out[0] = (2 - 400 * (x[1] - 3 * x[0] * x[0])) * v[0] - 400 * x[0] * v[1];
    out[1] = -400 * x[0] * v[0] + 200 * v[1];
  }
};

/// x'Ax/2 - b'x, A tridiagonal with diagonal 1, 10, ... 10^4; its value_type is double because it names none.
struct quadratic5 {
  static constexpr double diagonal[5] = {1, 10, 100, 1000, 10000}, beside[4] = {1, 10, 100, 1000}, b[5] = {1, -2, 3, -4, 5};
  static constexpr double minimiser[5] = {1.430952380952381, -0.430952380952381, 0.08785714285714286, -0.014761904761904763,
                                          0.001976190476190476};
  static constexpr double minimum = -1.3126785714285714;
  static constexpr std::size_t size() { return 5; }
  static std::vector<double> start() { return {1, 1, 1, 1, 1}; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double value = 0;
    for (std::size_t k = 0; k < 5; ++k) {
      double product = diagonal[k] * x[k];
      if (k > 0) product += beside[k - 1] * x[k - 1];
      if (k < 4) product += beside[k] * x[k + 1];
      g[k] = product - b[k];
      value += x[k] * (product / 2 - b[k]);
    }
    return value;
  }
  void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) const { hvp_by_differences(*this, x, v, out); }
  void hessian(std::span<double const> x, std::span<double> h) const { hessian_by_differences(*this, x, h); }
};

/// Powell's singular function: (a + 10 b)^2 + 5 (c - d)^2 + (b - 2 c)^4 + 10 (a - d)^4; the Hessian at the minimum 0 is singular.
struct powell {
  using value_type = double;
  static constexpr std::size_t size() { return 4; }
  static std::vector<double> start() { return {3, -1, 0, 1}; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double const p = x[0] + 10 * x[1], q = x[2] - x[3], r = x[1] - 2 * x[2], s = x[0] - x[3];
    g[0] = 2 * p + 40 * s * s * s;
    g[1] = 20 * p + 4 * r * r * r;
    g[2] = 10 * q - 8 * r * r * r;
    g[3] = -10 * q - 40 * s * s * s;
    return p * p + 5 * q * q + r * r * r * r + 10 * s * s * s * s;
  }
  void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) const { hvp_by_differences(*this, x, v, out); }
  void hessian(std::span<double const> x, std::span<double> h) const { hessian_by_differences(*this, x, h); }
};

/// curvature/2 |x|^2 in n dimensions.
template <class T = double>
struct bowl {
  using value_type = T;
  T curvature = 1;
  std::size_t n = 1;
  std::size_t size() const { return n; }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T value = 0;
    for (std::size_t k = 0; k < n; ++k) {
      g[k] = curvature * x[k];
      value += g[k] * x[k] / 2;
    }
    return value;
  }
  void hvp(std::span<T const>, std::span<T const> v, std::span<T> out) const {
    for (std::size_t k = 0; k < n; ++k) out[k] = curvature * v[k];
  }
  void hessian(std::span<T const>, std::span<T> h) const {
    for (std::size_t k = 0; k < n * n; ++k) h[k] = k % (n + 1) == 0 ? curvature : T(0);
  }
};

/// A formula that is given as a function (x, g) -> value.
struct formula {
  using value_type = double;
  std::size_t n;
  std::function<double(std::span<double const>, std::span<double>)> f;
  std::size_t size() const { return n; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const { return f(x, g); }
  void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) const { hvp_by_differences(*this, x, v, out); }
  void hessian(std::span<double const> x, std::span<double> h) const { hessian_by_differences(*this, x, h); }
};

/// The mean over rows of (x - row)^2 / 2, and on a batch the mean over the batch; remembers which rows it was asked for.
struct mean_square {
  using value_type = double;
  std::vector<double> data;
  std::vector<std::vector<std::uint32_t>> asked{};
  std::vector<double> own = {0};

  std::size_t size() const { return 1; }
  std::size_t rows() const { return data.size(); }
  std::span<double> parameters() { return own; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double value = 0;
    g[0] = 0;
    for (double each : data) {
      value += (x[0] - each) * (x[0] - each) / 2;
      g[0] += x[0] - each;
    }
    g[0] /= static_cast<double>(data.size());
    return value / static_cast<double>(data.size());
  }
  void hvp(std::span<double const>, std::span<double const> v, std::span<double> out) const { out[0] = v[0]; }
  void hessian(std::span<double const>, std::span<double> h) const { h[0] = 1; }
  mean_square batch(std::span<std::uint32_t const> rows) {
    asked.emplace_back(rows.begin(), rows.end());
    mean_square part{{}};
    for (std::uint32_t row : rows) part.data.push_back(data[row]);
    return part;
  }
};

inline double largest_difference(std::span<double const> a, std::span<double const> b) {
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  double largest = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    double const d = std::abs(a[k] - b[k]);
    largest = d > largest || d != d ? d : largest;
  }
  return largest;
}

}  // namespace gradsmith::tests
