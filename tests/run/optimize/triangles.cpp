// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The decompositions under least squares, against what defines them.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

using namespace gradsmith;
using optimize::pivoted_triangle;
using optimize::triangle;

namespace {

std::vector<double> random_numbers(std::size_t count, std::uint64_t seed) {
  optimize::random_bits random(seed);
  std::vector<double> out(count);
  for (double& each : out) each = 2 * random.uniform() - 1;
  return out;
}

template <class T>
std::vector<T> cast(std::vector<double> const& from) {
  return std::vector<T>(from.begin(), from.end());
}

/// The lengths of the columns of an m by n matrix.
std::vector<double> lengths_of(std::vector<double> const& A, std::size_t n) {
  std::vector<double> out(n);
  for (std::size_t e = 0; e < A.size(); ++e) out[e % n] += A[e] * A[e];
  for (double& each : out) each = std::sqrt(each);
  return out;
}

}  // namespace

TEST_CASE("R'R = A'A and R'c = A'b, in blocks of rows and less") {
  auto const check = [](auto zero) {
    using T = decltype(zero);
    for (std::size_t m : {1u, 2u, 7u, 127u, 128u, 129u, 500u})
      for (std::size_t n : {1u, 2u, 3u, 9u, 20u}) {
        auto A = random_numbers(m * n, m + n), b = random_numbers(m, m);
        for (std::size_t e = 0; e < A.size(); ++e) A[e] *= std::pow(10.0, static_cast<double>(e % n) - 3);
        triangle<T> upper(n);
        upper.take(cast<T>(A), cast<T>(b));
        auto const lengths = lengths_of(A, n);
        double const length_of_b = lengths_of(b, 1)[0], epsilon = std::numeric_limits<T>::epsilon();
        for (std::size_t k = 0; k < n; ++k) {
          for (std::size_t i = k + 1; i < n; ++i) CHECK(upper.column(k)[i] == 0);
          for (std::size_t other = k; other <= n; ++other) {
            double expected = 0, found = 0;
            for (std::size_t i = 0; i < m; ++i) expected += A[i * n + k] * (other < n ? A[i * n + other] : b[i]);
            for (std::size_t i = 0; i < n; ++i) found += double(upper.column(k)[i]) * double(upper.column(other)[i]);
            double const other_length = other < n ? lengths[other] : length_of_b;
            CHECK(std::abs(found - expected) <= 100 * epsilon * lengths[k] * other_length);
          }
        }
      }
  };
  check(0.0);
  check(0.0f);
}

TEST_CASE("solutions: the residuals are orthogonal to every column, damped or not") {
  for (std::size_t m : {20u, 300u})
    for (std::size_t n : {1u, 4u, 9u}) {
      auto A = random_numbers(m * n, 3), b = random_numbers(m, 4);
      for (std::size_t e = 0; e < A.size(); ++e) A[e] *= std::pow(100.0, static_cast<double>(e % n) - 3);
      triangle<double> upper(n);
      upper.take(A, b);
      pivoted_triangle<double> solver(n);
      auto const lengths = lengths_of(A, n);
      for (bool is_damped : {false, true}) {
        std::vector<double> damping, p(n), Ap = b;
        if (is_damped)
          for (double each : lengths) damping.push_back(0.3 * each);
        solver.decompose(upper, damping, m);
        CHECK(solver.rank() == n);
        solver.solve(p);
        for (std::size_t e = 0; e < A.size(); ++e) Ap[e / n] += A[e] * p[e % n];
        std::vector<double> g(n), again(n);
        for (std::size_t k = 0; k < n; ++k) {
          double slope = is_damped ? damping[k] * damping[k] * p[k] : 0;
          for (std::size_t i = 0; i < m; ++i) slope += A[i * n + k] * Ap[i];
          CHECK(std::abs(slope) <= 1e-13 * lengths[k] * lengths_of(b, 1)[0]);
          for (std::size_t i = 0; i < m; ++i) g[k] -= A[i * n + k] * b[i];
        }
        solver.solve_squared(g, again);
        for (std::size_t k = 0; k < n; ++k) CHECK(again[k] == doctest::Approx(p[k]).epsilon(1e-9));
        // The inverse: (A'A + D'D) X = 1.
        std::vector<double> inverse(n * n);
        solver.inverse(inverse);
        for (std::size_t k = 0; k < n; ++k)
          for (std::size_t other = 0; other < n; ++other) {
            double sum = 0;
            for (std::size_t e = 0; e < n; ++e) {
              double product = is_damped && e == k ? damping[k] * damping[k] : 0, entry = 0;
              for (std::size_t i = 0; i < m; ++i) product += A[i * n + k] * A[i * n + e];
              for (std::size_t q = 0; q < n; ++q) entry += inverse[e * n + q] * inverse[other * n + q];
              sum += product * entry;
            }
            CHECK(std::abs(sum - (k == other ? 1 : 0)) <= 1e-10 * lengths[k] / lengths[other]);
          }
      }
    }
}

TEST_CASE("the rank shows, whatever the units of the columns") {
  std::size_t const m = 40, n = 6;
  auto A = random_numbers(m * n, 7), b = random_numbers(m, 8);
  for (std::size_t i = 0; i < m; ++i) {
    A[i * n + 3] = 1e8 * (A[i * n] + A[i * n + 1]);
    A[i * n + 5] = 0;
    A[i * n + 4] *= 1e-200;
  }
  triangle<double> upper(n);
  upper.take(A, b);
  pivoted_triangle<double> solver(n);
  solver.decompose(upper, {}, m);
  CHECK(solver.rank() == 4);
  std::vector<double> p(n);
  solver.solve(p);
  CHECK(p[5] == 0);
  for (double each : p) CHECK(std::isfinite(each));
}

TEST_CASE("numbers whose squares overflow or vanish") {
  for (double scale : {1e-300, 1e-160, 1e160, 1e290}) {
    std::vector<double> A{1, 2, 3, 5, 7, 11}, b{1, -1, 2};
    for (double& each : A) each *= scale;
    triangle<double> upper(2);
    upper.take(A, b);
    pivoted_triangle<double> solver(2);
    solver.decompose(upper, {}, 3);
    CHECK(solver.rank() == 2);
    std::vector<double> p(2);
    solver.solve(p);
    // (A'A)^-1 A'b by hand: A'A = (59 94; 94 150), A'b = (12, 19), determinant 14.
    CHECK(p[0] * scale == doctest::Approx(-(150.0 * 12 - 94.0 * 19) / 14));
    CHECK(p[1] * scale == doctest::Approx(-(59.0 * 19 - 94.0 * 12) / 14));
  }
}
