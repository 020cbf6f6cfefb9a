// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Glorot's initial weights.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <gradsmith/optimize/random.hpp>

namespace gradsmith {

/// Uniform in [-a, a) with a = sqrt(6 / (inputs + outputs)): the variance of a layer's values is about the same
/// on its way forwards and its gradients' backwards, for activations like tanh.
///   glorot_uniform{.inputs = 64, .outputs = 32, .seed = 1}(problem.get("w1"));
/// The same seed gives the same numbers on every platform.            Source: Glorot, Bengio 2010.
struct glorot_uniform {
  std::size_t inputs = 1;                 // what one value of the layer is computed from
  std::size_t outputs = 1;                // values of the layer
  std::uint64_t seed = 0;

  /// Assigns all elements of a contiguous array of float or double.
  template <class Array>
  void operator()(Array&& weights) const {
    double const bound = std::sqrt(6 / static_cast<double>(inputs + outputs));
    optimize::random_bits random(seed);
    for (auto& each : weights)
      each = static_cast<std::remove_reference_t<decltype(each)>>(bound * (2 * random.uniform() - 1));
  }
};

}  // namespace gradsmith
