// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reprojection error of bundle adjustment, as ADBench has it [Šrajer, Kukelova, Fitzgibbon 2018, A benchmark of
// selected algorithmic differentiation tools]: a camera is a rotation vector, a centre, a focal length, a principal
// point and two coefficients of radial distortion; the error is weight * (project(camera, point) - feature). Written
// with series that hold at every angle, and its Jacobian by complex steps, df/dx = Im f(x + ih) / h, where nothing cancels.
#pragma once

#include <array>
#include <complex>
#include <cstddef>

namespace gradsmith::tests {

/// rotation 3, centre 3, focal, principal point 2, distortion 2, point 3, weight
inline constexpr std::size_t reprojection_arguments = 15;

template <class T>
std::array<T, 2> reprojection_error(std::array<T, reprojection_arguments> const& q, double const* feature) {
  std::array<T, 3> const r{q[0], q[1], q[2]}, p{q[11] - q[3], q[12] - q[4], q[13] - q[5]};
  auto const cross = [](std::array<T, 3> const& a, std::array<T, 3> const& b) {
    return std::array<T, 3>{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
  };
  T const squares = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
  std::array<T, 3> const across = cross(r, p);
  // cos(angle), sin(angle) / angle and (1 - cos(angle)) / angle^2 are series in the squared angle.
  T cosine = 0, sine = 0, versine = 0, term = 1;
  for (int k = 1; k < 60; k += 2) {
    cosine += term;                                  // (-squares)^m / (2 m)!
    sine += term / T(k);                             // ... / (2 m + 1)!
    versine += term / T(k * (k + 1));                // ... / (2 m + 2)!
    term *= -squares / T(k * (k + 1));
  }
  T const along = r[0] * p[0] + r[1] * p[1] + r[2] * p[2];
  std::array<T, 3> turned;
  for (std::size_t k = 0; k < 3; ++k) turned[k] = p[k] * cosine + across[k] * sine + r[k] * along * versine;
  T const a = turned[0] / turned[2], b = turned[1] / turned[2], radius = a * a + b * b;
  T const distortion = T(1) + q[9] * radius + q[10] * radius * radius;
  return {q[14] * (q[6] * distortion * a + q[7] - T(feature[0])), q[14] * (q[6] * distortion * b + q[8] - T(feature[1]))};
}

/// Row by row: d error[k] / d argument[m] at 15 k + m.
inline std::array<long double, 2 * reprojection_arguments> reprojection_jacobian(std::array<double, reprojection_arguments> const& at,
                                                                                 double const* feature) {
  using number = std::complex<long double>;
  long double const step = 1e-300L;
  std::array<long double, 2 * reprojection_arguments> jacobian;
  for (std::size_t m = 0; m < reprojection_arguments; ++m) {
    std::array<number, reprojection_arguments> moved;
    for (std::size_t k = 0; k < reprojection_arguments; ++k) moved[k] = number(at[k], k == m ? step : 0);
    auto const error = reprojection_error(moved, feature);
    jacobian[m] = error[0].imag() / step;
    jacobian[reprojection_arguments + m] = error[1].imag() / step;
  }
  return jacobian;
}

}  // namespace gradsmith::tests
