// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Residuals that fail on purpose: a truthful status, and the best finite point.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

using namespace gradsmith;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Rosenbrock's valley and a residual that stays, with faults.
struct valley {
  using value_type = double;
  int from = 1 << 30;                     // the first call that is faulty
  double bad = not_a_number;
  int place = 0;                          // 0: a residual, 1: an entry of J
  double barrier = infinity;              // no residuals for x[0] beyond
  double lie = 1;                         // factor of the first column of J
  bool throws = false;
  int calls = 0;
  double lowest = infinity;

  std::size_t size() const { return 2; }
  std::size_t residuals() const { return 4; }
  void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) {
    std::vector<double> const all{10 * (x[1] - x[0] * x[0]), 1 - x[0], x[0] - 0.8, 2};
    std::vector<double> const slopes{-20 * x[0] * lie, 10, -lie, 0, lie, 0, 0, 0};
    std::copy(all.begin(), all.end(), r.begin());
    std::copy(slopes.begin(), slopes.end(), J.begin());
    bool const is_faulty = calls++ >= from;
    if (is_faulty && throws) throw std::runtime_error("no residuals today");
    if (is_faulty && place == 0) r[2] = bad;
    if (is_faulty && place == 1) J[4] = bad;
    if (x[0] > barrier) std::fill(r.begin(), r.end(), bad);
    if (!is_faulty && x[0] <= barrier) lowest = std::min(lowest, value_at(x));
  }
  static double value_at(std::span<double const> x) {
    double const a = 10 * (x[1] - x[0] * x[0]), b = 1 - x[0], c = x[0] - 0.8;
    return (a * a + b * b + c * c + 4) / 2;
  }
};

std::vector<double> const start{-1.2, 1};

template <class Check>
void for_each_fit(Check check) {
  check(levenberg_marquardt{});
  check(levenberg_marquardt{.acceleration = true});
  check(gauss_newton_search{});
}

}  // namespace

TEST_CASE("not finite at the start") {
  for_each_fit([](auto method) {
    for (double bad : {not_a_number, infinity, -infinity})
      for (int place : {0, 1}) {
        auto const fit = least_squares(valley{.from = 0, .bad = bad, .place = place}, start, method);
        CHECK(fit.status == status::start_not_finite);
        CHECK(fit.evaluations == 1);
        CHECK(fit.point == start);
        CHECK(std::isnan(fit.standard_deviations[0]));
        CHECK(fit.statistics.find("did not begin") != std::string::npos);
      }
  });
}

TEST_CASE("not finite from a later call on") {
  for_each_fit([](auto method) {
    for (double bad : {not_a_number, infinity, -infinity})
      for (int place : {0, 1})
        for (int from = 1; from < 12; ++from) {
          valley problem{.from = from, .bad = bad, .place = place};
          sum_of_squares squares(problem);
          auto const r = minimize(squares, start, method);
          CAPTURE(from);
          if (problem.calls <= from) continue;
          // A line search that met both says that it found nothing lower.
          constexpr bool searches = std::same_as<decltype(method), gauss_newton_search>;
          bool const searched = searches && r.status == status::line_search_failed;
          CHECK((r.status == status::not_finite || converged(r.status) || searched));
          CHECK(std::isfinite(r.value));
          CHECK(r.value == doctest::Approx(valley::value_at(r.point)));
          // Points beside the path, for the second derivative, are none of the run's.
          CHECK(r.value <= r.history[0].value);
        }
  });
}

TEST_CASE("beyond a barrier: every method stays inside and arrives, or goes as far as it can") {
  auto const free = least_squares(valley{}, start, levenberg_marquardt{});
  CHECK(free.status == status::step_small);
  for (double bad : {not_a_number, infinity, -infinity}) {
    for_each_fit([&](auto method) {
      auto const inside = least_squares(valley{.bad = bad, .barrier = free.point[0] + 0.01}, start, method);
      CAPTURE(explain(inside));
      CHECK(converged(inside.status));
      CHECK(inside.value == doctest::Approx(free.value));
      auto const before = least_squares(valley{.bad = bad, .barrier = 0.5}, start, method);
      CHECK_FALSE(converged(before.status));
      CHECK(before.point[0] <= 0.5);
      CHECK(before.value < valley::value_at(start));
      CHECK(std::isfinite(before.residual_sum_of_squares));
    });
  }
}

TEST_CASE("a Jacobian that is not that of the residuals: no success, and a pointer to the check") {
  for (double lie : {-1.0, 0.0, 100.0, -1e6}) {
    CAPTURE(lie);
    valley wrong{.lie = lie};
    CHECK_FALSE(check_gradient(sum_of_squares(wrong), {0.3, 0.7}).agrees());
    for_each_fit([&](auto method) {
      auto const fit = least_squares(valley{.lie = lie}, start, method);
      CHECK(fit.value <= valley::value_at(start));
      CHECK(fit.value == doctest::Approx(valley::value_at(fit.point)));
      CAPTURE(explain(fit));
      // With 0 in the column it is the Jacobian of another problem, in which x[0] does not count, and that is solved.
      if (lie == 0) return;
      CHECK_FALSE(converged(fit.status));
      if (fit.status == status::line_search_failed)
        CHECK(explain(fit).find("check_gradient(problem, point)") != std::string::npos);
    });
  }
  auto const fit = least_squares(valley{.lie = -1}, start, levenberg_marquardt{});
  CHECK(fit.status == status::line_search_failed);
}

TEST_CASE("exceptions pass through") {
  for_each_fit([](auto method) {
    for (int from : {0, 1, 5}) {
      valley problem{.from = from, .throws = true};
      CHECK_THROWS_WITH_AS((void)least_squares(problem, start, method), "no residuals today", std::runtime_error);
      CHECK(problem.calls == from + 1);
    }
  });
  // What is left of the run is its best point.
  valley problem{.from = 6, .throws = true};
  sum_of_squares squares(problem);
  minimization run(squares, start, levenberg_marquardt{}, stop{});
  CHECK_THROWS_AS([&] { while (run.step()) {} }(), std::runtime_error);
  auto const r = run.finish();
  CHECK(r.status == status::stopped_by_user);
  CHECK(r.value == doctest::Approx(valley::value_at(r.point)));
  CHECK(r.value == doctest::Approx(problem.lowest));
}

TEST_CASE("residuals that answer at random: every run ends") {
  optimize::random_bits random(5);
  double const answers[] = {not_a_number, infinity, -infinity, 1e200, -1e308, 5e-324, 0};
  for (int k = 0; k < 300; ++k) {
    double const often = 0.4 * random.uniform();
    struct mad {
      optimize::random_bits& random;
      double const* answers;
      double often;
      valley inside{};
      std::size_t size() const { return 2; }
      std::size_t residuals() const { return 4; }
      void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) {
        inside.residuals_and_jacobian(x, r, J);
        if (random.uniform() < often) r[random.below(4)] = answers[random.below(7)];
        if (random.uniform() < often) J[random.below(8)] = answers[random.below(7)];
      }
    };
    for_each_fit([&](auto method) {
      mad problem{random, answers, often};
      least_squares_result<double> fit;
      REQUIRE_NOTHROW(fit = least_squares(problem, start, method, {.max_steps = 50}));
      CHECK(fit.status != status::invalid_options);
      if (fit.status != status::start_not_finite) CHECK(std::isfinite(fit.value));
    });
  }
}

TEST_CASE("residuals that are all zero, constant, or of no parameter") {
  struct constant {
    double r;
    std::size_t size() const { return 2; }
    std::size_t residuals() const { return 3; }
    void residuals_and_jacobian(std::span<double const>, std::span<double> out, std::span<double> J) const {
      std::fill(out.begin(), out.end(), r);
      std::fill(J.begin(), J.end(), 0);
    }
  };
  for_each_fit([](auto method) {
    for (double r : {0.0, 3.0}) {
      auto const fit = least_squares(constant{r}, {1, 2}, method);
      CHECK(fit.status == status::gradient_small);
      CHECK(fit.rank == 0);
      CHECK(fit.value == 1.5 * r * r);
      CHECK(fit.statistics.find("determine only 0 of 2") != std::string::npos);
    }
  });
}
