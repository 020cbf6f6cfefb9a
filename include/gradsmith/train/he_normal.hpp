// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// He's initial weights.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <gradsmith/train/normal.hpp>

namespace gradsmith {

/// Normal with mean 0 and variance 2 / inputs: keeps the size of a layer's values on the way through relu.
///   he_normal{.inputs = 64, .seed = 1}(problem.get("w1"));
/// The same seed gives the same numbers on every platform. Not truncated.     Source: He, Zhang, Ren, Sun 2015.
struct he_normal {
  std::size_t inputs = 1;                 // what one value of the layer is computed from
  std::uint64_t seed = 0;

  /// Assigns all elements of a contiguous array of float or double.
  template <class Array>
  void operator()(Array&& weights) const {
    double const deviation = std::sqrt(2 / static_cast<double>(inputs));
    train::normal_numbers normal(seed);
    for (auto& each : weights) each = static_cast<std::remove_reference_t<decltype(each)>>(deviation * normal());
  }
};

}  // namespace gradsmith
