// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The expert for Gaussian mixtures: the sum of log sum_k exp(alpha_k + log|Q_k| - |Q_k (x - mu_k)|^2 / 2) over the points, by hand.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "expert_mathematics.hpp"

namespace benchmarks::expert {

/// A mixture of K components in D dimensions; Q_k has exp(icf_k[d]) on its diagonal, and below it the rest of icf_k by columns.
struct mixture_problem {
  std::size_t points = 0, dimensions = 0, components = 0;
  double const *x = nullptr, *alpha = nullptr, *mu = nullptr, *icf = nullptr;
  [[nodiscard]] std::size_t packed() const { return dimensions * (dimensions + 1) / 2; }
};

/// Numbers that begin at a cache line: a vector that crosses two of them takes two loads.
class aligned_numbers {
 public:
  explicit aligned_numbers(std::size_t count) : memory_(count + 8) {
    auto const begins = reinterpret_cast<std::uintptr_t>(memory_.data());
    first_ = memory_.data() + (64 - begins % 64) % 64 / sizeof(double);
  }
  aligned_numbers(aligned_numbers const&) = delete;
  aligned_numbers& operator=(aligned_numbers const&) = delete;
  [[nodiscard]] double* data() { return first_; }
  [[nodiscard]] double const* data() const { return first_; }
  double& operator[](std::size_t k) { return first_[k]; }

 private:
  std::vector<double> memory_;
  double* first_;
};

/// Lanes are points, four vectors of them at a time, and two rows of Q_k: eight sums that do not wait for one another, and six loads for
/// eight multiplications. What Q_k needs is computed once.
class mixture {
 public:
  static constexpr std::size_t at_once = 4 * W;

  explicit mixture(mixture_problem const& problem)
      : p_(problem), rows_(problem.components * problem.packed()), start_(problem.components), x_(problem.dimensions * at_once),
        centred_(problem.dimensions * at_once), scores_(problem.components * at_once) {}

  double operator()() {
    prepare();
    V total(0.0);
    double rest = 0;
    for (std::size_t begin = 0; begin < p_.points; begin += at_once) {
      auto const count = std::min(at_once, p_.points - begin);
      for (std::size_t d = 0; d < p_.dimensions; ++d)
        for (std::size_t l = 0; l < at_once; ++l) x_[d * at_once + l] = p_.x[(begin + std::min(l, count - 1)) * p_.dimensions + d];
      for (std::size_t k = 0; k < p_.components; ++k) score(k);
      for (std::size_t v = 0; v < 4; ++v) {
        V const each = log_sum_exp(v);
        if ((v + 1) * W <= count) total = total + each;
        else {
          alignas(64) double lane[W];
          simd::store(lane, each);
          for (std::size_t l = v * W; l < count; ++l) rest += lane[l - v * W];
        }
      }
    }
    return simd::reduce_add(total) + rest;
  }

 private:
  /// Rows of Q_k one behind the other, and alpha_k + log|Q_k|.
  void prepare() {
    auto const n = p_.dimensions;
    for (std::size_t k = 0; k < p_.components; ++k) {
      double const* const icf = p_.icf + k * p_.packed();
      double* row = rows_.data() + k * p_.packed();
      start_[k] = p_.alpha[k];
      for (std::size_t d = 0; d < n; row += ++d) {
        start_[k] += icf[d];
        for (std::size_t e = 0; e < d; ++e) row[e] = icf[n + e * (2 * n - e - 1) / 2 + d - e - 1];
        row[d] = std::exp(icf[d]);
      }
    }
  }
  template <std::size_t Rows>
  void add_rows(double const* const (&row)[Rows], std::size_t length, V (&distance)[4]) const {
    V sum[Rows][4];
    for (auto& each : sum)
      for (V& s : each) s = V(0.0);
    for (std::size_t e = 0; e < length; ++e)
#pragma GCC unroll 4
      for (std::size_t v = 0; v < 4; ++v) {
        V const z = simd::load<V>(centred_.data() + e * at_once + v * W);
#pragma GCC unroll 2
        for (std::size_t r = 0; r < Rows; ++r) sum[r][v] = simd::fma(V(row[r][e]), z, sum[r][v]);
      }
    // The last row is one longer than the one before it.
    if constexpr (Rows == 2)
      for (std::size_t v = 0; v < 4; ++v) sum[1][v] = simd::fma(V(row[1][length]), simd::load<V>(centred_.data() + length * at_once + v * W), sum[1][v]);
    for (std::size_t v = 0; v < 4; ++v)
      for (std::size_t r = 0; r < Rows; ++r) distance[v] = simd::fma(sum[r][v], sum[r][v], distance[v]);
  }
  void score(std::size_t k) {
    auto const n = p_.dimensions;
    for (std::size_t d = 0; d < n; ++d)
      for (std::size_t v = 0; v < at_once; v += W)
        simd::store(centred_.data() + d * at_once + v, simd::load<V>(x_.data() + d * at_once + v) - V(p_.mu[k * n + d]));
    V distance[4]{V(0.0), V(0.0), V(0.0), V(0.0)};
    double const* row = rows_.data() + k * p_.packed();
    std::size_t d = 0;
    for (; d + 2 <= n; row += 2 * d + 3, d += 2) add_rows<2>({row, row + d + 1}, d + 1, distance);
    if (d < n) add_rows<1>({row}, n, distance);
    for (std::size_t v = 0; v < 4; ++v) simd::store(scores_.data() + k * at_once + v * W, simd::fma(V(-0.5), distance[v], V(start_[k])));
  }
  [[nodiscard]] V log_sum_exp(std::size_t v) const {
    double const* const first = scores_.data() + v * W;
    V top = simd::load<V>(first);
    for (std::size_t k = 1; k < p_.components; ++k) top = simd::max(top, simd::load<V>(first + k * at_once));
    V sum(0.0);
    for (std::size_t k = 0; k < p_.components; ++k) sum = sum + exp_nonpositive(simd::load<V>(first + k * at_once) - top);
    return top + log1p_nonnegative(sum - V(1.0));
  }

  mixture_problem p_;
  aligned_numbers rows_, start_, x_, centred_, scores_;
};

}  // namespace benchmarks::expert
