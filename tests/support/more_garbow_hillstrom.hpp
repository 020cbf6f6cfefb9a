// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The 18 problems of unconstrained minimisation of More, Garbow and Hillstrom 1981, from the formulas of the paper.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

#include "support/dual.hpp"

namespace gradsmith::tests {

/// In the order of the paper's list for unconstrained minimisation; section 3's number of each stands beside it.
enum class mgh {
  helical_valley,        // 7
  biggs_exp6,            // 18
  gaussian,              // 9
  powell_badly_scaled,   // 3
  box,                   // 12
  variably_dimensioned,  // 25
  watson,                // 20
  penalty_1,             // 23
  penalty_2,             // 24
  brown_badly_scaled,    // 4
  brown_and_dennis,      // 16
  gulf,                  // 11
  trigonometric,         // 26
  extended_rosenbrock,   // 21
  extended_powell,       // 22
  beale,                 // 5
  wood,                  // 14
  chebyquad,             // 35
};

/// One of them: its name, its number of parameters, where it starts, and its least values. `digits` are the minima as
/// the paper prints them, `minima` the same to the last digit but a few, from runs until the gradient is rounding.
struct mgh_case {
  mgh which;
  char const* name;
  std::size_t n;
  std::vector<double> start;
  std::vector<double> digits, minima;
};

/// The residuals f_i at x, whose squares add up to the function.
template <class S>
void mgh_residuals(mgh which, std::span<S const> x, std::vector<S>& f) {
  using std::atan, std::cos, std::exp, std::log, std::sin, std::sqrt;
  std::size_t const n = x.size();
  f.clear();
  auto const add = [&](S const& residual) { f.push_back(residual); };
  auto const square = [](S const& a) { return a * a; };
  auto const number = [](auto k) { return static_cast<double>(k); };
  auto const of = [](double constant) { return S(static_cast<decltype(plain(S{}))>(constant)); };
  switch (which) {
    case mgh::helical_valley: {
      // The angle of (x1, x2) in turns, from -1/4 on.
      double const side = static_cast<double>(plain(x[0])), other = static_cast<double>(plain(x[1]));
      S angle = of(other < 0 ? -0.25 : 0.25);
      if (side != 0) angle = atan(x[1] / x[0]) * of(0.5 / std::numbers::pi) + of(side < 0 ? 0.5 : 0);
      else angle = angle - x[0] / (x[1] * of(2 * std::numbers::pi));
      add(of(10) * (x[2] - of(10) * angle));
      add(of(10) * (sqrt(square(x[0]) + square(x[1])) - of(1)));
      add(x[2]);
      break;
    }
    case mgh::biggs_exp6:
      for (int i = 1; i <= 13; ++i) {
        double const t = 0.1 * i, y = std::exp(-t) - 5 * std::exp(-10 * t) + 3 * std::exp(-4 * t);
        add(x[2] * exp(of(-t) * x[0]) - x[3] * exp(of(-t) * x[1]) + x[5] * exp(of(-t) * x[4]) - of(y));
      }
      break;
    case mgh::gaussian: {
      constexpr double y[] = {0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989};
      for (int i = 1; i <= 15; ++i) {
        double const t = (8 - i) / 2.0;
        add(x[0] * exp(of(-0.5) * x[1] * square(of(t) - x[2])) - of(y[std::min(i, 16 - i) - 1]));
      }
      break;
    }
    case mgh::powell_badly_scaled:
      add(of(1e4) * x[0] * x[1] - of(1));
      add(exp(-x[0]) + exp(-x[1]) - of(1.0001));
      break;
    case mgh::box:
      for (int i = 1; i <= 10; ++i) {
        double const t = 0.1 * i;
        add(exp(of(-t) * x[0]) - exp(of(-t) * x[1]) - x[2] * of(std::exp(-t) - std::exp(-10 * t)));
      }
      break;
    case mgh::variably_dimensioned: {
      S sum{};
      for (std::size_t j = 0; j < n; ++j) {
        add(x[j] - of(1));
        sum += of(number(j + 1)) * (x[j] - of(1));
      }
      add(sum);
      add(square(sum));
      break;
    }
    case mgh::watson:
      for (int i = 1; i <= 29; ++i) {
        double const t = i / 29.0;
        double power = 1;
        S slope{}, sum{};
        for (std::size_t j = 0; j < n; ++j) {
          if (j > 0) slope += of(number(j) * power / t) * x[j];
          sum += of(power) * x[j];
          power *= t;
        }
        add(slope - square(sum) - of(1));
      }
      add(x[0]);
      add(x[1] - square(x[0]) - of(1));
      break;
    case mgh::penalty_1: {
      S sum{};
      for (std::size_t j = 0; j < n; ++j) {
        add(of(std::sqrt(1e-5)) * (x[j] - of(1)));
        sum += square(x[j]);
      }
      add(sum - of(0.25));
      break;
    }
    case mgh::penalty_2: {
      double const root = std::sqrt(1e-5);
      S sum{};
      add(x[0] - of(0.2));
      for (std::size_t j = 0; j < n; ++j) {
        double const i = number(j + 1), y = std::exp(i / 10) + std::exp((i - 1) / 10);
        if (j > 0) add(of(root) * (exp(of(0.1) * x[j]) + exp(of(0.1) * x[j - 1]) - of(y)));
        if (j > 0) add(of(root) * (exp(of(0.1) * x[j]) - of(std::exp(-0.1))));
        sum += of(number(n - j)) * square(x[j]);
      }
      add(sum - of(1));
      break;
    }
    case mgh::brown_badly_scaled:
      add(x[0] - of(1e6));
      add(x[1] - of(2e-6));
      add(x[0] * x[1] - of(2));
      break;
    case mgh::brown_and_dennis:
      for (int i = 1; i <= 20; ++i) {
        double const t = i / 5.0;
        add(square(x[0] + of(t) * x[1] - of(std::exp(t))) + square(x[2] + of(std::sin(t)) * x[3] - of(std::cos(t))));
      }
      break;
    case mgh::gulf:
      // |y_i - x2|: the paper's "y_i m i x2" is a misprint of it.
      for (int i = 1; i <= 99; ++i) {
        double const t = i / 100.0, y = 25 + std::pow(-50 * std::log(t), 2.0 / 3);
        S const away = y < static_cast<double>(plain(x[1])) ? x[1] - of(y) : of(y) - x[1];
        add(exp(-(exp(x[2] * log(away)) / x[0])) - of(t));
      }
      break;
    case mgh::trigonometric: {
      S cosines{};
      for (S const& each : x) cosines += cos(each);
      for (std::size_t j = 0; j < n; ++j)
        add(of(number(n)) - cosines + of(number(j + 1)) * (of(1) - cos(x[j])) - sin(x[j]));
      break;
    }
    case mgh::extended_rosenbrock:
      for (std::size_t j = 0; j + 1 < n; j += 2) {
        add(of(10) * (x[j + 1] - square(x[j])));
        add(of(1) - x[j]);
      }
      break;
    case mgh::extended_powell:
      for (std::size_t j = 0; j + 3 < n; j += 4) {
        add(x[j] + of(10) * x[j + 1]);
        add(of(std::sqrt(5.0)) * (x[j + 2] - x[j + 3]));
        add(square(x[j + 1] - of(2) * x[j + 2]));
        add(of(std::sqrt(10.0)) * square(x[j] - x[j + 3]));
      }
      break;
    case mgh::beale: {
      constexpr double y[] = {1.5, 2.25, 2.625};
      S power = of(1);
      for (double const each : y) {
        power = power * x[1];
        add(of(each) - x[0] * (of(1) - power));
      }
      break;
    }
    case mgh::wood:
      add(of(10) * (x[1] - square(x[0])));
      add(of(1) - x[0]);
      add(of(std::sqrt(90.0)) * (x[3] - square(x[2])));
      add(of(1) - x[2]);
      add(of(std::sqrt(10.0)) * (x[1] + x[3] - of(2)));
      add(of(std::sqrt(0.1)) * (x[1] - x[3]));
      break;
    case mgh::chebyquad:
      // The mean of the shifted Chebyshev polynomial T_i over the points, less its integral over [0, 1].
      for (std::size_t i = 1; i <= n; ++i) {
        S sum{};
        for (S const& each : x) {
          S const y = of(2) * each - of(1);
          S before = of(1), now = y;
          for (std::size_t k = 1; k < i; ++k) {
            S const after = of(2) * y * now - before;
            before = now;
            now = after;
          }
          sum += now;
        }
        add(sum * of(1 / number(n)) + of(i % 2 == 0 ? 1 / (number(i) * number(i) - 1) : 0));
      }
      break;
  }
}

/// As an objective, with Hessian and products with it.
template <class T = double>
class more_garbow_hillstrom {
 public:
  using value_type = T;
  more_garbow_hillstrom(mgh which_function, std::size_t dimensions) : which_(which_function), n_(dimensions) {}
  explicit more_garbow_hillstrom(mgh_case const& of) : more_garbow_hillstrom(of.which, of.n) {}

  [[nodiscard]] std::size_t size() const { return n_; }
  T value_and_gradient(std::span<T const> x, std::span<T> g) {
    residuals_.clear();
    mgh_residuals<T>(which_, x, residuals_);
    T value = 0;
    for (T const each : residuals_) value += each * each;
    first_.assign(x.begin(), x.end());
    for (std::size_t k = 0; k < n_; ++k) {
      first_[k].slope = 1;
      mgh_residuals<dual<T>>(which_, first_, along_);
      first_[k].slope = 0;
      g[k] = 0;
      for (dual<T> const& each : along_) g[k] += 2 * each.value * each.slope;
    }
    return value;
  }
  void hvp(std::span<T const> x, std::span<T const> v, std::span<T> out) {
    second_.clear();
    for (std::size_t k = 0; k < n_; ++k) second_.push_back({{x[k], v[k]}, {T(0), T(0)}});
    for (std::size_t k = 0; k < n_; ++k) {
      second_[k].slope.value = 1;
      mgh_residuals<dual<dual<T>>>(which_, second_, twice_);
      second_[k].slope.value = 0;
      out[k] = 0;
      // (r^2)_uv = 2 (r_u r_v + r r_uv).
      for (auto const& each : twice_)
        out[k] += 2 * (each.value.slope * each.slope.value + each.value.value * each.slope.slope);
    }
  }
  void hessian(std::span<T const> x, std::span<T> h) {
    unit_.assign(n_, T(0));
    for (std::size_t k = 0; k < n_; ++k) {
      unit_[k] = 1;
      hvp(x, unit_, h.subspan(k * n_, n_));
      unit_[k] = 0;
    }
  }

 private:
  mgh which_;
  std::size_t n_;
  std::vector<T> residuals_, unit_;
  std::vector<dual<T>> first_, along_;
  std::vector<dual<dual<T>>> second_, twice_;
};

/// The problems in the dimensions that the scorecards use.
[[nodiscard]] inline std::vector<mgh_case> mgh_cases() {
  auto const repeated = [](std::vector<double> const& part, std::size_t times) {
    std::vector<double> whole;
    for (std::size_t k = 0; k < times; ++k) whole.insert(whole.end(), part.begin(), part.end());
    return whole;
  };
  auto const counted = [](std::size_t n, auto entry) {
    std::vector<double> start(n);
    for (std::size_t j = 0; j < n; ++j) start[j] = entry(static_cast<double>(j + 1));
    return start;
  };
  return {
      {mgh::helical_valley, "helical valley", 3, {-1, 0, 0}, {0}, {0}},
      {mgh::biggs_exp6, "Biggs EXP6", 6, {1, 2, 1, 1, 1, 1}, {5.65565e-3, 0}, {0.00565564992549994, 0}},
      {mgh::gaussian, "Gaussian", 3, {0.4, 1, 0}, {1.12793e-8}, {1.12793276961909e-8}},
      {mgh::powell_badly_scaled, "Powell badly scaled", 2, {0, 1}, {0}, {0}},
      {mgh::box, "Box", 3, {0, 10, 20}, {0}, {0}},
      {mgh::variably_dimensioned,
       "variably dimensioned",
       10,
       counted(10, [](double j) { return 1 - j / 10; }),
       {0},
       {0}},
      {mgh::watson, "Watson", 9, std::vector<double>(9), {1.39976e-6}, {1.39976013809e-6}},
      {mgh::penalty_1, "penalty I", 10, counted(10, [](double j) { return j; }), {7.08765e-5}, {7.08765146709037e-5}},
      {mgh::penalty_2, "penalty II", 10, std::vector<double>(10, 0.5), {2.93660e-4}, {2.93660537456746e-4}},
      {mgh::brown_badly_scaled, "Brown badly scaled", 2, {1, 1}, {0}, {0}},
      {mgh::brown_and_dennis, "Brown and Dennis", 4, {25, 5, -5, -1}, {85822.2}, {85822.2016263563}},
      {mgh::gulf, "Gulf research and development", 3, {5, 2.5, 0.15}, {0}, {0}},
      {mgh::trigonometric,
       "trigonometric",
       10,
       std::vector<double>(10, 0.1),
       {0, 2.79506e-5},
       {0, 2.79505612187916e-5}},
      {mgh::extended_rosenbrock, "extended Rosenbrock", 10, repeated({-1.2, 1}, 5), {0}, {0}},
      {mgh::extended_powell, "extended Powell singular", 12, repeated({3, -1, 0, 1}, 3), {0}, {0}},
      {mgh::beale, "Beale", 2, {1, 1}, {0}, {0}},
      {mgh::wood, "Wood", 4, {-3, -1, -3, -1}, {0}, {0}},
      {mgh::chebyquad, "Chebyquad", 8, counted(8, [](double j) { return j / 9; }), {3.51687e-3}, {3.51687372567793e-3}},
  };
}

/// A multiple of the usual start; as in the authors' program, that of Watson's zeros is the factor itself.
[[nodiscard]] inline std::vector<double> mgh_start(mgh_case const& of, double factor) {
  std::vector<double> start = of.start;
  for (double& each : start) each = of.which == mgh::watson && factor != 1 ? factor : factor * each;
  return start;
}

/// Whether a problem is solved: a gradient of at most 1e-8 (1 + |f|), and a value within 1e-8 of a minimum.
[[nodiscard]] inline bool is_mgh_solved(mgh_case const& of, double value, double gradient_norm) {
  if (!(gradient_norm <= 1e-8 * (1 + std::abs(value)))) return false;
  return std::any_of(of.minima.begin(), of.minima.end(),
                     [&](double least) { return std::abs(value - least) <= 1e-8 * (1 + std::abs(least)); });
}

}  // namespace gradsmith::tests
