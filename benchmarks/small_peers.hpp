// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reprojection error as one writes it, for any type of number: with Ceres Jets it gives its Jacobian.
#pragma once

#include <cmath>

#if defined(GRADSMITH_BENCHMARK_CERES)
#include <ceres/jet.h>
#endif

namespace benchmarks {

/// A rotation 3, centre 3, focal length, principal point 2, distortion 2, point 3, weight: 15 arguments q.
template <class T>
inline void plain_reprojection(T const* q, double const* seen, T* error) {
  using std::cos;
  using std::sin;
  using std::sqrt;
  T const p[3]{q[11] - q[3], q[12] - q[4], q[13] - q[5]};
  T const squares = q[0] * q[0] + q[1] * q[1] + q[2] * q[2], along = q[0] * p[0] + q[1] * p[1] + q[2] * p[2];
  T const across[3]{q[1] * p[2] - q[2] * p[1], q[2] * p[0] - q[0] * p[2], q[0] * p[1] - q[1] * p[0]};
  T turned[3];
  if (squares > T(1e-6)) {
    T const angle = sqrt(squares), cosine = cos(angle), sine = sin(angle) / angle,
            versine = along * (T(1) - cosine) / squares;
    for (int k = 0; k < 3; ++k) turned[k] = p[k] * cosine + across[k] * sine + q[k] * versine;
  } else {
    for (int k = 0; k < 3; ++k)
      turned[k] = p[k] * (T(1) - squares * T(1.0 / 2)) + across[k] * (T(1) - squares * T(1.0 / 6)) +
                  q[k] * along * (T(0.5) - squares * T(1.0 / 24));
  }
  T const a = turned[0] / turned[2], b = turned[1] / turned[2], radius = a * a + b * b;
  T const scale = q[6] * (T(1) + radius * (q[9] + q[10] * radius));
  error[0] = q[14] * (scale * a + q[7] - T(seen[0]));
  error[1] = q[14] * (scale * b + q[8] - T(seen[1]));
}

#if defined(GRADSMITH_BENCHMARK_CERES)
/// Value and 2 x 15 Jacobian, by rows, from one evaluation with Jets of 15 directions.
inline void ceres_reprojection(double const* q, double const* seen, double* error, double* jacobian) {
  using jet = ceres::Jet<double, 15>;
  jet all[15], errors[2];
  for (int k = 0; k < 15; ++k) all[k] = jet(q[k], k);
  plain_reprojection(all, seen, errors);
  for (int e = 0; e < 2; ++e) {
    error[e] = errors[e].a;
    for (int k = 0; k < 15; ++k) jacobian[15 * e + k] = errors[e].v[k];
  }
}
#endif

}  // namespace benchmarks
