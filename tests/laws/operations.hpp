// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What holds for every operation: the compiled program gives the bits of the scalar function at every
// length, its sums those of a loop up to rounding, and its derivative that of central differences.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"

namespace gradsmith::tests {

/// The number of lanes of a vector of T.
template <class T>
inline constexpr std::size_t lane_count = simd::batch<T>::size;

template <class T>
bool same_bits(T a, T b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

/// Lengths around the number of lanes, and one that has several blocks of rows.
template <class T>
std::vector<std::size_t> law_lengths() {
  std::size_t const w = lane_count<T>;
  std::vector<std::size_t> all{1, w - 1, w, w + 1, 2 * w + 1, 601};
  std::erase(all, std::size_t{0});
  return all;
}

/// n numbers from [low, high] at a fixed seed, none within 0.1 of 0, where several derivatives jump.
template <class T>
std::vector<T> law_sample(std::size_t n, double low, double high, unsigned seed) {
  std::mt19937 bits(seed);
  std::vector<T> numbers(n);
  for (T& each : numbers) {
    each = static_cast<T>(low + (high - low) * (static_cast<double>(bits()) / 4294967296.0));
    if (std::abs(each) < T(0.1)) each = T(0.1);
  }
  return numbers;
}

/// Values, sums over all observations, and derivatives by x of the expressions E.
template <auto I, auto X, auto... E>
struct law_program {
  static constexpr std::size_t count = sizeof...(E);
  static constexpr auto const& values = compile<E..., sum(I, E)...>;
  static constexpr auto const& derivatives = compile<diff(E, X)...>;
};

/// `got` (element k of a result tuple) for every k.
template <class Results, class F, std::size_t... K>
void for_each_result(Results const& r, F f, std::index_sequence<K...>) {
  (f(K, r.template get<K>()), ...);
}

/// Checks what `evaluate(x, y)` returns (values, then sums) against the scalar functions at all lengths.
template <class T, std::size_t Count, class Evaluate, class Scalar>
void check_lanes(Evaluate evaluate, Scalar scalar, std::vector<T> const& xs, std::vector<T> const& ys) {
  for (std::size_t const n : law_lengths<T>()) {
    CAPTURE(n);
    std::vector<T> const x(xs.begin(), xs.begin() + static_cast<std::ptrdiff_t>(n));
    std::vector<T> const y(ys.begin(), ys.begin() + static_cast<std::ptrdiff_t>(n));
    auto const r = evaluate(x, y);
    CHECK(r.size == 2 * Count);
    for_each_result(r, [&]<class Result>(std::size_t k, Result const& got) {
      if constexpr (std::is_same_v<Result, T>) {
        long double total = 0, size = 0;
        for (std::size_t m = 0; m < n; ++m) total += scalar(k - Count, x[m], y[m]), size += std::abs(scalar(k - Count, x[m], y[m]));
        bool const near = std::abs(static_cast<long double>(got) - total) <=
                          static_cast<long double>(std::numeric_limits<T>::epsilon()) * size * static_cast<long double>(4 + n / 16);
        if (!near) FAIL_CHECK("the sum of operation " << k - Count << " is " << got << ", a loop gives " << static_cast<double>(total));
      } else {
        for (std::size_t m = 0; m < n; ++m)
          if (!same_bits(got[m], scalar(k, x[m], y[m])))
            FAIL_CHECK("operation " << k << " at " << x[m] << ", " << y[m] << ": row " << m << " has " << got[m] << ", the scalar is " << scalar(k, x[m], y[m]));
      }
    }, std::make_index_sequence<2 * Count>{});
  }
}

/// The same for operations that are made of others and have no scalar function: alone, a row is what it is among others.
template <class T, std::size_t Count, class Evaluate>
void check_rows(Evaluate evaluate, std::vector<T> const& xs, std::vector<T> const& ys) {
  std::map<std::pair<T, T>, std::vector<T>> alone;
  for (std::size_t m = 0; m < xs.size(); ++m) {
    auto const r = evaluate({xs[m]}, {ys[m]});
    auto& row = alone[{xs[m], ys[m]}];
    for_each_result(r, [&]<class Result>(std::size_t, Result const& got) {
      if constexpr (!std::is_same_v<Result, T>) row.push_back(got[0]);
    }, std::make_index_sequence<2 * Count>{});
  }
  check_lanes<T, Count>(evaluate, [&](std::size_t which, T first, T second) { return alone.at({first, second})[which]; }, xs, ys);
}

/// Checks derivatives against central differences of the values in the same precision.
template <class T, std::size_t Count, class Evaluate, class Derivatives>
void check_differences(Evaluate evaluate, Derivatives derivatives, std::vector<T> const& x, std::vector<T> const& y) {
  auto const step = static_cast<T>(std::cbrt(static_cast<double>(std::numeric_limits<T>::epsilon())));
  std::vector<T> above = x, below = x;
  for (std::size_t m = 0; m < x.size(); ++m) {
    T const h = step * std::max(T{1}, std::abs(x[m]));
    above[m] += h;
    below[m] -= h;
  }
  auto const f1 = evaluate(above, y);
  auto const f0 = evaluate(below, y);
  auto const slope = derivatives(x, y);
  [&]<std::size_t... K>(std::index_sequence<K...>) {
    auto const check = [&](std::size_t k, auto const& high, auto const& low, auto const& got) {
      for (std::size_t m = 0; m < x.size(); ++m) {
        double const want = (static_cast<double>(high[m]) - static_cast<double>(low[m])) / (static_cast<double>(above[m]) - static_cast<double>(below[m]));
        double const size = 1 + std::abs(want) + std::abs(static_cast<double>(high[m])) + std::abs(static_cast<double>(low[m]));
        if (!(std::abs(static_cast<double>(got[m]) - want) <= 40 * static_cast<double>(step) * static_cast<double>(step) * size))
          FAIL_CHECK("the derivative of operation " << k << " at " << x[m] << ", " << y[m] << " is " << got[m] << ", differences give " << want);
      }
    };
    (check(K, f1.template get<K>(), f0.template get<K>(), slope.template get<K>()), ...);
  }(std::make_index_sequence<Count>{});
}

/// The laws of the operations `Op...` of one number, for the input `X` along the axis `I`.
template <auto I, auto X, class... Op>
struct unary_laws {
  using program = law_program<I, X, call<Op>(X)...>;

  template <class T>
  static T scalar(std::size_t k, T v, T) {
    T (*const all[])(T) = {[](T one) { return static_cast<T>(Op::value(one)); }...};
    return all[k](v);
  }

  /// Checks them between `low` and `high`.
  template <class T>
  static void check(double low, double high) {
    auto const evaluate = [](std::vector<T> const& v, std::vector<T> const&) { return program::values(X = v); };
    auto const derivatives = [](std::vector<T> const& v, std::vector<T> const&) { return program::derivatives(X = v); };
    auto const sample = law_sample<T>(601, low, high, 7);
    check_lanes<T, program::count>(evaluate, &scalar<T>, sample, sample);
    check_differences<T, program::count>(evaluate, derivatives, sample, sample);
    CHECK_THROWS_AS(evaluate({}, {}), data_error);
  }
};

}  // namespace gradsmith::tests
