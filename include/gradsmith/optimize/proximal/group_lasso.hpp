// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The lengths of blocks of parameters, as a term.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/proximal/term.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// weight sum over blocks b of |x_b|, the Euclidean length, which makes whole blocks 0; with `by_size` each length is
/// multiplied by the root of the block's size, as in the paper. Blocks have no parameter in common. Of each block the
/// proximal operator is
///   v_b max(0, 1 - step weight / |v_b|)
/// Source: Yuan, Lin 2006; Parikh, Boyd 2014, section 6.5.4.
struct group_lasso {
  double weight = 1;
  parameter_ranges blocks{};              // each is a group; all parameters are one unless given
  bool by_size = false;

  [[nodiscard]] std::string invalid() const {
    return optimize::first_wrong({optimize::not_negative_but_finite("weight", weight)});
  }
  void check(std::size_t n) const { optimize::check_disjoint_ranges(blocks, n); }

  template <class T>
  [[nodiscard]] T value(std::span<T const> x) const {
    T sum = 0;
    optimize::for_each_range(blocks, x, [&](std::span<T const> one_range) {
      sum += weight_of<T>(one_range.size()) * optimize::norm<T>(one_range);
    });
    return sum;
  }
  template <class T>
  void prox(std::span<T> v, T step) const {
    optimize::for_each_range(blocks, v, [&](std::span<T> one_range) {
      T const block_length = optimize::norm<T>(std::span<T const>{one_range});
      T const threshold = step * weight_of<T>(one_range.size());
      T const share_left = block_length <= threshold ? T(0) : 1 - threshold / block_length;      // NaN stays
      for (T& each : one_range) each *= share_left;
    });
  }
  template <class T>
  void assign_residual(std::span<T const> x, std::span<T const> g, std::span<T> out) const {
    if (blocks.size() > 0) std::copy(g.begin(), g.end(), out.begin());
    optimize::for_each_range(blocks, x, [&](std::span<T const> one_range) {
      std::size_t const begins = static_cast<std::size_t>(one_range.data() - x.data()), n = one_range.size();
      std::span<T> const image = out.subspan(begins, n);
      std::span<T const> const slopes = g.subspan(begins, n);
      optimize::assign_moved<T>(image, one_range, T(-1), slopes);
      T const block_length = optimize::norm<T>(std::span<T const>{image});
      T const threshold = weight_of<T>(n);
      T const taken = block_length <= threshold ? T(1) : threshold / block_length;      // NaN stays
      for (std::size_t k = 0; k < n; ++k) image[k] = taken * one_range[k] + (1 - taken) * slopes[k];
    });
  }

 private:
  template <class T>
  [[nodiscard]] T weight_of(std::size_t size) const {
    return static_cast<T>(weight) * (by_size ? std::sqrt(static_cast<T>(size)) : T(1));
  }
};

}  // namespace gradsmith
