// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// OpenBLAS's matrix products alone of a network with one hidden layer, value and all gradients: no
// activation, no softmax, no biases. What the library needs for everything is measured against
// this.

#pragma once

#if defined(GRADSMITH_BENCHMARK_BLAS)

#include <cstddef>
#include <random>
#include <vector>

#include "blas.hpp"

namespace benchmarks {

/// The five products of a network inputs - hidden - outputs at one batch size, row-major, on random
/// data.
template <class T>
class network_products {
 public:
  network_products(std::size_t batch, std::size_t inputs, std::size_t hidden, std::size_t outputs)
      : batch_(batch),
        inputs_(inputs),
        hidden_(hidden),
        outputs_(outputs),
        x_(random(batch * inputs)),
        w1_(random(inputs * hidden)),
        w2_(random(hidden * outputs)),
        dz_(random(batch * outputs)),
        h_(batch * hidden),
        z_(batch * outputs),
        dh_(batch * hidden),
        dw1_(inputs * hidden),
        dw2_(hidden * outputs) {}

  void operator()() {
    using blas::product;
    product{.m = batch_, .n = hidden_, .k = inputs_}(x_.data(), inputs_, w1_.data(), hidden_,
                                                     h_.data(), hidden_);
    product{.m = batch_, .n = outputs_, .k = hidden_}(h_.data(), hidden_, w2_.data(), outputs_,
                                                      z_.data(), outputs_);
    product{.b_transposed = true, .m = batch_, .n = hidden_, .k = outputs_}(
        dz_.data(), outputs_, w2_.data(), outputs_, dh_.data(), hidden_);
    product{.a_transposed = true, .m = hidden_, .n = outputs_, .k = batch_}(
        h_.data(), hidden_, dz_.data(), outputs_, dw2_.data(), outputs_);
    product{.a_transposed = true, .m = inputs_, .n = hidden_, .k = batch_}(
        x_.data(), inputs_, dh_.data(), hidden_, dw1_.data(), hidden_);
  }

  /// Floating-point operations of one call.
  double operations() const {
    return 2.0 * static_cast<double>(batch_ * hidden_ * (2 * inputs_ + 3 * outputs_));
  }

 private:
  static std::vector<T> random(std::size_t n) {
    std::mt19937 bits(3);
    std::uniform_real_distribution<T> uniform(-1, 1);
    std::vector<T> v(n);
    for (auto& each : v) each = uniform(bits);
    return v;
  }
  std::size_t batch_, inputs_, hidden_, outputs_;
  std::vector<T> x_, w1_, w2_, dz_, h_, z_, dh_, dw1_, dw2_;
};

}  // namespace benchmarks

#endif
