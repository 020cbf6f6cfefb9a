// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Composites whose smooth part is NaN or infinite at times, throws, lies or answers at random: a truthful status, and
// the best finite point, by every method.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "composite_methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

double value_of(std::span<double const> x, std::span<double> g) {
  return bowl<>{.curvature = 2, .n = 3}.value_and_gradient(x, g);
}

/// A bowl whose value, or one entry of whose gradient, is another one from some call on.
struct faulty {
  enum class fault { none, value, entry, exception, sign, entries_swapped, ones, zeros, far_too_steep };
  fault what = fault::none;
  int from = 0;
  double bad = not_a_number;
  std::size_t place = 0;
  int calls = 0;

  std::size_t size() const { return 3; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) {
    double const value = value_of(x, g);
    if (calls++ < from) return value;
    if (what == fault::exception) throw std::runtime_error("no value today");
    if (what == fault::value) return bad;
    if (what == fault::entry) g[place] = bad;
    if (what == fault::sign) for (double& each : g) each = -each;
    if (what == fault::entries_swapped) std::swap(g[0], g[2]);
    if (what == fault::ones) std::fill(g.begin(), g.end(), 1.0);
    if (what == fault::zeros) std::fill(g.begin(), g.end(), 0.0);
    if (what == fault::far_too_steep) for (double& each : g) each *= 1e6;
    return value;
  }
};
using fault = faulty::fault;

std::vector<double> const start{1, 2, 3};

/// The value of the whole at a point.
template <class Term>
double whole(Term const& term, std::vector<double> const& x) {
  std::vector<double> g(3);
  return value_of(x, g) + term.value(std::span<double const>{x});
}

}  // namespace

TEST_CASE("not finite at the start") {
  for_each_composite_method([](auto const& method, auto const& term) {
    for (double const bad : {not_a_number, infinity, -infinity})
      for (std::size_t place = 0; place < 4; ++place) {
        faulty problem{.what = place == 3 ? fault::value : fault::entry, .bad = bad, .place = place};
        auto const r = minimize(composite(problem, term), start, method);
        CHECK(r.status == status::start_not_finite);
        CHECK(r.evaluations == 1);
        CHECK(r.steps == 0);
        CHECK(r.point == start);
      }
  });
}

TEST_CASE("not finite from a later call on") {
  for_each_composite_method([](auto const& method, auto const& term) {
    for (double const bad : {not_a_number, infinity, -infinity})
      for (int const from : {1, 2, 3, 7})
        for (std::size_t place = 0; place < 4; ++place) {
          faulty problem{.what = place == 3 ? fault::value : fault::entry, .from = from, .bad = bad, .place = place};
          stop const limits{.gradient_norm = std::nullopt, .max_steps = 300};
          auto const r = minimize(composite(problem, term), start, method, limits);
          CAPTURE(from);
          CAPTURE(place);
          CAPTURE(explain(r));
          if (problem.calls <= from) continue;
          CHECK((r.status == status::not_finite || r.value <= 1e-20));
          CHECK(std::isfinite(r.gradient_norm));
          CHECK(r.value == whole(term, r.point));
          CHECK(r.value <= whole(term, start));
        }
  });
}

TEST_CASE("exceptions pass through, and what is left of the run is its best point") {
  for_each_composite_method([](auto const& method, auto const& term) {
    for (int const from : {0, 1, 2, 5}) {
      faulty problem{.what = fault::exception, .from = from};
      composite both(problem, term);
      minimization run(both, start, method, stop{.gradient_norm = std::nullopt, .max_steps = 200});
      bool has_thrown = false;
      try {
        while (run.step()) {}
      } catch (std::runtime_error const&) {
        has_thrown = true;
      }
      // Some are done before.
      CHECK(has_thrown == (problem.calls == from + 1));
      CHECK(run.is_over());
      auto const r = run.finish();
      if (!has_thrown) continue;
      CHECK(r.status == (from == 0 ? status::start_not_finite : status::stopped_by_user));
      if (from > 0) CHECK(r.value == whole(term, r.point));
    }
  });
}

TEST_CASE("wrong gradients: every run ends, with the best of what it saw, and claims nothing") {
  for_each_composite_method([](auto const& method, auto const& term) {
    for (fault const lie : {fault::sign, fault::entries_swapped, fault::ones, fault::zeros, fault::far_too_steep}) {
      CAPTURE(static_cast<int>(lie));
      faulty problem{.what = lie};
      auto const r = minimize(composite(problem, term), start, method, {.max_steps = 300});
      CAPTURE(explain(r));
      CHECK(r.steps <= 300);
      CHECK(r.value == whole(term, r.point));
      CHECK(r.value <= whole(term, start));
      if (lie == fault::sign) CHECK(r.status == status::line_search_failed);
      if (r.status == status::gradient_small) CHECK(r.gradient_norm <= 1e-6);
    }
  });
}

TEST_CASE("answers at random: no method throws, all end, and return a finite point") {
  optimize::random_bits random(7);
  double const answers[] = {not_a_number, infinity, -infinity, 1e308, -1e308, 5e-324, 0};
  for (int k = 0; k < 200; ++k) {
    double const often = 0.5 * random.uniform();
    struct mad {
      optimize::random_bits& random;
      double const* answers;
      double often;
      std::size_t size() const { return 3; }
      double value_and_gradient(std::span<double const> x, std::span<double> g) {
        double value = value_of(x, g);
        if (random.uniform() < often) value = answers[random.below(7)];
        if (random.uniform() < often) g[random.below(3)] = answers[random.below(7)];
        return value;
      }
    };
    for_each_composite_method([&](auto const& method, auto const& term) {
      mad problem{random, answers, often};
      result<double> r;
      REQUIRE_NOTHROW(r = minimize(composite(problem, term), start, method, {.max_steps = 50}));
      CHECK(r.status != status::invalid_options);
      if (r.status == status::start_not_finite) return;
      CHECK(std::isfinite(r.value));
      CHECK(std::isfinite(r.gradient_norm));
      CHECK(std::isfinite(optimize::max_abs<double const>(r.point)));
    });
  }
}
