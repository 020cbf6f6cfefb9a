// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// An expression of many operations with three parameters, and a direction for each of them.
#pragma once

#include <cmath>
#include <vector>

#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace gradsmith::tests::directions {

namespace gs = gradsmith;

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto l = gs::axis<"l">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto k = gs::axis<"k">;
inline constexpr auto c = gs::axis<"c", 4>;
inline constexpr auto w = gs::param<"w">(j, k);
inline constexpr auto b = gs::param<"b">(k);
inline constexpr auto z = gs::param<"z">(k, c);
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto label = gs::input<"label">(i);
inline constexpr auto v = gs::input<"v">(j, k);
inline constexpr auto u = gs::input<"u">(k);
inline constexpr auto s = gs::input<"s">(k, c);
inline constexpr auto t = gs::input<"t">(i);

// Per observation: a contraction, sums, products, quotients, a softmax, a logarithm of one, a maximum, choices.
inline constexpr auto hidden = gs::let([] { return tanh(sum(j, w * x) + b); });
inline constexpr auto scores = gs::let([] { return sum(k, z * hidden); });
inline constexpr auto each = gs::let([] {
  return -pick(c, log_softmax(c, scores), label) + max(c, scores) * logsumexp(k, hidden * b) + sum(c, square(softmax(c, scores)) * scores) +
         sum(k, where(b > 0, log(where(b > 0, b, 1)) * hidden, b)) / (2 + sum(k, square(b))) + pow(sum(k, hidden), 3);
});
inline constexpr auto whole = mean(i, each);

struct point {
  std::size_t n = 37, d = 5, h = 6;
  std::vector<double> data = normal_numbers(n * d, 1), weights = normal_numbers(d * h, 2, 0.5), bias = normal_numbers(h, 3), last = normal_numbers(h * 4, 4);
  std::vector<double> dw = normal_numbers(d * h, 5), db = normal_numbers(h, 6), dz = normal_numbers(h * 4, 7), cotangent = normal_numbers(n, 8);
  std::vector<int> labels;
  point() {
    for (std::size_t r = 0; r < n; ++r) labels.push_back(static_cast<int>(r * r % 4));
  }
  /// The point at the distance `step` along the direction.
  [[nodiscard]] point moved(double step) const {
    point other = *this;
    for (std::size_t m = 0; m < dw.size(); ++m) other.weights[m] += step * dw[m];
    for (std::size_t m = 0; m < db.size(); ++m) other.bias[m] += step * db[m];
    for (std::size_t m = 0; m < dz.size(); ++m) other.last[m] += step * dz[m];
    return other;
  }
};

/// The bindings of a point, all of them or without the directions.
auto evaluate(auto const& f, point const& at, auto const&... more) {
  return f(w = gs::matrix(at.weights, at.d, at.h), b = at.bias, z = gs::matrix(at.last, at.h, 4), x = gs::matrix(at.data, at.n, at.d), label = at.labels, more...);
}
auto evaluate_along(auto const& f, point const& at, auto const&... more) {
  return evaluate(f, at, v = gs::matrix(at.dw, at.d, at.h), u = at.db, s = gs::matrix(at.dz, at.h, 4), more...);
}

/// d/dh of the entries of `f(point at h)` at 0, by central differences, extrapolated once.
std::vector<double> slope(point const& at, auto&& f, double step = 1e-3) {
  auto const difference = [&](double h) {
    auto above = f(at.moved(h));
    auto const below = f(at.moved(-h));
    for (std::size_t m = 0; m < above.size(); ++m) above[m] = (above[m] - below[m]) / (2 * h);
    return above;
  };
  auto fine = difference(step / 2);
  auto const coarse = difference(step);
  for (std::size_t m = 0; m < fine.size(); ++m) fine[m] = (4 * fine[m] - coarse[m]) / 3;
  return fine;
}

double dot(auto const& p, auto const& q) {
  double total = 0;
  for (std::size_t m = 0; m < p.size(); ++m) total += p[m] * q[m];
  return total;
}

/// The entries of several arrays, one after the other.
std::vector<double> joined(auto const&... arrays) {
  std::vector<double> flat;
  (flat.insert(flat.end(), arrays.begin(), arrays.end()), ...);
  return flat;
}

}  // namespace gradsmith::tests::directions
