// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A matrix of parameters per class, applied to the rows less the centre of the class: of the matrix all, or a triangle, written in several ways.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace gradsmith::tests::triangles {

namespace gs = gradsmith;

inline constexpr auto n = gs::axis<"n">;
inline constexpr auto k = gs::axis<"k">;
inline constexpr auto d = gs::axis<"d">;
inline constexpr auto e = gs::axis<"e">;
inline constexpr auto x = gs::input<"x">(n, e);
inline constexpr auto y = gs::input<"y">(n, d);
inline constexpr auto centre = gs::param<"centre">(k, e);
inline constexpr auto q = gs::param<"q">(k, d, e);
inline constexpr auto of_last_class = gs::param<"of_last_class">(d, e, k);      // the classes lie innermost

enum class part { all, lower, strictly_lower, upper, diagonal };

/// Bound to rows of any number, 2 classes and squares of any size.
struct shape {
  std::size_t rows, size;
  static constexpr std::size_t classes = 2;
};

/// sum over n, k, d of tanh(sum over e of q(k, d, e) (x(n, e) - centre(k, e)) - y(n, d)), only the part of q; `innermost`: q is stored as [d][e][k].
inline double by_loops(shape s, std::vector<double> const& xs, std::vector<double> const& ys, double const* qs, double const* centres, part used, bool innermost) {
  long double total = 0;
  for (std::size_t row = 0; row < s.rows; ++row)
    for (std::size_t c = 0; c < shape::classes; ++c)
      for (std::size_t a = 0; a < s.size; ++a) {
        long double inner = -ys[row * s.size + a];
        for (std::size_t b = 0; b < s.size; ++b) {
          bool const counts = used == part::all || (used == part::lower && b <= a) || (used == part::strictly_lower && b < a) ||
                              (used == part::upper && b >= a) || (used == part::diagonal && a == b);
          if (!counts) continue;
          double const entry = innermost ? qs[(a * s.size + b) * shape::classes + c] : qs[(c * s.size + a) * s.size + b];
          inner += static_cast<long double>(entry) * (xs[row * s.size + b] - centres[c * s.size + b]);
        }
        total += std::tanh(inner);
      }
  return static_cast<double>(total);
}

/// The value against loops and the gradient against differences of loops, for one size.
template <auto Loss, class T = double>
void check_size(shape s, part used, bool innermost, double tolerance = 1e-12) {
  CAPTURE(s.rows);
  CAPTURE(s.size);
  auto const numbers = [](std::size_t count, unsigned seed) { return normal_numbers(count, seed, 0.4); };
  auto const xs = numbers(s.rows * s.size, 1), ys = numbers(s.rows * s.size, 2);
  std::vector<T> const x_given(xs.begin(), xs.end()), y_given(ys.begin(), ys.end());
  auto problem = gs::bind<Loss, T>(x = gs::matrix(x_given, s.rows, s.size), y = gs::matrix(y_given, s.rows, s.size), k = shape::classes, d = s.size, e = s.size);
  auto const at = numbers(problem.size(), 3);
  std::vector<T> const theta(at.begin(), at.end());
  std::size_t first_of_q = 0, first_of_centre = 0;
  for (auto const& block : problem.blocks()) (block.name == "centre" ? first_of_centre : first_of_q) = block.offset;
  auto const plain = [&](std::vector<double> const& where) { return by_loops(s, xs, ys, where.data() + first_of_q, where.data() + first_of_centre, used, innermost); };
  std::vector<T> gradient(problem.size());
  double const value = problem.value_and_gradient(theta, gradient);
  CHECK(std::abs(value - plain(at)) <= tolerance * (1 + std::abs(plain(at)) + std::sqrt(static_cast<double>(s.rows * s.size))));
  // Along directions: one difference each, however many parameters there are.
  for (unsigned seed = 4; seed < 7; ++seed) {
    auto const direction = numbers(problem.size(), seed);
    double slope = 0, scale = 0;
    for (std::size_t j = 0; j < direction.size(); ++j) slope += static_cast<double>(gradient[j]) * direction[j], scale += std::abs(static_cast<double>(gradient[j]) * direction[j]);
    auto const moved = [&](double step) {
      auto there = at;
      for (std::size_t j = 0; j < there.size(); ++j) there[j] += step * direction[j];
      return plain(there);
    };
    constexpr double step = 1e-3;
    double const difference = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
    CHECK(std::abs(slope - difference) <= (tolerance * 1e3 + 1e-9) * (1 + scale));
  }
  // What the triangle leaves out has no derivative.
  for (std::size_t c = 0; c < shape::classes; ++c)
    for (std::size_t a = 0; a < s.size; ++a)
      for (std::size_t b = 0; b < s.size; ++b) {
        bool const counts = used == part::all || (used == part::lower && b <= a) || (used == part::strictly_lower && b < a) ||
                            (used == part::upper && b >= a) || (used == part::diagonal && a == b);
        T const entry = gradient[first_of_q + (innermost ? (a * s.size + b) * shape::classes + c : (c * s.size + a) * s.size + b)];
        if (!counts && entry != 0) FAIL_CHECK("class " << c << ", " << a << ", " << b << ": " << entry);
      }
}

/// Sizes within a vector, beyond it and beyond tiles; rows within a block and in several.
template <auto Loss, class T = double>
void check(part used, bool innermost = false, double tolerance = 1e-12) {
  for (shape const s : {shape{5, 1}, shape{3, 3}, shape{300, 7}, shape{40, 9}, shape{33, 17}, shape{141, 21}}) check_size<Loss, T>(s, used, innermost, tolerance);
}

template <auto Factor>
inline constexpr auto loss = sum(n, k, d, tanh(sum(e, Factor * (x(n, e) - centre(k, e))) - y(n, d)));

}  // namespace gradsmith::tests::triangles
