// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Residuals and parameters in units so large or small that squares of them leave the range of the type.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

using namespace gradsmith;

namespace {

/// 5 exp(-0.7 t), disturbed, by a exp(-b t).
template <class T>
struct decay_in_units {
  using value_type = T;
  T of_residuals = 1, of_parameters = 1;

  std::size_t size() const { return 2; }
  std::size_t residuals() const { return 8; }
  void residuals_and_jacobian(std::span<T const> x, std::span<T> r, std::span<T> J) const {
    T const a = of_parameters * x[0], b = of_parameters * x[1];
    for (std::size_t i = 0; i < 8; ++i) {
      T const t = static_cast<T>(i) / 2, share = std::exp(-b * t);
      T const seen = 5 * std::exp(T(-0.7) * t) + T(0.05) * (static_cast<T>(i * 7 % 5) - 2);
      r[i] = of_residuals * (a * share - seen);
      J[2 * i] = of_residuals * share * of_parameters;
      J[2 * i + 1] = -of_residuals * a * t * share * of_parameters;
    }
  }
};

template <class Check>
void for_each_fit(Check check) {
  check(levenberg_marquardt{});
  check(levenberg_marquardt{.acceleration = true});
  check(gauss_newton_search{});
}

/// From near the minimum, whose digits do not depend on the units.
template <class T>
void check_units(std::vector<T> const& units, T accuracy) {
  auto const plain = least_squares(decay_in_units<T>{}, {T(4.5), T(0.6)}, levenberg_marquardt{});
  REQUIRE(plain.status == status::step_small);
  for_each_fit([&](auto const& method) {
    for (T const unit : units) {
      CAPTURE(unit);
      auto const fit = least_squares(decay_in_units<T>{.of_residuals = unit}, {T(4.5), T(0.6)}, method);
      CAPTURE(explain(fit));
      CHECK(fit.status == status::step_small);
      for (std::size_t k = 0; k < 2; ++k) {
        CHECK(std::abs(fit.point[k] - plain.point[k]) <= accuracy * plain.point[k]);
        CHECK(std::abs(fit.standard_deviations[k] - plain.standard_deviations[k]) <=
              accuracy * plain.standard_deviations[k]);
      }
      CHECK(std::abs(fit.residual_standard_deviation / unit - plain.residual_standard_deviation) <=
            accuracy * plain.residual_standard_deviation);
    }
  });
}

}  // namespace

TEST_CASE("the units of residuals do not matter, also where their squares underflow") {
  check_units<double>({1e150, 1e-100, 1e-150, 1e-160, 1e-165, 1e-200, 1e-280}, 1e-9);
  check_units<float>({1e15f, 1e-15f, 1e-20f, 1e-23f, 1e-30f}, 1e-3f);
}

TEST_CASE("nor do those of parameters") {
  for_each_fit([&](auto const& method) {
    for (double const unit : {1e100, 1e-100, 1e-200}) {
      auto const fit = least_squares(decay_in_units<double>{.of_parameters = unit}, {4.5 / unit, 0.6 / unit}, method);
      CHECK(fit.status == status::step_small);
      CHECK(fit.point[0] * unit == doctest::Approx(4.93122).epsilon(1e-5));
      CHECK(fit.standard_deviations[1] * unit == doctest::Approx(0.0170).epsilon(1e-2));
    }
  });
}

TEST_CASE("far from a minimum squares that underflow are no sign of one") {
  for_each_fit([](auto const& method) {
    auto const far = least_squares(decay_in_units<double>{.of_residuals = 1e-200}, {50, 30}, method);
    CAPTURE(explain(far));
    // Steps that no value judges may arrive or not.
    bool const has_arrived = std::abs(far.point[0] - 4.93122) < 1e-4;
    CHECK(converged(far.status) == has_arrived);
  });
  // exp(x) has no least value, and none that is 0.
  struct falling {
    std::size_t size() const { return 1; }
    std::size_t residuals() const { return 1; }
    void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
      r[0] = J[0] = std::exp(x[0]);
    }
  };
  for_each_fit([](auto const& method) { CHECK_FALSE(converged(least_squares(falling{}, {1}, method).status)); });
}

TEST_CASE("residuals that overflow in squares are said to be infinite at the start") {
  for_each_fit([](auto const& method) {
    auto const fit = least_squares(decay_in_units<double>{.of_residuals = 1e200}, {1, 1}, method);
    CHECK(fit.status == status::start_not_finite);
  });
}
