// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Residuals with known minima, for tests of least squares.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <span>
#include <string>
#include <vector>

namespace gradsmith::tests {

/// A number with its derivatives by up to 11 parameters.
template <class T>
struct number_with_slopes {
  static constexpr std::size_t most = 11;
  T value{};
  std::array<T, most> slopes{};

  number_with_slopes() = default;
  number_with_slopes(T constant) : value(constant) {}
  number_with_slopes(T v, T slope, number_with_slopes const& inner) : value(v) {
    for (std::size_t k = 0; k < most; ++k) slopes[k] = slope * inner.slopes[k];
  }
  friend number_with_slopes operator+(number_with_slopes a, number_with_slopes const& b) {
    a.value += b.value;
    for (std::size_t k = 0; k < most; ++k) a.slopes[k] += b.slopes[k];
    return a;
  }
  friend number_with_slopes operator-(number_with_slopes const& a) { return {-a.value, T(-1), a}; }
  friend number_with_slopes operator-(number_with_slopes const& a, number_with_slopes const& b) { return a + -b; }
  friend number_with_slopes operator*(number_with_slopes const& a, number_with_slopes const& b) {
    return number_with_slopes(a.value * b.value, b.value, a) + number_with_slopes(T(0), a.value, b);
  }
  friend number_with_slopes operator/(number_with_slopes const& a, number_with_slopes const& b) {
    T const ratio = a.value / b.value;
    return number_with_slopes(ratio, 1 / b.value, a) + number_with_slopes(T(0), -ratio / b.value, b);
  }
  friend number_with_slopes exp(number_with_slopes const& a) { return {std::exp(a.value), std::exp(a.value), a}; }
  friend number_with_slopes sqrt(number_with_slopes const& a) {
    return {std::sqrt(a.value), 1 / (2 * std::sqrt(a.value)), a};
  }
  friend number_with_slopes atan(number_with_slopes const& a) {
    return {std::atan(a.value), 1 / (1 + a.value * a.value), a};
  }
  friend number_with_slopes sin(number_with_slopes const& a) { return {std::sin(a.value), std::cos(a.value), a}; }
  friend number_with_slopes cos(number_with_slopes const& a) { return {std::cos(a.value), -std::sin(a.value), a}; }
};

/// m residuals of n parameters.
template <class T = double>
struct residual_formula {
  using value_type = T;
  using numbers = std::vector<number_with_slopes<T>>;
  std::size_t n, m;
  std::function<void(numbers const& x, numbers& r)> f;

  std::size_t size() const { return n; }
  std::size_t residuals() const { return m; }
  void residuals_and_jacobian(std::span<T const> x, std::span<T> r, std::span<T> J) const {
    numbers at(n), out(m);
    for (std::size_t k = 0; k < n; ++k) at[k] = x[k], at[k].slopes[k] = 1;
    f(at, out);
    for (std::size_t i = 0; i < m; ++i) {
      r[i] = out[i].value;
      for (std::size_t k = 0; k < n; ++k) J[i * n + k] = out[i].slopes[k];
    }
  }
};

/// A problem with its start and the sums of squares of its minima.
/// Source: More, Garbow, Hillstrom 1981, by the numbers that the paper gives them.
template <class T = double>
struct residual_test {
  std::string name;
  residual_formula<T> problem;
  std::vector<T> start;
  std::vector<double> minima;
};

template <class T = double>
std::vector<residual_test<T>> residual_tests() {
  using D = number_with_slopes<T>;
  using V = std::vector<D>;
  auto const square = [](D const& a) { return a * a; };
  std::vector<residual_test<T>> all;
  auto const add = [&](std::string name, std::size_t m, std::vector<T> start, std::vector<double> minima, auto f) {
    std::size_t const n = start.size();
    all.push_back({std::move(name), {n, m, f}, std::move(start), std::move(minima)});
  };
  add("1 Rosenbrock", 2, {T(-1.2), 1}, {0}, [](V const& x, V& r) {
    r[0] = T(10) * (x[1] - x[0] * x[0]);
    r[1] = T(1) - x[0];
  });
  add("2 Freudenstein and Roth", 2, {T(0.5), -2}, {0, 48.98425367924}, [](V const& x, V& r) {
    r[0] = T(-13) + x[0] + ((T(5) - x[1]) * x[1] - T(2)) * x[1];
    r[1] = T(-29) + x[0] + ((x[1] + T(1)) * x[1] - T(14)) * x[1];
  });
  add("4 Brown's badly scaled", 3, {1, 1}, {0}, [](V const& x, V& r) {
    r[0] = x[0] - T(1e6);
    r[1] = x[1] - T(2e-6);
    r[2] = x[0] * x[1] - T(2);
  });
  add("5 Beale", 3, {1, 1}, {0}, [](V const& x, V& r) {
    T const y[] = {T(1.5), T(2.25), T(2.625)};
    D power = x[1];
    for (std::size_t i = 0; i < 3; ++i, power = power * x[1]) r[i] = y[i] - x[0] * (T(1) - power);
  });
  add("6 Jennrich and Sampson", 10, {T(0.3), T(0.4)}, {124.36218235561}, [](V const& x, V& r) {
    for (std::size_t i = 0; i < 10; ++i) {
      T const t = static_cast<T>(i + 1);
      r[i] = T(2) + T(2) * t - exp(t * x[0]) - exp(t * x[1]);
    }
  });
  add("7 helical valley", 3, {-1, 0, 0}, {0}, [](V const& x, V& r) {
    T const turn = 2 * std::numbers::pi_v<T>;
    D angle = atan(x[1] / x[0]) / turn;
    if (x[0].value < 0) angle = angle + T(0.5);
    r[0] = T(10) * (x[2] - T(10) * angle);
    r[1] = T(10) * (sqrt(x[0] * x[0] + x[1] * x[1]) - T(1));
    r[2] = x[2];
  });
  add("8 Bard", 15, {1, 1, 1}, {8.214877306578e-3, 17.428693333333}, [](V const& x, V& r) {
    T const y[] = {T(0.14), T(0.18), T(0.22), T(0.25), T(0.29), T(0.32), T(0.35), T(0.39),
                   T(0.37), T(0.58), T(0.73), T(0.96), T(1.34), T(2.10), T(4.39)};
    for (std::size_t i = 0; i < 15; ++i) {
      T const u = static_cast<T>(i + 1), v = 16 - u, w = u < v ? u : v;
      r[i] = y[i] - (x[0] + u / (v * x[1] + w * x[2]));
    }
  });
  add("10 Meyer", 16, {T(0.02), 4000, 250}, {87.945855170}, [](V const& x, V& r) {
    T const y[] = {34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744,
                   8261,  7030,  6005,  5147,  4427,  3820,  3307,  2872};
    for (std::size_t i = 0; i < 16; ++i) r[i] = x[0] * exp(x[1] / (T(45) + T(5) * static_cast<T>(i + 1) + x[2])) - y[i];
  });
  add("12 box, three-dimensional", 10, {0, 10, 20}, {0}, [](V const& x, V& r) {
    for (std::size_t i = 0; i < 10; ++i) {
      T const t = T(0.1) * static_cast<T>(i + 1);
      r[i] = exp(-t * x[0]) - exp(-t * x[1]) - x[2] * (std::exp(-t) - std::exp(-10 * t));
    }
  });
  add("13 Powell's singular", 4, {3, -1, 0, 1}, {0}, [=](V const& x, V& r) {
    r[0] = x[0] + T(10) * x[1];
    r[1] = std::sqrt(T(5)) * (x[2] - x[3]);
    r[2] = square(x[1] - T(2) * x[2]);
    r[3] = std::sqrt(T(10)) * square(x[0] - x[3]);
  });
  add("14 Wood", 6, {-3, -1, -3, -1}, {0}, [](V const& x, V& r) {
    r[0] = T(10) * (x[1] - x[0] * x[0]);
    r[1] = T(1) - x[0];
    r[2] = std::sqrt(T(90)) * (x[3] - x[2] * x[2]);
    r[3] = T(1) - x[2];
    r[4] = std::sqrt(T(10)) * (x[1] + x[3] - T(2));
    r[5] = (x[1] - x[3]) / std::sqrt(T(10));
  });
  std::vector<T> const kowalik{T(0.25), T(0.39), T(0.415), T(0.39)};
  add("15 Kowalik and Osborne", 11, kowalik, {3.0750560384924e-4, 1.02734e-3}, [](V const& x, V& r) {
    T const y[] = {T(0.1957), T(0.1947), T(0.1735), T(0.1600), T(0.0844), T(0.0627),
                   T(0.0456), T(0.0342), T(0.0323), T(0.0235), T(0.0246)};
    T const u[] = {4, 2, 1, T(0.5), T(0.25), T(0.167), T(0.125), T(0.1), T(0.0833), T(0.0714), T(0.0625)};
    for (std::size_t i = 0; i < 11; ++i) {
      T const square_of_u = u[i] * u[i];
      r[i] = y[i] - x[0] * (square_of_u + u[i] * x[1]) / (square_of_u + u[i] * x[2] + x[3]);
    }
  });
  add("16 Brown and Dennis", 20, {25, 5, -5, -1}, {85822.20162635}, [=](V const& x, V& r) {
    for (std::size_t i = 0; i < 20; ++i) {
      T const t = static_cast<T>(i + 1) / 5;
      r[i] = square(x[0] + t * x[1] - std::exp(t)) + square(x[2] + std::sin(t) * x[3] - std::cos(t));
    }
  });
  add("17 Osborne 1", 33, {T(0.5), T(1.5), -1, T(0.01), T(0.02)}, {5.4648946975e-5}, [](V const& x, V& r) {
    T const y[] = {T(0.844), T(0.908), T(0.932), T(0.936), T(0.925), T(0.908), T(0.881), T(0.850), T(0.818),
                   T(0.784), T(0.751), T(0.718), T(0.685), T(0.658), T(0.628), T(0.603), T(0.580), T(0.558),
                   T(0.538), T(0.522), T(0.506), T(0.490), T(0.478), T(0.467), T(0.457), T(0.448), T(0.438),
                   T(0.431), T(0.424), T(0.420), T(0.414), T(0.411), T(0.406)};
    for (std::size_t i = 0; i < 33; ++i) {
      T const t = T(10) * static_cast<T>(i);
      r[i] = y[i] - (x[0] + x[1] * exp(-x[3] * t) + x[2] * exp(-x[4] * t));
    }
  });
  return all;
}

}  // namespace gradsmith::tests
