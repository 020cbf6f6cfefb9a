// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Robust losses of residuals.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

using namespace gradsmith;

namespace {

/// A line through points, two of which are far away.
struct line {
  std::vector<double> t{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  std::vector<double> y{1.1, 2.9, 5.2, 6.8, 9.1, 10.9, 13.2, 90, 17.1, 18.8, -70, 23.1};
  std::size_t size() const { return 2; }
  std::size_t residuals() const { return t.size(); }
  void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
    for (std::size_t i = 0; i < t.size(); ++i) {
      r[i] = x[0] + x[1] * t[i] - y[i];
      J[2 * i] = 1, J[2 * i + 1] = t[i];
    }
  }
};

/// s + s^2 / 2, which grows faster than s: rho'' > 0.
struct steep {
  optimize::rho<double> operator()(double s) const { return {s + s * s / 2, 1 + s, 1}; }
};

/// b t^2 + c with residuals that do not vanish.
struct parabola {
  std::size_t size() const { return 2; }
  std::size_t residuals() const { return 5; }
  void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
    double const y[] = {0.1, 0.9, 2.2, 4.8, 8.9};
    for (std::size_t i = 0; i < 5; ++i) {
      double const t = static_cast<double>(i) / 2;
      r[i] = x[0] * t * t + std::exp(x[1]) - y[i];
      J[2 * i] = t * t, J[2 * i + 1] = std::exp(x[1]);
    }
  }
};

/// One type for all, so that runs with them are compiled once.
struct any_loss {
  std::function<optimize::rho<double>(double)> f;
  template <class Loss>
  any_loss(Loss loss) : f([=](double s) { return loss(s); }) {}
  optimize::rho<double> operator()(double s) const { return f(s); }
};

template <class Check>
void for_each_loss(Check check) {
  check(robust::huber{.scale = 0.5});
  check(robust::soft_l1{.scale = 0.5});
  check(robust::cauchy{.scale = 0.5});
  check(robust::arctan{.scale = 0.5});
  check(robust::tukey{.scale = 3});
}

}  // namespace

TEST_CASE("values near zero, slopes and curvatures") {
  auto const check = [](auto loss) {
    auto const origin = loss(0.0);
    CHECK(origin.value == 0);
    CHECK(origin.slope == 1);
    for (double s : {1e-3, 0.1, 0.24, 0.3, 2.0, 8.0, 30.0, 1e4}) {
      double const h = 1e-4 * s;
      auto const here = loss(s), left = loss(s - h), right = loss(s + h);
      CHECK(here.slope == doctest::Approx((right.value - left.value) / (2 * h)).epsilon(1e-6));
      CHECK(here.curvature == doctest::Approx((right.slope - left.slope) / (2 * h)).epsilon(1e-6));
      CHECK(here.slope >= 0);
      CHECK(here.value <= s * (1 + 1e-15));
      CHECK(here.value == doctest::Approx(static_cast<double>(loss(static_cast<float>(s)).value)).epsilon(1e-5));
    }
  };
  for_each_loss(check);
  CHECK(robust::huber{.scale = 2}(9.0).value == doctest::Approx(2 * 2 * 3 - 4));
  CHECK(robust::soft_l1{.scale = 2}(12.0).value == doctest::Approx(8 * (std::sqrt(4.0) - 1)));
  CHECK(robust::cauchy{.scale = 2}(4.0).value == doctest::Approx(4 * std::log(2.0)));
  CHECK(robust::arctan{.scale = 2}(4.0).value == doctest::Approx(std::acos(-1.0)));
  CHECK(robust::tukey{.scale = 2}(5.0).value == doctest::Approx(4.0 / 3));
  CHECK(robust::tukey{.scale = 2}(1e-9).value == doctest::Approx(1e-9));
}

TEST_CASE("outliers count for less: the fit is that of the other points, nearly, and a minimum of its objective") {
  auto const plain = least_squares(line{}, {0, 0}, levenberg_marquardt{});
  CHECK(std::abs(plain.point[1] - 2) > 1);
  for_each_loss([](any_loss const& loss) {
    // The last two have several minima: they begin where Huber's loss leads.
    sum_of_squares convex(line{}, any_loss{robust::huber{.scale = 0.5}}), squares(line{}, loss);
    auto const first = least_squares(convex, {0, 0}, levenberg_marquardt{});
    for (bool acceleration : {false, true}) {
      auto const fit = least_squares(squares, first.point, levenberg_marquardt{.acceleration = acceleration});
      CAPTURE(explain(fit));
      CHECK(converged(fit.status));
      CHECK(std::abs(fit.point[0] - 1) < 0.3);
      CHECK(std::abs(fit.point[1] - 2) < 0.06);
      CHECK(fit.residuals[7] < -70);
      CHECK(fit.residual_sum_of_squares > 10000);
      CHECK(fit.residual_standard_deviation < 10);
      CHECK(fit.gradient_norm < 1e-6);
      auto const other = least_squares(squares, first.point, lbfgs{}, stop{.gradient_norm = 1e-9});
      CHECK(other.point[0] == doctest::Approx(fit.point[0]).epsilon(1e-6));
      CHECK(other.point[1] == doctest::Approx(fit.point[1]).epsilon(1e-6));
    }
  });
}

TEST_CASE("the gradient is that of the value, whatever the curvature of the loss") {
  std::vector<double> const point{1.3, -0.4};
  auto const check = [&](any_loss const& loss) {
    CHECK(check_gradient(sum_of_squares(parabola{}, loss), point).agrees());
  };
  for_each_loss(check);
  check(any_loss{steep{}});
}

TEST_CASE("Triggs's correction for a loss that grows faster: rows and residuals by hand, and fewer steps") {
  std::vector<double> const point{1.3, -0.4};
  sum_of_squares squares(parabola{}, any_loss{steep{}});
  std::vector<double> g(2), r(5), J(10);
  (void)squares.value_and_gradient(point, g);
  parabola{}.residuals_and_jacobian(point, r, J);
  for (std::size_t i = 0; i < 5; ++i) {
    double const s = r[i] * r[i], slope = 1 + s, alpha = 1 - std::sqrt(1 + 2 * s / slope);
    CHECK(squares.residuals()[i] == doctest::Approx(std::sqrt(slope) / (1 - alpha) * r[i]));
    // sqrt(rho') (J - alpha / s r r' J) of a single residual.
    CHECK(squares.jacobian()[2 * i] == doctest::Approx(std::sqrt(slope) * (1 - alpha) * J[2 * i]));
    CHECK(squares.plain_residuals()[i] == r[i]);
  }
  auto const fit = least_squares(sum_of_squares(parabola{}, any_loss{steep{}}), {0.5, 0.5}, levenberg_marquardt{});
  CHECK(converged(fit.status));
  CHECK(fit.gradient_norm < 1e-7);
  CHECK(fit.steps < 30);
}

TEST_CASE("residuals that are not finite are no observations, also for losses that end") {
  struct broken {
    double bad;
    std::size_t size() const { return 1; }
    std::size_t residuals() const { return 3; }
    void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
      for (std::size_t i = 0; i < 3; ++i) r[i] = x[0] - static_cast<double>(i), J[i] = 1;
      r[1] = bad;
    }
  };
  for (double bad : {double(INFINITY), double(NAN)})
    for_each_loss([&](any_loss const& loss) {
      auto const fit = least_squares(sum_of_squares(broken{bad}, loss), {0.2}, levenberg_marquardt{});
      CHECK(fit.status == status::start_not_finite);
    });
}
