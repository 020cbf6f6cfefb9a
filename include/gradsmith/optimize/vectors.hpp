// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The few operations on whole vectors that methods need.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>

#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith::optimize {

/// The largest body.operator()<V>(k), k = 0 ... n - 1, none of which is negative; NaN if any is NaN, 0 if there are
/// none.
template <class T, class Body>
[[nodiscard]] inline T largest_of(std::size_t n, Body body) {
  using V = simd::batch<T>;
  constexpr std::size_t width = static_cast<std::size_t>(simd::width<V>);
  V even = simd::broadcast<V>(0), odd = simd::broadcast<V>(0);
  std::size_t const whole = n - n % (2 * width);
  for (std::size_t k = 0; k < whole; k += 2 * width) {
    even = simd::max(even, body.template operator()<V>(k));
    odd = simd::max(odd, body.template operator()<V>(k + width));
  }
  T largest = simd::reduce_max(simd::max(even, odd));
  for (std::size_t k = whole; k < n; ++k) largest = simd::max(largest, body.template operator()<T>(k));
  return largest;
}

/// The largest |a[k]|; NaN if any is NaN.
template <class T>
[[nodiscard]] inline std::remove_const_t<T> max_abs(std::span<T> a) {
  using number = std::remove_const_t<T>;
  return largest_of<number>(a.size(),
                            [=]<class V>(std::size_t first_entry) { return simd::abs(at<V>(a, first_entry)); });
}

/// The largest |a[k] - b[k]|; NaN if any is NaN.
template <class T>
[[nodiscard]] inline T max_distance(std::span<T const> a, std::span<T const> b) {
  return largest_of<T>(a.size(), [=]<class V>(std::size_t first_entry) {
    return simd::abs(at<V>(a, first_entry) - at<V>(b, first_entry));
  });
}

/// sum a[k] b[k], in an order that depends only on the length and the instruction set.
template <class T>
[[nodiscard]] inline T dot(std::span<T const> a, std::span<T const> b) {
  using V = simd::batch<T>;
  constexpr std::size_t width = static_cast<std::size_t>(simd::width<V>);
  V even = simd::broadcast<V>(0), odd = simd::broadcast<V>(0);
  std::size_t const whole = a.size() - a.size() % (2 * width);
  for (std::size_t k = 0; k < whole; k += 2 * width) {
    even = simd::fma(at<V>(a, k), at<V>(b, k), even);
    odd = simd::fma(at<V>(a, k + width), at<V>(b, k + width), odd);
  }
  T rest = 0;
  for (std::size_t k = whole; k < a.size(); ++k) rest += a[k] * b[k];
  return simd::reduce_add(even + odd) + rest;
}

/// The root of sum a[k]^2, also where squares overflow or vanish.
template <class T>
[[nodiscard]] inline T norm(std::span<T const> a) {
  T const square = dot<T>(a, a);
  if (square > std::numeric_limits<T>::min() / std::numeric_limits<T>::epsilon() && std::isfinite(square))
    return std::sqrt(square);
  T const largest = max_abs(a);
  if (!(largest > 0) || !std::isfinite(largest)) return largest;
  T sum = 0;
  for (T const each : a) sum += (each / largest) * (each / largest);
  return largest * std::sqrt(sum);
}

/// Whether the change y of a gradient along a step s tells a curvature: y.s > eps y.y, or y.s > eps |y| |s|, which has no
/// units: in some every curvature is above 1/eps. Given are y.s and y.y too.
template <class T>
[[nodiscard]] inline bool tells_curvature(std::span<T const> step, std::span<T const> change, T product, T square) {
  constexpr T epsilon = std::numeric_limits<T>::epsilon();
  if (product > epsilon * square) return true;
  return std::isfinite(square) && product > epsilon * norm(change) * norm(step);
}

/// sum |a[k]|.
template <class T>
[[nodiscard]] inline T sum_abs(std::span<T const> a) {
  T sum = 0;
  for (T const each : a) sum += std::abs(each);
  return sum;
}

/// to = from + step direction.
template <class T>
inline void assign_moved(std::span<T> to, std::span<T const> from, T step, std::span<T const> direction) {
  sweep<T>(to.size(), [=]<class V>(std::size_t first_entry) {
    put(to, first_entry, at<V>(from, first_entry) + simd::broadcast<V>(step) * at<V>(direction, first_entry));
  });
}

/// to += factor a.
template <class T>
inline void add_scaled(std::span<T> to, T factor, std::span<T const> a) {
  assign_moved<T>(to, to, factor, a);
}

/// to = factor a.
template <class T>
inline void assign_scaled(std::span<T> to, T factor, std::span<T const> a) {
  sweep<T>(to.size(), [=]<class V>(std::size_t first_entry) {
    put(to, first_entry, simd::broadcast<V>(factor) * at<V>(a, first_entry));
  });
}

}  // namespace gradsmith::optimize
