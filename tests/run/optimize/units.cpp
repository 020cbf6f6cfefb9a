// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Functions in units in which every curvature is very large or small.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

using namespace gradsmith;

namespace {

/// unit (sum (k + 1)^2 (x_k - 1)^2 + (x_0 - x_1)^4) / 2.
template <class T>
struct basin {
  using value_type = T;
  T unit = 1;

  std::size_t size() const { return 8; }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T value = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
      T const number = static_cast<T>(k + 1), away = x[k] - 1;
      value += number * number * away * away / 2;
      g[k] = unit * number * number * away;
    }
    T const apart = x[0] - x[1], cube = apart * apart * apart;
    g[0] += unit * 2 * cube;
    g[1] -= unit * 2 * cube;
    return unit * (value + apart * cube / 2);
  }
};

template <class T, class M>
result<T> run_in(T unit, M const& method, double share) {
  stop const limits{.gradient_norm = std::nullopt, .gradient_relative = share};
  return minimize(basin<T>{unit}, std::vector<T>{4, -3, 2, -1, 0, 1, 2, 3}, method, limits);
}

template <class T, class M>
void check_units(M const& method, std::vector<T> const& units, double share) {
  auto const plain = run_in<T>(T(1), method, share);
  REQUIRE(plain.status == status::gradient_small);
  for (T const unit : units) {
    CAPTURE(unit);
    auto const found = run_in(unit, method, share);
    CAPTURE(explain(found));
    CHECK(found.status == status::gradient_small);
    for (T const each : found.point) CHECK(std::abs(each - 1) <= 1e3 * share);
    // The first step along the gradient knows no units; what follows does not depend on them.
    CHECK(found.evaluations <= plain.evaluations * 3 / 2 + 10);
  }
}

}  // namespace

TEST_CASE("curvatures of any size, in double") {
  std::vector<double> const units{1e100, 1e30, 1e17, 1e10, 1e-10};
  check_units(lbfgs{}, units, 1e-9);
  check_units(bfgs{}, units, 1e-9);
  check_units(nonlinear_cg{}, units, 1e-9);
}

TEST_CASE("and in float, where 1/eps is 8e6") {
  std::vector<float> const units{1e15f, 1e8f, 1e-6f};
  check_units(lbfgs{}, units, 1e-5);
  check_units(bfgs{}, units, 1e-5);
  check_units(nonlinear_cg{}, units, 1e-5);
}

TEST_CASE("a floor that is given is one of y.s / y.y") {
  auto const never = run_in<double>(1, lbfgs{.curvature_floor = 1e6}, 1e-6);
  auto const usual = run_in<double>(1, lbfgs{}, 1e-6);
  CHECK(never.evaluations > 2 * usual.evaluations);
}
