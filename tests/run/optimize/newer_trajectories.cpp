// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// 50 steps of the newer methods beside their published algorithms, written out entry by entry in long double.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "any_rule.hpp"
#include "runs.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

using real = long double;
using numbers = std::vector<real>;

/// sum c_k (x_k - k / 4)^2 / 2 + (x_k x_k+1)^2 / 4 with c = 1, 2, 4, 1, 2, 4, ...: valleys of different widths that cross.
template <class T>
struct crossing {
  using value_type = T;
  std::size_t n = 13;
  std::size_t size() const { return n; }
  static T width(std::size_t k) { return T(1 << (k % 3)); }
  static std::vector<T> start(std::size_t n) {
    std::vector<T> x(n);
    for (std::size_t k = 0; k < n; ++k) x[k] = k % 2 == 0 ? T(2) : T(-1.5);
    return x;
  }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T value = 0;
    for (std::size_t k = 0; k < n; ++k) {
      T const way = x[k] - T(k) / 4, product = k + 1 < n ? x[k] * x[k + 1] : T(0);
      value += width(k) * way * way / 2 + product * product / 4;
      g[k] = width(k) * way;
      if (k + 1 < n) g[k] += product * x[k + 1] / 2;
      if (k > 0) g[k] += x[k - 1] * x[k] * x[k - 1] / 2;
    }
    return value;
  }
};

/// Runs the method, and beside it `plain`, which moves x by the gradient g of step t = 1, 2, ...
template <class Plain>
void goes_along(any_rule const& method, Plain plain, std::size_t n = 13, double tolerance = 1e-12) {
  auto const points = run_of(crossing<double>{n}, crossing<double>::start(n), method, 50);
  REQUIRE(points.size() == 50);
  numbers x = crossing<real>::start(n), g(n);
  double worst = 0, moved = 0;
  for (int t = 1; t <= 50; ++t) {
    crossing<real>{n}.value_and_gradient(x, g);
    numbers const before = x;
    plain(x, g, t);
    for (std::size_t k = 0; k < n; ++k) {
      double const difference = static_cast<double>(std::abs(x[k] - real(points[static_cast<std::size_t>(t) - 1][k])));
      worst = std::max(worst, difference / std::max(1.0, static_cast<double>(std::abs(x[k]))));
      moved = std::max(moved, static_cast<double>(std::abs(x[k] - before[k])));
    }
  }
  CHECK(worst <= tolerance);
  CHECK(moved > 1e-3);
}

real sign(real v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }
real length(numbers const& v, std::size_t first, std::size_t size) {
  real sum = 0;
  for (std::size_t k = first; k < first + size; ++k) sum += v[k] * v[k];
  return std::sqrt(sum);
}

}  // namespace

TEST_CASE("lion: Chen et al. 2023, algorithm 2") {
  numbers m(13);
  goes_along(lion{.learning_rate = 0.03, .decay_step = 0.8, .decay_average = 0.95, .weight_decay = 0.3},
             [&](numbers& x, numbers const& g, int) {
               for (std::size_t k = 0; k < x.size(); ++k) {
                 real const c = real(0.8) * m[k] + (1 - real(0.8)) * g[k];
                 x[k] = x[k] - real(0.03) * (sign(c) + real(0.3) * x[k]);
                 m[k] = real(0.95) * m[k] + (1 - real(0.95)) * g[k];
               }
             });
}

TEST_CASE("yogi: Zaheer et al. 2018, algorithm 2; with the corrections of optax") {
  for (bool corrects : {false, true}) {
    CAPTURE(corrects);
    numbers m(13, real(1e-3)), v(13, real(1e-3));
    goes_along(yogi{.learning_rate = 0.05, .decay_first = 0.8, .decay_second = 0.9, .epsilon = 1e-3, .initial = 1e-3,
                    .l2 = 0.1, .bias_correction = corrects},
               [&](numbers& x, numbers const& g, int t) {
                 real const of_m = corrects ? 1 - std::pow(real(0.8), t) : 1;
                 real const of_v = corrects ? 1 - std::pow(real(0.9), t) : 1;
                 for (std::size_t k = 0; k < x.size(); ++k) {
                   real const h = g[k] + real(0.1) * x[k];
                   m[k] = real(0.8) * m[k] + (1 - real(0.8)) * h;
                   v[k] = v[k] - (1 - real(0.9)) * sign(v[k] - h * h) * h * h;
                   x[k] -= real(0.05) * (m[k] / of_m) / (std::sqrt(v[k] / of_v) + real(1e-3));
                 }
               });
  }
}

TEST_CASE("adabelief: Zhuang et al. 2020, algorithm 2") {
  numbers m(13), s(13);
  goes_along(adabelief{.learning_rate = 0.05, .decay_first = 0.8, .decay_second = 0.9, .epsilon = 1e-3,
                       .epsilon_inside = 1e-4, .l2 = 0.1},
             [&](numbers& x, numbers const& g, int t) {
               for (std::size_t k = 0; k < x.size(); ++k) {
                 real const h = g[k] + real(0.1) * x[k];
                 m[k] = real(0.8) * m[k] + (1 - real(0.8)) * h;
                 s[k] = real(0.9) * s[k] + (1 - real(0.9)) * (h - m[k]) * (h - m[k]) + real(1e-4);
                 real const s_hat = s[k] / (1 - std::pow(real(0.9), t));
                 x[k] -= real(0.05) * m[k] / (1 - std::pow(real(0.8), t)) / (std::sqrt(s_hat) + real(1e-3));
               }
             });
}

TEST_CASE("adan: Xie et al. 2022, algorithm 1; with the factor of optax") {
  for (bool few : {false, true}) {
    CAPTURE(few);
    // The paper's betas are what is taken of the new: 0.1, 0.2 and 0.05.
    real const c = few ? real(1) - real(0.8) : real(0.8);
    numbers m(13), v(13), n(13), last(13);
    goes_along(adan{.learning_rate = 0.05, .decay_first = 0.9, .decay_difference = 0.8, .decay_second = 0.95,
                    .epsilon = 1e-3, .weight_decay = 0.2, .few_differences = few},
               [&](numbers& x, numbers const& g, int t) {
                 for (std::size_t k = 0; k < x.size(); ++k) {
                   real const difference = t == 1 ? 0 : g[k] - last[k], ahead = g[k] + c * difference;
                   m[k] += (1 - real(0.9)) * (g[k] - m[k]);
                   v[k] += (1 - real(0.8)) * (difference - v[k]);
                   n[k] += (1 - real(0.95)) * (ahead * ahead - n[k]);
                   last[k] = g[k];
                   real const m_hat = m[k] / (1 - std::pow(real(0.9), t));
                   real const v_hat = v[k] / (1 - std::pow(real(0.8), t));
                   real const n_hat = n[k] / (1 - std::pow(real(0.95), t));
                   real const step = real(0.05) / (std::sqrt(n_hat) + real(1e-3));
                   x[k] = (x[k] - step * (m_hat + c * v_hat)) / (1 + real(0.05) * real(0.2));
                 }
               });
  }
}

TEST_CASE("lamb: You et al. 2020, algorithm 2, with the identity for phi") {
  for (bool in_blocks : {false, true}) {
    CAPTURE(in_blocks);
    lamb rule{.learning_rate = 0.03, .decay_first = 0.8, .decay_second = 0.9, .epsilon = 1e-3, .weight_decay = 0.2};
    std::vector<std::pair<std::size_t, std::size_t>> layers{{0, 13}};
    if (in_blocks) {
      rule.blocks = {{.offset = 0, .size = 9}, {.offset = 9, .size = 3}};
      layers = {{0, 9}, {9, 3}};      // the last parameter is in none
    }
    numbers m(13), v(13), u(13);
    goes_along(rule, [&](numbers& x, numbers const& g, int t) {
      for (std::size_t k = 0; k < x.size(); ++k) {
        m[k] = real(0.8) * m[k] + (1 - real(0.8)) * g[k];
        v[k] = real(0.9) * v[k] + (1 - real(0.9)) * g[k] * g[k];
        real const r = m[k] / (1 - std::pow(real(0.8), t)) / (std::sqrt(v[k] / (1 - std::pow(real(0.9), t))) + real(1e-3));
        u[k] = r + real(0.2) * x[k];
      }
      for (auto const& [first, size] : layers) {
        real const share = length(x, first, size) / length(u, first, size);
        for (std::size_t k = first; k < first + size; ++k) x[k] -= real(0.03) * share * u[k];
      }
      if (in_blocks) x[12] -= real(0.03) * u[12];
    });
  }
}

TEST_CASE("schedule_free_sgd: Defazio et al. 2024, equations 3 to 5, with a warm-up and its weights") {
  numbers z, a;
  real sum = 0;
  schedule_free_sgd const rule{.learning_rate = 0.05, .interpolation = 0.8, .weight_decay = 0.1, .rate_power = 2,
                               .step_power = 1};
  goes_along(scheduled(rule, schedule::linear{.from = 0.25, .steps = 10}), [&](numbers& y, numbers const& g, int t) {
    if (t == 1) z = a = y;
    real const rate = real(0.05) * (real(0.25) + real(0.75) * real(std::min(t - 1, 10)) / 10);
    real const weight = real(t) * rate * rate;      // rates only rise: each is the largest so far
    sum += weight;
    for (std::size_t k = 0; k < y.size(); ++k) {
      z[k] -= rate * (g[k] + real(0.1) * y[k]);
      a[k] = (1 - weight / sum) * a[k] + weight / sum * z[k];
      y[k] = (1 - real(0.8)) * z[k] + real(0.8) * a[k];
    }
  });
}

TEST_CASE("schedule_free_adamw: Defazio et al. 2024, algorithm 1") {
  numbers z, a, v(13);
  real sum = 0;
  schedule_free_adamw const rule{.learning_rate = 0.05, .interpolation = 0.8, .decay_second = 0.9, .epsilon = 1e-3,
                                 .weight_decay = 0.1};
  goes_along(scheduled(rule, schedule::linear{.from = 0.25, .steps = 10}), [&](numbers& y, numbers const& g, int t) {
    if (t == 1) z = a = y;
    real const rate = real(0.05) * (real(0.25) + real(0.75) * real(std::min(t - 1, 10)) / 10), weight = rate * rate;
    sum += weight;
    for (std::size_t k = 0; k < y.size(); ++k) {
      v[k] = real(0.9) * v[k] + (1 - real(0.9)) * g[k] * g[k];
      real const v_hat = v[k] / (1 - std::pow(real(0.9), t));
      z[k] -= rate * g[k] / (std::sqrt(v_hat) + real(1e-3)) + rate * real(0.1) * y[k];
      a[k] = (1 - weight / sum) * a[k] + weight / sum * z[k];
      y[k] = (1 - real(0.8)) * z[k] + real(0.8) * a[k];
    }
  });
}

TEST_CASE("muon: Jordan et al. 2024, a wide matrix and a tall one, with each scale") {
  using scale = muon::scale;
  for (scale const scaling : {scale::shape, scale::rms})
    for (bool const nesterov : {false, true}) {
      CAPTURE(nesterov);
      muon rule{.learning_rate = 0.03, .momentum = 0.9, .weight_decay = 0.2, .nesterov = nesterov};
      rule.scaling = scaling;
      rule.blocks = {{.offset = 0, .size = 6, .rows = 2}, {.offset = 6, .size = 8, .rows = 4}};
      numbers m(14);
      auto const orthogonal = [](numbers const& u, std::size_t rows, std::size_t columns) {
        // X' X where columns are fewer: the same polynomial of the singular values.
        bool const is_tall = rows > columns;
        std::size_t const n = is_tall ? columns : rows;
        numbers out(u);
        real const norm = std::max(length(u, 0, u.size()), real(1e-7));
        for (real& each : out) each /= norm;
        auto const at = [&](numbers const& of, std::size_t i, std::size_t j) { return of[i * columns + j]; };
        for (int step = 0; step < 5; ++step) {
          numbers gram(n * n), polynomial(n * n), next(out.size());
          for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
              for (std::size_t k = 0; k < u.size() / n; ++k)
                gram[i * n + j] += is_tall ? at(out, k, i) * at(out, k, j) : at(out, i, k) * at(out, j, k);
          for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) {
              real square = 0;
              for (std::size_t k = 0; k < n; ++k) square += gram[i * n + k] * gram[k * n + j];
              polynomial[i * n + j] = real(-4.775) * gram[i * n + j] + real(2.0315) * square;
            }
          for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t j = 0; j < columns; ++j) {
              real sum = real(3.4445) * at(out, i, j);
              for (std::size_t k = 0; k < n; ++k)
                sum += is_tall ? at(out, i, k) * polynomial[k * n + j] : polynomial[i * n + k] * at(out, k, j);
              next[i * columns + j] = sum;
            }
          out = next;
        }
        return out;
      };
      auto const move = [&](numbers& x, numbers const& g, std::size_t first, std::size_t rows, std::size_t columns) {
        numbers u(rows * columns);
        for (std::size_t k = 0; k < u.size(); ++k) {
          m[first + k] = real(0.9) * m[first + k] + (1 - real(0.9)) * g[first + k];
          u[k] = nesterov ? (1 - real(0.9)) * g[first + k] + real(0.9) * m[first + k] : m[first + k];
        }
        numbers const way = orthogonal(u, rows, columns);
        real const r = real(rows), c = real(columns);
        real const s = scaling == scale::shape ? std::sqrt(std::max(real(1), r / c)) : real(0.2) * std::sqrt(std::max(r, c));
        for (std::size_t k = 0; k < u.size(); ++k)
          x[first + k] = (1 - real(0.03) * real(0.2)) * x[first + k] - real(0.03) * s * way[k];
      };
      goes_along(rule, [&](numbers& x, numbers const& g, int) {
        move(x, g, 0, 2, 3);
        move(x, g, 6, 4, 2);
      }, 14);
    }
}
