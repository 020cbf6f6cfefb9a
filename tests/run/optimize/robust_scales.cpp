// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Losses whose scale is beyond the range of the type, or below the rounding of residuals.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

using namespace gradsmith;

namespace {

/// x - i.
template <class T>
struct line {
  using value_type = T;
  std::size_t size() const { return 1; }
  std::size_t residuals() const { return 3; }
  void residuals_and_jacobian(std::span<T const> x, std::span<T> r, std::span<T> J) const {
    for (std::size_t i = 0; i < 3; ++i) r[i] = x[0] - static_cast<T>(i), J[i] = 1;
  }
};

/// Four residuals of 1e8 and three parameters.
struct bent {
  using value_type = float;
  unsigned seed;
  std::size_t size() const { return 3; }
  std::size_t residuals() const { return 4; }
  void residuals_and_jacobian(std::span<float const> x, std::span<float> r, std::span<float> J) const {
    optimize::random_bits random(seed);
    auto const coefficient = [&] { return static_cast<float>(2 * random.uniform() - 1); };
    for (std::size_t i = 0; i < 4; ++i) {
      r[i] = 3 * coefficient();
      for (std::size_t k = 0; k < 3; ++k) {
        float const a = coefficient();
        r[i] += a * (x[k] + std::sin(2 * x[k]) / 2 + x[k] * x[k] / 10);
        J[3 * i + k] = 1e8f * a * (1 + std::cos(2 * x[k]) + x[k] / 5);
      }
      r[i] *= 1e8f;
    }
  }
};

}  // namespace

TEST_CASE("a scale of a loss whose square is no number") {
  auto const is_refused = [](auto problem, auto loss) {
    sum_of_squares squares(problem, loss);
    auto const fit = least_squares(squares, {1}, levenberg_marquardt{});
    return fit.status == status::invalid_options && fit.message.find("option scale") != std::string::npos;
  };
  line<double> const in_double;
  line<float> const in_float;
  for (double const scale : {1e-200, 1e200}) {
    CHECK(is_refused(in_double, robust::soft_l1{scale}));
    CHECK(is_refused(in_double, robust::cauchy{scale}));
    CHECK(is_refused(in_double, robust::arctan{scale}));
    CHECK(is_refused(in_double, robust::tukey{scale}));
    CHECK_FALSE(is_refused(in_double, robust::huber{scale}));
  }
  CHECK(is_refused(in_float, robust::soft_l1{1e-25}));
  CHECK_FALSE(is_refused(in_double, robust::soft_l1{1e-25}));
}

TEST_CASE("where rounding is above a loss's scale the undamped steps do not lead away") {
  // In float residuals of 1e8 are known to 10: a loss flattens what that does to the value, squares do not.
  for (unsigned seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    sum_of_squares squares(bent{seed}, robust::cauchy{.scale = 0.5});
    auto const fit = least_squares(squares, {2, -1, 1}, levenberg_marquardt{});
    CAPTURE(explain(fit));
    double lowest = fit.history[0].value;
    for (history_row const& row : fit.history) lowest = std::min(lowest, row.value);
    // The rounding of one residual changes the value by a tenth.
    CHECK(static_cast<double>(fit.value) <= 1.25 * lowest);
  }
}
