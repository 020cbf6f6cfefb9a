// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The rules that other frameworks have under the same names, by hand and as published; and all defaults.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"
#include "runs.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// f = x^2 from 1, whose gradient is 2 x.
void two_steps(any_rule const& rule, double first, double second) {
  auto const x = run_of(bowl<>{.curvature = 2}, {1}, rule, 2);
  CHECK(x[0][0] == doctest::Approx(first).epsilon(1e-14));
  CHECK(x[1][0] == doctest::Approx(second).epsilon(1e-14));
}
/// Rates of 0.1 and 0.2.
auto rising(auto rule) {
  return scheduled(rule, [](double base, std::int64_t t) { return t == 0 ? base : 2 * base; });
}

}  // namespace

TEST_CASE("Keras's sgd has the rate inside the velocity: a change of it acts later") {
  sgd rule{.learning_rate = 0.1, .momentum = 0.5};
  two_steps(rising(rule), 0.8, 0.8 - 0.2 * (0.5 * 2 + 1.6));
  rule.rate_in_velocity = true;
  two_steps(rising(rule), 0.8, 0.8 - (0.5 * 0.2 + 0.2 * 1.6));
  two_steps(rule, 0.8, 0.8 - 0.1 * (0.5 * 2 + 1.6));      // the same as long as the rate is
  rule.nesterov = true;
  two_steps(rising(rule), 1 - (0.2 + 0.5 * 0.2), 0.7 - (0.2 * 1.4 + 0.5 * (0.5 * 0.2 + 0.2 * 1.4)));
  rule.rate_in_velocity = false;
  two_steps(rising(rule), 0.7, 0.7 - 0.2 * (1.4 + 0.5 * (0.5 * 2 + 1.4)));
}

TEST_CASE("Keras's adam and adamw add epsilon before the correction") {
  auto const by_hand = [](bool before) {
    std::vector<double> x{1};
    double m = 0, v = 0;
    for (int t = 1; t <= 2; ++t) {
      double const g = 2 * x.back(), root = std::sqrt(1 - std::pow(0.999, t));
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double const divisor = before ? (std::sqrt(v) + 0.5) / root : std::sqrt(v) / root + 0.5;
      x.push_back(x.back() - 0.1 * m / (1 - std::pow(0.9, t)) / divisor);
    }
    return x;
  };
  for (bool const before : {false, true}) {
    auto const x = by_hand(before);
    two_steps(adam{.learning_rate = 0.1, .epsilon = 0.5, .epsilon_before_correction = before}, x[1], x[2]);
    adamw const decoupled{.learning_rate = 0.1, .epsilon = 0.5, .weight_decay = 0, .epsilon_before_correction = before};
    two_steps(decoupled, x[1], x[2]);
  }
  CHECK(by_hand(true)[1] - by_hand(false)[1] > 0.05);
}

TEST_CASE("Keras's adamax adds epsilon to the largest gradient") {
  // Largest: 2, then 0.999 (2); PyTorch's with epsilon 1: 3, then 2.997.
  double const x1 = 1 - 0.1 * 2.0 / 3, m = (0.9 * 0.2 + 0.1 * 2 * x1) / 0.19;
  two_steps(adamax{.learning_rate = 0.1, .epsilon = 1, .epsilon_beside = true}, x1, x1 - 0.1 * m / (1.998 + 1));
  two_steps(adamax{.learning_rate = 0.1, .epsilon = 1}, x1, x1 - 0.1 * m / 2.997);
}

TEST_CASE("Keras's and optax's adagrad and rmsprop have epsilon inside the root") {
  // 2 / sqrt(4 + 5), and outside 2 / (2 + 5).
  double const x1 = 1 - 0.1 * 2.0 / 3, x2 = 1 - 0.1 * 2.0 / 7;
  adagrad const inside{.learning_rate = 0.1, .epsilon = 5, .epsilon_inside = true};
  two_steps(inside, x1, x1 - 0.1 * 2 * x1 / std::sqrt(4 + 4 * x1 * x1 + 5));
  two_steps(adagrad{.learning_rate = 0.1, .epsilon = 5}, x2, x2 - 0.1 * 2 * x2 / (std::sqrt(4 + 4 * x2 * x2) + 5));
  rmsprop rule{.learning_rate = 0.1, .decay = 0, .epsilon = 5, .epsilon_inside = true};
  two_steps(rule, x1, x1 - 0.1 * 2 * x1 / std::sqrt(4 * x1 * x1 + 5));
  // The variance of the last gradient alone is 0.
  rule.centered = true;
  two_steps(rule, 1 - 0.1 * 2 / std::sqrt(5.0), (1 - 0.2 / std::sqrt(5.0)) * (1 - 0.2 / std::sqrt(5.0)));
  // As the pages of optax print them.
  CHECK(printed(adagrad{.learning_rate = 1, .initial_accumulator = 0.1, .epsilon = 1e-7, .epsilon_inside = true}) ==
        "5.01E+00 2.40E+00 1.25E+00 6.86E-01 3.85E-01");
  CHECK(printed(adagrad{.learning_rate = 1}) != "5.01E+00 2.40E+00 1.25E+00 6.86E-01 3.85E-01");
  CHECK(printed(rmsprop{.learning_rate = 0.003, .decay = 0.9, .epsilon_inside = true}) ==
        "1.39E+01 1.38E+01 1.37E+01 1.37E+01 1.36E+01");
}

TEST_CASE("Keras's and optax's rmsprop has the rate inside the momentum") {
  rmsprop rule{.learning_rate = 0.1, .decay = 0, .epsilon = 0, .momentum = 0.5};
  two_steps(rising(rule), 0.9, 0.9 - 0.2 * (0.5 + 1));
  rule.rate_in_velocity = true;
  two_steps(rising(rule), 0.9, 0.9 - (0.5 * 0.1 + 0.2));
}

TEST_CASE("optax's radam adds epsilon after the correction") {
  for (bool const after : {false, true}) {
    radam const rule{.learning_rate = 0.1, .decay_second = 0.9, .epsilon = 0.5, .epsilon_after_correction = after};
    auto const x = run_of(bowl<>{.curvature = 2}, {1}, rule, 20);
    double y = 1, m = 0, v = 0;
    int adapted = 0;
    for (int t = 1; t <= 20; ++t) {
      double const g = 2 * y, power = std::pow(0.9, t), most = 19, r = most - 2 * t * power / (1 - power);
      m = 0.9 * m + 0.1 * g;
      v = 0.9 * v + 0.1 * g * g;
      double way = m / (1 - std::pow(0.9, t));
      if (r > 5) {
        double const c = std::sqrt((r - 4) * (r - 2) * most / ((most - 4) * (most - 2) * r));
        double const root = std::sqrt(1 - power);
        way *= after ? c / (std::sqrt(v) / root + 0.5) : c * root / (std::sqrt(v) + 0.5);
        ++adapted;
      }
      y -= 0.1 * way;
      CHECK(x[static_cast<std::size_t>(t) - 1][0] == doctest::Approx(y).epsilon(1e-12));
    }
    CHECK(adapted > 5);
  }
}

TEST_CASE("optax's amsgrad keeps the largest corrected second moment") {
  // Gradients 2, then 2 x1. Corrected moments: 4; then (0.5 v1 + 0.5 g^2) / 0.75 with v1 = 2.
  auto const by_hand = [](bool after) {
    double const x1 = 1 - 0.9 * 2 / 2.0, g = 2 * x1, v = 0.5 * 2 + 0.5 * g * g;
    double const root = after ? std::sqrt(std::max(4.0, v / 0.75)) : std::sqrt(std::max(2.0, v) / 0.75);
    return std::pair{x1, x1 - 0.9 * (0.9 * 0.2 + 0.1 * g) / 0.19 / root};
  };
  for (bool const after : {false, true}) {
    auto const [x1, x2] = by_hand(after);
    adam rule{.learning_rate = 0.9, .decay_second = 0.5, .epsilon = 0, .amsgrad = true};
    rule.largest_after_correction = after;
    two_steps(rule, x1, x2);
    adamw decoupled{.learning_rate = 0.9, .decay_second = 0.5, .epsilon = 0, .weight_decay = 0, .amsgrad = true};
    decoupled.largest_after_correction = after;
    two_steps(decoupled, x1, x2);
  }
  CHECK(std::abs(by_hand(true).second - by_hand(false).second) > 0.01);
  // Without amsgrad there is nothing to be the largest of.
  CHECK(printed(adam{.learning_rate = 0.1, .largest_after_correction = true}) == printed(adam{.learning_rate = 0.1}));
}

TEST_CASE("optax's nadam has one momentum for all steps") {
  double const b = 0.9, first = 2;
  double const x1 = 1 - 0.1 * ((1 - b) / (1 - b) * first + b / (1 - b * b) * (0.1 * first)) / 2.0;
  double const second = 2 * x1, m = 0.9 * 0.2 + 0.1 * second, v = (0.5 * 2 + 0.5 * second * second) / 0.75;
  double const x2 = x1 - 0.1 * ((1 - b) / (1 - b * b) * second + b / (1 - b * b * b) * m) / std::sqrt(v);
  nadam rule{.learning_rate = 0.1, .decay_second = 0.5, .epsilon = 0, .constant_momentum = true};
  two_steps(rule, x1, x2);
  rule.constant_momentum = false;
  auto const x = run_of(bowl<>{.curvature = 2}, {1}, rule, 1);
  CHECK(std::abs(x[0][0] - x1) > 0.01);
}

TEST_CASE("optax's rprop is a step late, and clamps lengths where the sign has stayed or turned only") {
  // 1, 0.9, 0.8, 0.68, 0.536: lengths 0.1, 0.1, 0.12, 0.144.
  rprop rule{.learning_rate = 0.1, .lengths_are_late = true};
  auto const late = run_of(bowl<>{.curvature = 2}, {1}, rule, 4);
  double const expected[]{0.9, 0.8, 0.68, 0.536};
  for (std::size_t t = 0; t < 4; ++t) CHECK(late[t][0] == doctest::Approx(expected[t]).epsilon(1e-14));
  rule.lengths_are_late = false;
  two_steps(rule, 0.9, 0.78);
  // A first length beyond the greatest: PyTorch's is clamped at once.
  rprop wide{.learning_rate = 0.2, .step_max = 0.1, .lengths_are_late = true};
  two_steps(wide, 0.8, 0.6);
  wide.lengths_are_late = false;
  two_steps(wide, 0.9, 0.8);
}

TEST_CASE("defaults are PyTorch's, where it has the method, and those of the catalogue elsewhere") {
  auto const is = [](auto... pairs) {
    auto const check = [](auto const& pair) { CHECK(pair.first == pair.second); };
    (check(pairs), ...);
  };
  auto const pair = [](double a, double b) { return std::pair{a, b}; };
  is(pair(sgd{}.learning_rate, 1e-3), pair(sgd{}.momentum, 0), pair(sgd{}.dampening, 0), pair(sgd{}.l2, 0));
  is(pair(adagrad{}.learning_rate, 1e-2), pair(adagrad{}.learning_rate_decay, 0), pair(adagrad{}.epsilon, 1e-10),
     pair(adagrad{}.initial_accumulator, 0));
  is(pair(adadelta{}.learning_rate, 1), pair(adadelta{}.decay, 0.9), pair(adadelta{}.epsilon, 1e-6));
  is(pair(rmsprop{}.learning_rate, 1e-2), pair(rmsprop{}.decay, 0.99), pair(rmsprop{}.epsilon, 1e-8),
     pair(rmsprop{}.momentum, 0));
  auto const like_adam = [&](auto const& rule, double rate) {
    is(pair(rule.learning_rate, rate), pair(rule.decay_first, 0.9), pair(rule.decay_second, 0.999),
       pair(rule.epsilon, 1e-8));
  };
  like_adam(adam{}, 1e-3);
  like_adam(adamw{}, 1e-3);
  like_adam(adamax{}, 2e-3);
  like_adam(nadam{}, 2e-3);
  like_adam(radam{}, 1e-3);
  is(pair(adamw{}.weight_decay, 1e-2), pair(nadam{}.momentum_decay, 4e-3));
  is(pair(asgd{}.learning_rate, 1e-2), pair(asgd{}.decay, 1e-4), pair(asgd{}.power, 0.75),
     pair(asgd{}.averaging_start, 1e6));
  is(pair(rprop{}.learning_rate, 1e-2), pair(rprop{}.shrink, 0.5), pair(rprop{}.grow, 1.2),
     pair(rprop{}.step_min, 1e-6), pair(rprop{}.step_max, 50));
  is(pair(lion{}.learning_rate, 1e-3), pair(lion{}.decay_step, 0.9), pair(lion{}.decay_average, 0.99),
     pair(lion{}.weight_decay, 1e-3));
  is(pair(yogi{}.decay_first, 0.9), pair(yogi{}.decay_second, 0.999), pair(yogi{}.epsilon, 1e-3),
     pair(yogi{}.initial, 1e-6));
  is(pair(adabelief{}.decay_first, 0.9), pair(adabelief{}.decay_second, 0.999), pair(adabelief{}.epsilon, 1e-16),
     pair(adabelief{}.epsilon_inside, 1e-16));
  is(pair(lamb{}.learning_rate, 1e-3), pair(lamb{}.decay_first, 0.9), pair(lamb{}.decay_second, 0.999),
     pair(lamb{}.epsilon, 1e-6));
  is(pair(adan{}.learning_rate, 1e-3), pair(adan{}.decay_first, 0.98), pair(adan{}.decay_difference, 0.92),
     pair(adan{}.decay_second, 0.99), pair(adan{}.epsilon, 1e-8));
  is(pair(schedule_free_sgd{}.interpolation, 0.9), pair(schedule_free_sgd{}.rate_power, 2));
  is(pair(schedule_free_adamw{}.interpolation, 0.9), pair(schedule_free_adamw{}.rate_power, 2));
  is(pair(muon{}.learning_rate, 1e-3), pair(muon{}.momentum, 0.95), pair(muon{}.weight_decay, 0.1),
     pair(muon{}.epsilon, 1e-7), pair(muon{}.iterations, 5));
}
