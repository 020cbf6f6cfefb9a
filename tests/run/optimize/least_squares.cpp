// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Least squares: standard deviations, what residuals do not determine, and what a run has in common with others.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "residual_problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// y = a + b t through points, whose covariance is known.
template <class T>
struct line {
  using value_type = T;
  std::vector<T> t, y;
  std::vector<T> own{0, 0};
  std::size_t size() const { return 2; }
  std::size_t residuals() const { return t.size(); }
  std::span<T> parameters() { return own; }
  void residuals_and_jacobian(std::span<T const> x, std::span<T> r, std::span<T> J) const {
    for (std::size_t i = 0; i < t.size(); ++i) {
      r[i] = x[0] + x[1] * t[i] - y[i];
      J[2 * i] = 1;
      J[2 * i + 1] = t[i];
    }
  }
};

/// Residuals that depend on the sum of the first two of three parameters only.
struct only_the_sum {
  std::size_t m;
  std::size_t size() const { return 3; }
  std::size_t residuals() const { return m; }
  void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) const {
    for (std::size_t i = 0; i < m; ++i) {
      double const t = static_cast<double>(i) - 2;
      r[i] = (x[0] + x[1]) * t + x[2] - std::cos(t);
      J[3 * i] = J[3 * i + 1] = t;
      J[3 * i + 2] = 1;
    }
  }
};

}  // namespace

TEST_CASE("a straight line: parameters, standard deviations and covariance by the formulas of textbooks") {
  auto const check = [](auto zero, double tolerance) {
    using T = decltype(zero);
    line<T> problem{.t = {1, 2, 3, 5, 8, 13}, .y = {T(2.1), T(3.9), T(6.2), T(9.8), T(16.5), T(25.9)}};
    double st = 0, sy = 0, stt = 0, sty = 0;
    std::size_t const m = problem.t.size();
    double const count = static_cast<double>(m);
    for (std::size_t i = 0; i < m; ++i) {
      double const t = static_cast<double>(problem.t[i]), y = static_cast<double>(problem.y[i]);
      st += t, sy += y, stt += t * t, sty += t * y;
    }
    double const slope = (count * sty - st * sy) / (count * stt - st * st), intercept = (sy - slope * st) / count;
    double sum = 0;
    for (std::size_t i = 0; i < m; ++i) {
      double const r = intercept + slope * static_cast<double>(problem.t[i]) - static_cast<double>(problem.y[i]);
      sum += r * r;
    }
    double const variance = sum / (count - 2), determinant = count * stt - st * st;
    for (int k = 0; k < 3; ++k) {
      problem.own = {0, 0};
      least_squares_result<T> fit;
      if (k == 0) fit = least_squares(problem, levenberg_marquardt{});
      if (k == 1) fit = least_squares(problem, gauss_newton_search{});
      if (k == 2) fit = least_squares(problem, levenberg_marquardt{.acceleration = true});
      CHECK(fit.status == status::step_small);
      CHECK(problem.own == fit.point);
      CHECK(fit.rank == 2);
      CHECK(fit.degrees_of_freedom == m - 2);
      auto const near = [&](T found, double expected) {
        return std::abs(static_cast<double>(found) - expected) <= tolerance * std::abs(expected);
      };
      CHECK(near(fit.point[0], intercept));
      CHECK(near(fit.point[1], slope));
      CHECK(near(fit.residual_sum_of_squares, sum));
      CHECK(near(fit.residual_standard_deviation, std::sqrt(variance)));
      CHECK(near(fit.covariance[0], variance * stt / determinant));
      CHECK(near(fit.covariance[1], -variance * st / determinant));
      CHECK(near(fit.covariance[2], -variance * st / determinant));
      CHECK(near(fit.covariance[3], variance * count / determinant));
      CHECK(near(fit.standard_deviations[0], std::sqrt(variance * stt / determinant)));
      CHECK(near(fit.standard_deviations[1], std::sqrt(variance * count / determinant)));
      CHECK(fit.statistics.empty());
    }
  };
  check(0.0, 1e-12);
  check(0.0f, 2e-4);
}

TEST_CASE("more rows than a block of the decomposition has") {
  line<double> problem{.t = {}, .y = {}};
  for (int i = 0; i < 1000; ++i) problem.t.push_back(i), problem.y.push_back(3 + 0.25 * i + (i % 2 == 0 ? 1 : -1));
  auto const fit = least_squares(problem, levenberg_marquardt{});
  CHECK(fit.status == status::step_small);
  double mean_t = 499.5, slope = 0, squares = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    slope += (problem.t[i] - mean_t) * problem.y[i];
    squares += (problem.t[i] - mean_t) * (problem.t[i] - mean_t);
  }
  CHECK(fit.point[1] == doctest::Approx(slope / squares).epsilon(1e-13));
  double const expected = fit.residual_standard_deviation / std::sqrt(squares);
  CHECK(fit.standard_deviations[1] == doctest::Approx(expected).epsilon(1e-13));
}

TEST_CASE("parameters that residuals do not determine: said, and not hidden") {
  only_the_sum const problem{.m = 8};
  auto const damped = least_squares(problem, {1, 2, 3}, levenberg_marquardt{});
  CHECK(damped.status == status::value_flat);
  CHECK(damped.rank == 2);
  CHECK(damped.gradient_norm < 1e-12);
  CHECK(damped.degrees_of_freedom == 5);
  CHECK(std::isfinite(damped.residual_standard_deviation));
  for (double each : damped.standard_deviations) CHECK(std::isnan(each));
  for (double each : damped.covariance) CHECK(std::isnan(each));
  CHECK(damped.statistics.find("determine only 2 of 3 parameters") != std::string::npos);
  CHECK(explain(damped).find(damped.statistics) != std::string::npos);
  auto const plain = least_squares(problem, {1, 2, 3}, gauss_newton_search{});
  CHECK(plain.status == status::rank_deficient);
  CHECK(usable(plain.status));
  CHECK_FALSE(converged(plain.status));
  CHECK(plain.point == std::vector<double>{1, 2, 3});
  CHECK(explain(plain).find("levenberg_marquardt") != std::string::npos);
}

TEST_CASE("fewer residuals than parameters, or as many") {
  for (std::size_t m : {1u, 2u, 3u}) {
    auto const fit = least_squares(only_the_sum{.m = m}, {1, 2, 3}, levenberg_marquardt{});
    CHECK(usable(fit.status));
    if (m < 3) CHECK(fit.value < 1e-20);
    CHECK(fit.degrees_of_freedom == 0);
    CHECK(std::isnan(fit.residual_standard_deviation));
    CHECK(std::isnan(fit.standard_deviations[0]));
    CHECK(fit.statistics.find(std::to_string(m) + " residuals for 3 parameters") != std::string::npos);
  }
}

TEST_CASE("stop criteria and callbacks are those of minimize") {
  auto const test = residual_tests<double>()[0];
  auto const three = least_squares(test.problem, test.start, levenberg_marquardt{}, stop{.max_steps = 3});
  CHECK(three.status == status::max_steps);
  CHECK(three.steps == 3);
  CHECK(three.history.size() == 4);
  CHECK(std::isfinite(three.value));
  auto const low = least_squares(test.problem, test.start, levenberg_marquardt{}, stop{.target = 1e-3});
  CHECK(low.status == status::target_reached);
  CHECK(low.value <= 1e-3);
  auto const flat = least_squares(test.problem, test.start, levenberg_marquardt{}, stop{.gradient_norm = 1e-3});
  CHECK(flat.status == status::gradient_small);
  CHECK(flat.gradient_norm <= 1e-3);
  std::int64_t seen = 0;
  auto const watched = least_squares(test.problem, test.start, levenberg_marquardt{}, stop{}, [&](auto const& now) {
    if (now.event == event::step) ++seen;
    return now.step >= 5 ? verdict::stop : verdict::proceed;
  });
  CHECK(watched.status == status::stopped_by_user);
  CHECK(seen == 5);
  for (std::size_t k = 1; k < three.history.size(); ++k) CHECK(three.history[k].value < three.history[k - 1].value);
  CHECK_THROWS_WITH_AS((void)least_squares(test.problem, {1.0}, levenberg_marquardt{}),
                       "gradsmith: the start has 1 elements, the problem has 2 parameters", data_error);
}

TEST_CASE("options out of their range") {
  auto const test = residual_tests<double>()[0];
  auto const wrong = least_squares(test.problem, test.start, levenberg_marquardt{.radius = 0});
  CHECK(wrong.status == status::invalid_options);
  CHECK(wrong.message.find("radius") != std::string::npos);
  CHECK(wrong.statistics.find("did not begin") != std::string::npos);
  auto const ratio = least_squares(test.problem, test.start, levenberg_marquardt{.least_ratio = 1});
  CHECK(ratio.message.find("least_ratio") != std::string::npos);
  sum_of_squares wrongly_scaled(test.problem, robust::huber{.scale = -1});
  auto const scale = least_squares(wrongly_scaled, test.start, levenberg_marquardt{});
  CHECK(scale.status == status::invalid_options);
  CHECK(scale.message.find("scale") != std::string::npos);
}

TEST_CASE("every method takes sums of squares, and single steps are the same") {
  auto const test = residual_tests<double>()[0];
  auto const by_lbfgs = least_squares(test.problem, test.start, lbfgs{}, stop{.gradient_norm = 1e-9});
  CHECK(by_lbfgs.status == status::gradient_small);
  CHECK(by_lbfgs.point[0] == doctest::Approx(1));
  auto const whole = least_squares(test.problem, test.start, levenberg_marquardt{});
  sum_of_squares squares(test.problem);
  CHECK(check_gradient(squares, test.start).agrees());
  minimization run(squares, test.start, levenberg_marquardt{}, stop{});
  while (run.step()) {}
  auto const stepped = run.finish();
  CHECK(stepped.point == whole.point);
  CHECK(stepped.steps == whole.steps);
  CHECK(stepped.evaluations <= whole.evaluations);
}
