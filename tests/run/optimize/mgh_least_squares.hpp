// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The 18 problems of nonlinear least squares of More, Garbow and Hillstrom 1981, in the order of the paper's list.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "residual_problems.hpp"

namespace gradsmith::tests {

/// Those that residual_tests has not.
inline std::vector<residual_test<double>> more_residual_tests() {
  using D = number_with_slopes<double>;
  using V = std::vector<D>;
  std::vector<residual_test<double>> all;
  auto const add = [&](std::string name, std::size_t m, std::vector<double> start, std::vector<double> minima, auto f) {
    std::size_t const n = start.size();
    all.push_back({std::move(name), {n, m, f}, std::move(start), std::move(minima)});
  };
  auto const number = [](auto k) { return static_cast<double>(k); };
  auto const weighted_sum = [=](V const& x, std::size_t first, std::size_t last) {
    D sum;
    for (std::size_t j = first; j < last; ++j) sum = sum + number(j + 1) * x[j];
    return sum;
  };
  add("32 linear, full rank", 10, std::vector<double>(5, 1), {5}, [](V const& x, V& r) {
    D sum;
    for (D const& each : x) sum = sum + each;
    for (std::size_t i = 0; i < r.size(); ++i) {
      r[i] = -(2.0 / static_cast<double>(r.size())) * sum - 1.0;
      if (i < x.size()) r[i] = r[i] + x[i];
    }
  });
  // m (m - 1) / (2 (2 m + 1)), and (m^2 + 3 m - 6) / (2 (2 m - 3)).
  add("33 linear, rank 1", 10, std::vector<double>(5, 1), {90.0 / 42}, [=](V const& x, V& r) {
    D const sum = weighted_sum(x, 0, x.size());
    for (std::size_t i = 0; i < r.size(); ++i) r[i] = number(i + 1) * sum - 1.0;
  });
  add("34 linear, rank 1, with zeros", 10, std::vector<double>(5, 1), {124.0 / 34}, [=](V const& x, V& r) {
    D const sum = weighted_sum(x, 1, x.size() - 1);
    for (std::size_t i = 0; i < r.size(); ++i) r[i] = i == 0 || i + 1 == r.size() ? D(-1.0) : number(i) * sum - 1.0;
  });
  auto const watson = [=](V const& x, V& r) {
    for (std::size_t i = 0; i < 29; ++i) {
      double const t = number(i + 1) / 29;
      double power = 1;
      D slope, sum;
      for (std::size_t j = 0; j < x.size(); ++j) {
        if (j > 0) slope = slope + number(j) * power / t * x[j];
        sum = sum + power * x[j];
        power *= t;
      }
      r[i] = slope - sum * sum - 1.0;
    }
    r[29] = x[0];
    r[30] = x[1] - x[0] * x[0] - 1.0;
  };
  add("20 Watson, 6 parameters", 31, std::vector<double>(6), {2.287670053552372e-3}, watson);
  add("20 Watson, 9 parameters", 31, std::vector<double>(9), {1.39976013809e-6}, watson);
  std::vector<double> points;
  for (int j = 1; j <= 8; ++j) points.push_back(j / 9.0);
  add("35 Chebyquad", 8, points, {3.51687372567793e-3}, [=](V const& x, V& r) {
    for (std::size_t i = 1; i <= r.size(); ++i) {
      D sum;
      for (D const& each : x) {
        D const y = 2.0 * each - 1.0;
        D before = 1.0, now = y;
        for (std::size_t k = 1; k < i; ++k) before = std::exchange(now, 2.0 * y * now - before);
        sum = sum + now;
      }
      r[i - 1] = sum / number(x.size()) + (i % 2 == 0 ? 1 / (number(i) * number(i) - 1) : 0);
    }
  });
  add("27 Brown's almost linear", 10, std::vector<double>(10, 0.5), {0, 1}, [=](V const& x, V& r) {
    D sum, product = 1.0;
    for (D const& each : x) sum = sum + each, product = product * each;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) r[i] = x[i] + sum - number(x.size() + 1);
    r[x.size() - 1] = product - 1.0;
  });
  std::vector<double> const osborne{1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5};
  add("19 Osborne 2", 65, osborne, {4.0137736293548e-2}, [](V const& x, V& r) {
    constexpr double y[] = {1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608,
                            0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661,
                            0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428,
                            0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559,
                            0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054};
    for (std::size_t i = 0; i < 65; ++i) {
      double const t = static_cast<double>(i) / 10;
      auto const peak = [&](D const& height, D const& sharpness, D const& place) {
        return height * exp(-((t - place) * (t - place) * sharpness));
      };
      r[i] = y[i] - (x[0] * exp(-t * x[4]) + peak(x[1], x[5], x[8]) + peak(x[2], x[6], x[9]) + peak(x[3], x[7], x[10]));
    }
  });
  return all;
}

/// All of them; Watson's in two dimensions.
inline std::vector<residual_test<double>> mgh_least_squares() {
  std::vector<residual_test<double>> known = residual_tests<double>(), more = more_residual_tests(), all;
  known.insert(known.end(), more.begin(), more.end());
  for (int const number : {32, 33, 34, 1, 7, 13, 2, 8, 15, 10, 20, 12, 6, 16, 35, 27, 17, 19}) {
    std::string const first = std::to_string(number) + " ";
    std::size_t const before = all.size();
    for (auto const& each : known)
      if (each.name.starts_with(first)) all.push_back(each);
    if (all.size() == before) throw std::out_of_range("no problem " + first);
  }
  return all;
}

/// A multiple of the usual start; as in the authors' program, that of Watson's zeros is the factor itself.
inline std::vector<double> start_of(residual_test<double> const& of, double factor) {
  std::vector<double> start = of.start;
  bool const is_watson = of.name.starts_with("20 ");
  for (double& each : start) each = is_watson && factor != 1 ? factor : factor * each;
  return start;
}

/// Whether a fit solved it, by the sum of squares, twice the value: its gradient at most 1e-8 (1 + sum), and it within
/// 1e-8 of a minimum.
template <class Fit>
bool is_solved(residual_test<double> const& of, Fit const& fit) {
  double const sum = 2 * fit.value;
  if (!(2 * fit.gradient_norm <= 1e-8 * (1 + sum))) return false;
  return std::any_of(of.minima.begin(), of.minima.end(),
                     [&](double least) { return std::abs(sum - least) <= 1e-8 * (1 + least); });
}

}  // namespace gradsmith::tests
