// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What others do for the logistic loss, in their best form, and the bound that memory sets:
// callables of one signature, so that a program can time them in one interleaved run.

#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/support/simd.hpp>

#include "logistic_problem.hpp"

#if defined(GRADSMITH_BENCHMARK_EIGEN)
#include <Eigen/Core>
#endif

namespace benchmarks {

/// Sums everything in [p, p + n) with `Sums` independent vector accumulators, fetching `Ahead`
/// bytes ahead if not 0. The pure read of a problem is the fastest of 1, 4 and 8 accumulators with
/// and without.
template <std::size_t Sums, std::size_t Ahead>
double read_all(double const* p, std::size_t n) {
  using V = gradsmith::simd::batch<double>;
  constexpr auto W = gradsmith::emit::kernel::lane_count<V>;
  V sum[Sums];
  for (auto& s : sum) s = V(0.0);
  std::size_t i = 0;
  for (; i + Sums * W <= n; i += Sums * W) {
    for (std::size_t s = 0; s < Sums; ++s) {
      if constexpr (Ahead != 0)
        if (s * W * sizeof(double) % 64 == 0)
          __builtin_prefetch(p + i + s * W + Ahead / sizeof(double));
      sum[s] = sum[s] + gradsmith::simd::load<V>(p + i + s * W);
    }
  }
  for (; i < n; ++i) sum[0] = sum[0] + V(p[i]);
  for (std::size_t s = 1; s < Sums; ++s) sum[0] = sum[0] + sum[s];
  return gradsmith::simd::reduce_add(sum[0]);
}

#if defined(GRADSMITH_BENCHMARK_EIGEN)

/// As written in textbooks: two passes over X, log(1 + e) of the unguarded exponential.
class eigen_naive {
 public:
  explicit eigen_naive(std::size_t rows) : t_(static_cast<Eigen::Index>(rows)), e_(t_) {}
  double operator()(logistic_problem const& p, double* gradient) {
    using Eigen::Index, Eigen::Map;
    auto const n = static_cast<Index>(p.rows), d = static_cast<Index>(p.columns);
    Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const> const x(p.x,
                                                                                              n, d);
    Map<Eigen::ArrayXd const> const y(p.y, n);
    t_.matrix().noalias() = x * Map<Eigen::VectorXd const>(p.w, d);
    e_ = (-y * (t_ + p.b)).exp();
    double const value = (1 + e_).log().mean();
    t_ = -y * e_ / (1 + e_);
    Map<Eigen::VectorXd>(gradient, d).noalias() =
        x.transpose() * t_.matrix() / static_cast<double>(n);
    gradient[d] = t_.mean();
    return value;
  }

 private:
  Eigen::ArrayXd t_, e_;
};

/// The same without overflow or loss of digits: max(t, 0) + log1p(exp(-|t|)).
class eigen_stable {
 public:
  explicit eigen_stable(std::size_t rows) : t_(static_cast<Eigen::Index>(rows)), e_(t_) {}
  double operator()(logistic_problem const& p, double* gradient) {
    using Eigen::Index, Eigen::Map;
    auto const n = static_cast<Index>(p.rows), d = static_cast<Index>(p.columns);
    Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> const> const x(p.x,
                                                                                              n, d);
    Map<Eigen::ArrayXd const> const y(p.y, n);
    t_.matrix().noalias() = x * Map<Eigen::VectorXd const>(p.w, d);
    t_ = -y * (t_ + p.b);
    e_ = (-t_.abs()).exp();
    double const value = (t_.max(0.0) + e_.log1p()).mean();
    t_ = -y * (t_ >= 0).select(1 / (1 + e_), e_ / (1 + e_));
    Map<Eigen::VectorXd>(gradient, d).noalias() =
        x.transpose() * t_.matrix() / static_cast<double>(n);
    gradient[d] = t_.mean();
    return value;
  }

 private:
  Eigen::ArrayXd t_, e_;
};

#endif

}  // namespace benchmarks
