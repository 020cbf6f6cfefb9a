// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The loop that one writes, compiled as the benchmarks are (pointwise_plain.cpp), and with -ffast-math as well (pointwise_fast.cpp), which
// lets the compiler take the vector functions of the C library.
#pragma once

#include <cstddef>
#include <string_view>

namespace benchmarks {

struct plain_loops {
  std::string_view name;  // of the loss
  double (*sum)(std::size_t n, double const* z, double const* y, double* slope) = nullptr;            // returns the sum of the values
  void (*each)(std::size_t n, double const* z, double const* y, double* value, double* slope) = nullptr;
};

[[nodiscard]] plain_loops strict_loops(std::string_view loss);
[[nodiscard]] plain_loops fast_loops(std::string_view loss);

}  // namespace benchmarks
