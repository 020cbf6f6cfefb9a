// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// When a gradient is too long, and what becomes of it then.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/parameter_range.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

namespace optimize {

/// What a clip is: bool operator()(std::span<T const> x, std::span<T const> gradient, std::span<T> clipped) const,
/// which returns whether there was anything to clip, and only then assigns all of `clipped`; and std::string invalid()
/// const. One that multiplies all of the gradient has, in place of that operator,
///   T factor(std::span<T const> x, std::span<T const> gradient) const        at most 1; 1 where nothing is to be done
template <class Clip, class T>
concept scaling_clip = requires(Clip const& clip, std::span<T const> x) {
  { clip.factor(x, x) } -> std::same_as<T>;
};

/// Either kind, in the words of the first.
template <class T, class Clip>
[[nodiscard]] bool clip_into(Clip const& clip, std::span<T const> x, std::span<T const> gradient,
                             std::span<T> clipped) {
  if constexpr (scaling_clip<Clip, T>) {
    T const factor = clip.factor(x, gradient);
    if (factor == 1) return false;
    assign_scaled<T>(clipped, factor, gradient);
    return true;
  } else {
    return clip(x, gradient, clipped);
  }
}

/// largest / length where that is less than 1, else 1; also where there is no number.
template <class T>
[[nodiscard]] T factor_to(double largest, double length) {
  double const factor = largest / length;
  return factor < 1 ? static_cast<T>(factor) : T(1);
}

}  // namespace optimize

/// Every entry of the gradient is brought into [-largest, largest]: its direction may change.
struct by_value {
  double largest = 0;                     // has to be given

  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("largest", largest)}); }

  template <class T>
  [[nodiscard]] bool operator()(std::span<T const>, std::span<T const> gradient, std::span<T> clipped) const {
    using namespace optimize;
    T const most = static_cast<T>(largest);
    if (max_abs(gradient) <= most) return false;
    sweep<T>(gradient.size(), [=]<class V>(std::size_t first_entry) {
      V const limit = simd::broadcast<V>(most);
      put(clipped, first_entry, simd::max(simd::min(at<V>(gradient, first_entry), limit), simd::negate(limit)));
    });
    return true;
  }
};

/// Where the Euclidean norm of the gradient is more than `largest`, the gradient is multiplied by largest / norm: its
/// direction stays. PyTorch multiplies by largest / (norm + 1e-6), where that is less than 1: softening = 1e-6.
/// Source: Pascanu, Mikolov, Bengio 2013, algorithm 1.
struct by_norm {
  double largest = 0;                     // has to be given
  double softening = 0;                   // in units of the gradient

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("largest", largest), not_negative("softening", softening)});
  }

  template <class T>
  [[nodiscard]] T factor(std::span<T const>, std::span<T const> gradient) const {
    return optimize::factor_to<T>(largest, static_cast<double>(optimize::norm<T>(gradient)) + softening);
  }
};

/// The same by the root of the mean of squares, norm / sqrt(n), which does not grow with the number n of parameters:
/// one `largest` for blocks of any size.
/// Source: optax (clip_by_block_rms); for steps, Shazeer, Stern 2018, section 6.
struct by_rms {
  double largest = 0;                     // has to be given

  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("largest", largest)}); }

  template <class T>
  [[nodiscard]] T factor(std::span<T const>, std::span<T const> gradient) const {
    double const root = std::sqrt(static_cast<double>(gradient.size()));
    return optimize::factor_to<T>(largest, static_cast<double>(optimize::norm<T>(gradient)) / root);
  }
};

/// Where the norm of the gradient is more than the share `largest` of that of the parameters it is multiplied so that
/// it is that share: steps of a rate of 1 change parameters by no more. Below smallest_norm the parameters count as
/// that long, lest zeros stay zeros. Meant for each unit of a network by itself, which is to say for all weights that
/// go into one number: by_block(by_parameters{}, each_row_of(blocks_of(problem))) where these are rows.
/// Source: Brock, De, Smith, Simonyan 2021, equation 3 (adaptive gradient clipping), and its section 4.1 for 0.01.
struct by_parameters {
  double largest = 0.01;                  // lambda: share of the parameters' norm, per unit of the rate
  double smallest_norm = 1e-3;            // epsilon: in units of x

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("largest", largest), positive("smallest_norm", smallest_norm)});
  }

  template <class T>
  [[nodiscard]] T factor(std::span<T const> x, std::span<T const> gradient) const {
    double const length = std::max(static_cast<double>(optimize::norm<T>(x)), smallest_norm);
    return optimize::factor_to<T>(largest * length, static_cast<double>(optimize::norm<T>(gradient)));
  }
};

/// What `by_block` returns.
template <class Clip>
struct clip_each {
  Clip clip;
  parameter_ranges ranges;

  [[nodiscard]] std::string invalid() const {
    return ranges.size() == 0 ? "Clipping by block needs at least one block." : clip.invalid();
  }
  /// Errors: data_error where a block is not among n parameters.
  void check(std::size_t n) const { optimize::check_ranges(ranges, n); }

  template <class T>
  [[nodiscard]] bool operator()(std::span<T const> x, std::span<T const> gradient, std::span<T> clipped) const {
    std::copy(gradient.begin(), gradient.end(), clipped.begin());
    bool any = false;
    for (parameter_range const& each : ranges)
      any |= optimize::clip_into<T>(clip, x.subspan(each.offset, each.size), gradient.subspan(each.offset, each.size),
                                    clipped.subspan(each.offset, each.size));
    return any;
  }
};

/// Each of the ranges by itself, what is in none stays: by_block(by_norm{.largest = 1}, blocks_of(problem)).
/// Source: for norms of layers, You et al. 2017.
template <class Clip>
[[nodiscard]] clip_each<Clip> by_block(Clip clip, parameter_ranges ranges) {
  return {clip, ranges};
}

/// The rows of matrices, each as a range of its own; what is no matrix is one row.
[[nodiscard]] inline parameter_ranges each_row_of(parameter_ranges const& matrices) {
  std::vector<parameter_range> out;
  for (parameter_range const& each : matrices) {
    if (each.rows == 0 || each.size % each.rows != 0)
      throw_data_error("a block of ", each.size, " parameters cannot have ", each.rows, " rows");
    std::size_t const columns = each.size / each.rows;
    for (std::size_t row = 0; row < each.rows; ++row)
      out.push_back({.offset = each.offset + row * columns, .size = columns});
  }
  return out;
}

}  // namespace gradsmith
