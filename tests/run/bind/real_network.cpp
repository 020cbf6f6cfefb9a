// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A network with one hidden layer on digits: value and gradient against the formulas in long double.
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/real_data.hpp"
#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto c = gs::axis<"c">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">(c);
constexpr auto hidden = gs::let([] { return tanh(sum(j, w1 * x) + b1); });
constexpr auto network = mean(i, -pick(c, log_softmax(c, sum(k, w2 * hidden) + b2), y)) + 0.005 * sum(j, k, square(w1));

// theta: w2 (h x m), w1 (d x h), b1, b2: the order in which the loss reads them.
template <class T>
answer network_formula(dataset const& s, std::size_t h, std::size_t m, std::vector<T> const& theta) {
  T const* const a2 = theta.data();
  T const* const a1 = a2 + h * m;
  T const* const c1 = a1 + s.d * h;
  T const* const c2 = c1 + h;
  answer out{0, std::vector<real>(theta.size())};
  real* const g2 = out.gradient.data();
  real* const g1 = g2 + h * m;
  for (std::size_t q = 0; q < s.d * h; ++q) {
    out.value += real{0.005} * a1[q] * a1[q];
    g1[q] = real{0.01} * a1[q];
  }
  std::vector<real> units(h), e(m);
  real const n = static_cast<real>(s.n);
  for (std::size_t r = 0; r < s.n; ++r) {
    for (std::size_t u = 0; u < h; ++u) {
      units[u] = c1[u];
      for (std::size_t q = 0; q < s.d; ++q) units[u] += static_cast<real>(a1[q * h + u]) * static_cast<T>(s.x[r * s.d + q]);
      units[u] = std::tanh(units[u]);
    }
    for (std::size_t p = 0; p < m; ++p) {
      e[p] = c2[p];
      for (std::size_t u = 0; u < h; ++u) e[p] += a2[u * m + p] * units[u];
    }
    out.value += cross_entropy(e, s.y[r]) / n;
    for (std::size_t p = 0; p < m; ++p) g1[s.d * h + h + p] += e[p] / n;
    for (std::size_t u = 0; u < h; ++u) {
      real back = 0;
      for (std::size_t p = 0; p < m; ++p) {
        back += e[p] * a2[u * m + p];
        g2[u * m + p] += e[p] * units[u] / n;
      }
      back *= (1 - units[u] * units[u]) / n;
      g1[s.d * h + u] += back;
      for (std::size_t q = 0; q < s.d; ++q) g1[q * h + u] += back * static_cast<T>(s.x[r * s.d + q]);
    }
  }
  return out;
}

}  // namespace

TEST_CASE_TEMPLATE("a network on digits", T, double, float) {
  auto const all = read("digits");
  if (!all) return;
  dataset const s = divided(*all, 16);
  auto const data = as<T>(s.x);
  std::size_t const h = 13, m = s.classes();
  auto problem = gs::bind<network>(x = gs::matrix(data, s.n, s.d), y = s.y, k = h, c = m);
  for (double scale : {0.05, 0.5}) {
    auto const theta = normal_numbers<T>(h * m + s.d * h + h + m, 3, scale);
    CHECK(error_in_eps(problem, theta, network_formula(s, h, m, theta)) < 50);
  }
}
