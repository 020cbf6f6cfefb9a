// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// For pointwise_plain.cpp and pointwise_fast.cpp. The names are the file's own: functions of one name compiled with two sets of flags would
// become one.
#pragma once

#include <tuple>

#include "pointwise_formulas.hpp"
#include "pointwise_plain.hpp"

namespace benchmarks {
namespace {

template <class Loss>
struct loops {
  static double sum(std::size_t n, double const* __restrict z, double const* __restrict y, double* __restrict slope) {
    double total = 0;
    for (std::size_t k = 0; k < n; ++k) {
      auto const each = Loss::template plain<double>(z[k], y[k]);
      total += each.value;
      slope[k] = each.slope;
    }
    return total;
  }
  static void each(std::size_t n, double const* __restrict z, double const* __restrict y, double* __restrict value, double* __restrict slope) {
    for (std::size_t k = 0; k < n; ++k) {
      auto const each = Loss::template plain<double>(z[k], y[k]);
      value[k] = each.value;
      slope[k] = each.slope;
    }
  }
};

template <class... Loss>
plain_loops loops_of(std::string_view name, std::tuple<Loss...>*) {
  plain_loops found;
  ((name == Loss::name ? void(found = {Loss::name, &loops<Loss>::sum, &loops<Loss>::each}) : void()), ...);
  return found;
}

}  // namespace
}  // namespace benchmarks
