// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Rprop: steps of their own length in every parameter, by the signs of the gradient.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// Every parameter has a step s, learning_rate at the start, and remembers a gradient p, 0 at the start:
///   where g p > 0: s *= grow;  where g p < 0: s *= shrink, and g = 0;
///   s is brought into [step_min, step_max],  x -= sign(g) s,  p = g.
/// Steps are clamped at all times (PyTorch's rule). With lengths_are_late, as in optax, x moves by the s of before, and
/// s is clamped only where g p is not 0: so the first two steps have the length learning_rate whatever it is.
/// Where every entry of the gradient turns, x stays where it is: stop{.value_change, .step_change} would end the run.
/// Needs value_and_gradient, and all of the data: signs of mini-batches disagree by chance. Memory: 2 vectors.
/// Source: Riedmiller, Braun 1993; g = 0 in place of a step back: Igel, Huesken 2000 (iRprop-).
struct rprop {
  double learning_rate = 1e-2;            // length of the first step in every parameter, in units of x
  double shrink = 0.5;                    // eta minus, in (0, 1)
  double grow = 1.2;                      // eta plus, more than 1
  double step_min = 1e-6;                 // in units of x
  double step_max = 50;                   // in units of x
  bool lengths_are_late = false;          // optax
  static constexpr bool takes_rates = false;      // its learning_rate is that of the first step only

  template <class T>
  struct state {
    std::vector<T> lengths, signs;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.lengths = std::vector<T>(n, static_cast<T>(learning_rate)), .signs = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), inside_unit("shrink", shrink), positive("grow", grow),
                        {"grow", grow, grow > 1, "must be more than 1"},
                        positive("step_min", step_min), positive("step_max", step_max),
                        {"step_max", step_max, step_max >= step_min, "must not be less than step_min"}});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const lengths = s.lengths, signs = s.signs;
    T const shorter = static_cast<T>(shrink), longer = static_cast<T>(grow);
    T const shortest = static_cast<T>(step_min), longest = static_cast<T>(step_max);
    bool const is_late = lengths_are_late;
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const none = simd::broadcast<V>(T(0)), one = simd::broadcast<V>(T(1));
      V const slope_here = at<V>(gradient, first_entry);
      // Signs are kept, not gradients: the product of two small ones would be 0.
      V const positive_or_none = simd::select(simd::gt(slope_here, none), one, none);
      V const sign = simd::select(simd::lt(slope_here, none), simd::negate(one), positive_or_none);
      V const agreement = sign * at<V>(signs, first_entry);
      auto const has_turned = simd::lt(agreement, none);
      V const grown = simd::select(simd::gt(agreement, none), simd::broadcast<V>(longer), one);
      V const change = simd::select(has_turned, simd::broadcast<V>(shorter), grown);
      V const old_length = at<V>(lengths, first_entry);
      V const at_least = simd::max(old_length * change, simd::broadcast<V>(shortest));
      V const clamped = simd::min(at_least, simd::broadcast<V>(longest));
      V const next_length = is_late ? simd::select(simd::eq(agreement, none), old_length, clamped) : clamped;
      V const way = simd::select(has_turned, none, sign);
      put(lengths, first_entry, next_length);
      put(signs, first_entry, way);
      put(x, first_entry, at<V>(x, first_entry) - way * (is_late ? old_length : next_length));
    });
  }
};

}  // namespace gradsmith
