// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// OpenBLAS's matrix products alone of a network, value and all gradients: no activation, no softmax, no biases. What the
// library needs for everything is measured against this.

#pragma once

#if defined(GRADSMITH_BENCHMARK_BLAS)

#include <cstddef>
#include <random>
#include <utility>
#include <vector>

#include "blas.hpp"

namespace benchmarks {

/// The products of a network with layers of the given widths, inputs first, at one batch size, row-major, on random data: one
/// per layer forward, one for each gradient by weights, and one for each by what a layer but the first reads.
template <class T>
class network_products {
 public:
  network_products(std::size_t batch, std::vector<std::size_t> widths) : batch_(batch), widths_(std::move(widths)) {
    for (std::size_t const width : widths_) value_.push_back(random(batch * width)), slope_.push_back(random(batch * width));
    for (std::size_t layer = 0; layer + 1 < widths_.size(); ++layer)
      weights_.push_back(random(widths_[layer] * widths_[layer + 1])), gradient_.push_back(weights_.back());
  }

  void operator()() {
    using blas::product;
    auto const layers = weights_.size();
    for (std::size_t l = 0; l < layers; ++l)
      product{.m = batch_, .n = widths_[l + 1], .k = widths_[l]}(value_[l].data(), widths_[l], weights_[l].data(), widths_[l + 1],
                                                                value_[l + 1].data(), widths_[l + 1]);
    for (std::size_t l = layers; l-- > 0;) {
      if (l > 0)
        product{.b_transposed = true, .m = batch_, .n = widths_[l], .k = widths_[l + 1]}(
            slope_[l + 1].data(), widths_[l + 1], weights_[l].data(), widths_[l + 1], slope_[l].data(), widths_[l]);
      product{.a_transposed = true, .m = widths_[l], .n = widths_[l + 1], .k = batch_}(
          value_[l].data(), widths_[l], slope_[l + 1].data(), widths_[l + 1], gradient_[l].data(), widths_[l + 1]);
    }
  }

 private:
  static std::vector<T> random(std::size_t count) {
    std::mt19937 bits(3);
    std::uniform_real_distribution<T> uniform(T(-0.01), T(0.01));
    std::vector<T> numbers(count);
    for (T& each : numbers) each = uniform(bits);
    return numbers;
  }
  std::size_t batch_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<T>> value_, slope_, weights_, gradient_;
};

}  // namespace benchmarks

#endif
