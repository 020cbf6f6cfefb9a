// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The newer methods' first steps, worked by hand and as published, and a property that their neighbours do not have.
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
/// How far one parameter moves in every step if these are its gradients, wherever it is.
std::vector<double> moves(std::vector<double> const& gradients, any_rule const& rule) {
  auto state = rule.begin<double>(1);
  std::vector<double> x{0}, out;
  for (double const each : gradients) {
    double const before = x[0];
    rule.advance(x, std::span<double const>{&each, 1}, state);
    out.push_back(x[0] - before);
  }
  return out;
}
void refuses(auto const& rule, std::string const& what) { CHECK(rule.invalid() == "The option " + what + "."); }

}  // namespace

TEST_CASE("lion: two steps by hand") {
  two_steps(lion{.learning_rate = 0.1, .weight_decay = 0}, 0.9, 0.8);
  two_steps(lion{.learning_rate = 0.1, .weight_decay = 0.5}, 0.85, 0.85 * 0.95 - 0.1);
  // After a gradient of 1 the mean is 0.01: nine tenths of it outweigh one of -1/20, but halves do not.
  CHECK(moves({1, -0.05}, lion{.learning_rate = 1, .weight_decay = 0})[1] == -1);
  CHECK(moves({1, -0.05}, lion{.learning_rate = 1, .decay_step = 0.5, .weight_decay = 0})[1] == 1);
  CHECK(moves({1, -0.05}, lion{.learning_rate = 1, .decay_average = 0.9999, .weight_decay = 0})[1] == 1);
  CHECK(moves({0, 0}, lion{})[1] == 0);
  CHECK(printed(lion{.learning_rate = 0.003}) == "1.40E+01 1.39E+01 1.39E+01 1.39E+01 1.38E+01");
  // Keras's test of a step.
  auto const rule = lion{.learning_rate = 0.5, .weight_decay = 0};
  auto state = rule.begin<double>(4);
  std::vector<double> x{1, 2, 3, 4}, g{1, 6, 7, 2};
  rule.advance<double>(x, g, state);
  CHECK(x == std::vector<double>{0.5, 1.5, 2.5, 3.5});
}

TEST_CASE("lion's steps are as long as its rate, whatever the gradients; adam's are not") {
  optimize::random_bits random(5);
  std::vector<double> gradients(300);
  for (double& each : gradients) each = std::exp(10 * random.uniform()) * (random.uniform() < 0.5 ? -1 : 1);
  double shortest = 1;
  for (double each : moves(gradients, lion{.learning_rate = 0.25, .weight_decay = 0})) CHECK(std::abs(each) == 0.25);
  for (double each : moves(gradients, adam{.learning_rate = 0.25})) shortest = std::min(shortest, std::abs(each));
  CHECK(shortest < 0.01);
}

TEST_CASE("yogi: two steps by hand, with each convention") {
  // Without corrections: m is 0.2 and v 0.004, then 0.004 + g^2 / 1000, where adam has 0.999 of it.
  double const first = 1 - 0.1 * 0.2 / std::sqrt(0.004), g = 2 * first, m = 0.9 * 0.2 + 0.1 * g;
  two_steps(yogi{.learning_rate = 0.1, .epsilon = 0, .initial = 0, .bias_correction = false}, first,
            first - 0.1 * m / std::sqrt(0.004 + 0.001 * g * g));
  // As optax has it, both begin at 1e-6.
  double const m1 = 0.9e-6 + 0.2, v1 = 1e-6 + 0.004, x1 = 1 - 0.1 * (m1 / 0.1) / (std::sqrt(v1 / 0.001) + 1e-3);
  double const m2 = 0.9 * m1 + 0.2 * x1, v2 = v1 + 0.001 * 4 * x1 * x1;
  two_steps(yogi{.learning_rate = 0.1}, x1, x1 - 0.1 * (m2 / 0.19) / (std::sqrt(v2 / 0.001999) + 1e-3));
  // v is 2, more than the second gradient's square of 0.04, and falls by half of that.
  double const rate = 0.9 * std::sqrt(2.0) / 0.2;
  two_steps(yogi{.learning_rate = rate, .decay_second = 0.5, .epsilon = 0, .initial = 0, .bias_correction = false}, 0.1,
            0.1 - rate * 0.2 / std::sqrt(1.98));
  // l2 makes the gradient 3 x.
  two_steps(yogi{.learning_rate = 1, .decay_first = 0, .decay_second = 0, .epsilon = 6, .initial = 0, .l2 = 1},
            1 - 3.0 / 9, 2.0 / 3 - 2 / (std::sqrt(5.0) + 6));
  CHECK(printed(yogi{.learning_rate = 0.002}) == "1.40E+01 1.40E+01 1.39E+01 1.39E+01 1.39E+01");
}

TEST_CASE("after a large gradient yogi's steps stay short, adam's grow to the rate") {
  std::vector<double> gradients(200, 0.01);
  gradients[0] = 10;
  adam const forgetting{.learning_rate = 0.1, .decay_first = 0, .decay_second = 0.9};
  yogi const careful{.learning_rate = 0.1, .decay_first = 0, .decay_second = 0.9, .epsilon = 0, .initial = 0};
  CHECK(std::abs(moves(gradients, forgetting).back()) > 0.09);
  CHECK(std::abs(moves(gradients, careful).back()) < 0.001);
}

TEST_CASE("adabelief: two steps by hand") {
  // The gradient 2 is 1.8 from its mean 0.2.
  double const first = 1 - 0.1 * 2 / 1.8, g = 2 * first, m = 0.9 * 0.2 + 0.1 * g;
  double const v = 0.999 * 0.00324 + 0.001 * (g - m) * (g - m);
  two_steps(adabelief{.learning_rate = 0.1, .epsilon = 0, .epsilon_inside = 0}, first,
            first - 0.1 * (m / 0.19) / std::sqrt(v / 0.001999));
  // What is added inside stays, and is there twice, by half, in the second step.
  double const first2 = 1 - 0.1 * 2 / (std::sqrt(2.12 / 0.5) + 1), g2 = 2 * first2, m2 = 0.18 + 0.1 * g2;
  double const v2 = 0.5 * 2.12 + 0.5 * (g2 - m2) * (g2 - m2) + 0.5;
  two_steps(adabelief{.learning_rate = 0.1, .decay_second = 0.5, .epsilon = 1, .epsilon_inside = 0.5}, first2,
            first2 - 0.1 * (m2 / 0.19) / (std::sqrt(v2 / 0.75) + 1));
  adabelief const decayed{.learning_rate = 1, .decay_first = 0, .epsilon = 6, .epsilon_inside = 0, .l2 = 1};
  two_steps(decayed, 0.5, 0.25);
  CHECK(printed(adabelief{.learning_rate = 0.003}) == "1.40E+01 1.39E+01 1.39E+01 1.38E+01 1.38E+01");
}

TEST_CASE("adabelief's steps grow where gradients agree, adam's stay at the rate") {
  std::vector<double> const slope(2000, 3.0);
  CHECK(moves(slope, adabelief{.learning_rate = 0.1}).back() < -2);
  CHECK(moves(slope, adam{.learning_rate = 0.1}).back() == doctest::Approx(-0.1));
}

TEST_CASE("adan: two steps by hand, with each convention") {
  // g is 2 and 1.8, so the difference is -0.2.
  double const m = (0.98 * 0.04 + 0.02 * 1.8) / 0.0396, w = 0.08 * -0.2 / 0.1536;
  auto const v = [](double c) { return (0.99 * 0.04 + 0.01 * (1.8 - c * 0.2) * (1.8 - c * 0.2)) / 0.0199; };
  two_steps(adan{.learning_rate = 0.1, .epsilon = 0}, 0.9, 0.9 - 0.1 * (m + 0.92 * w) / std::sqrt(v(0.92)));
  two_steps(adan{.learning_rate = 0.1, .epsilon = 0, .few_differences = true}, 0.9,
            0.9 - 0.1 * (m + 0.08 * w) / std::sqrt(v(0.08)));
  CHECK(moves({2}, adan{.learning_rate = 1, .epsilon = 2})[0] == doctest::Approx(-0.5));
  auto const x = run_of(bowl<>{.curvature = 2}, {1}, adan{.learning_rate = 0.1, .epsilon = 0, .weight_decay = 0.5}, 1);
  CHECK(x[0][0] == doctest::Approx(0.9 / 1.05).epsilon(1e-14));
  CHECK(printed(adan{.learning_rate = 0.1, .few_differences = true}) == "1.28E+01 1.17E+01 1.07E+01 9.68E+00 8.76E+00");
}

TEST_CASE("adan answers a turn sooner than adam with the same decays") {
  // After many gradients of 1 comes -1: m is 0.96, w is -0.16, and v 0.99 + 0.01 (-1 - 1.84)^2.
  std::vector<double> gradients(10000, 1.0);
  gradients.back() = -1;
  double const v = 0.99 + 0.01 * 2.84 * 2.84;
  CHECK(moves(gradients, adan{.learning_rate = 0.1}).back() ==
        doctest::Approx(-0.1 * (0.96 - 0.92 * 0.16) / std::sqrt(v)).epsilon(1e-6));
  CHECK(moves(gradients, adam{.learning_rate = 0.1, .decay_first = 0.98, .decay_second = 0.99}).back() ==
        doctest::Approx(-0.096).epsilon(1e-6));
}

TEST_CASE("lamb: two steps by hand, as a whole and in blocks") {
  // Of one parameter every step is the tenth of it.
  two_steps(lamb{.learning_rate = 0.1}, 0.9, 0.81);
  // At first u is 1 everywhere. |x| is 5 and 0.5, the whole sqrt(25.25).
  bowl<> const f{.curvature = 1, .n = 4};
  std::vector<double> const start{3, 4, 0.3, 0.4};
  lamb rule{.learning_rate = 0.1, .epsilon = 0};
  auto const whole = run_of(f, start, rule, 1)[0];
  for (std::size_t k = 0; k < 4; ++k)
    CHECK(whole[k] == doctest::Approx(start[k] - 0.1 * std::sqrt(25.25) / 2).epsilon(1e-14));
  rule.blocks = {{.offset = 0, .size = 2}, {.offset = 2, .size = 1}};
  auto const x = run_of(f, start, rule, 2);
  double const away = 0.1 * 5 / std::sqrt(2.0);
  CHECK(x[0][0] == doctest::Approx(3 - away).epsilon(1e-14));
  CHECK(x[0][1] == doctest::Approx(4 - away).epsilon(1e-14));
  CHECK(x[0][2] == doctest::Approx(0.27).epsilon(1e-14));
  CHECK(x[0][3] == doctest::Approx(0.3).epsilon(1e-14));      // in no block
  auto const adam_way = [](double g, double next) {
    return (0.09 * g + 0.1 * next) / 0.19 / std::sqrt((0.999e-3 * g * g + 1e-3 * next * next) / 0.001999);
  };
  double const u[] = {adam_way(3, x[0][0]), adam_way(4, x[0][1])};
  double const ratio = std::hypot(x[0][0], x[0][1]) / std::hypot(u[0], u[1]);
  CHECK(x[1][0] == doctest::Approx(x[0][0] - 0.1 * ratio * u[0]).epsilon(1e-13));
  CHECK(x[1][1] == doctest::Approx(x[0][1] - 0.1 * ratio * u[1]).epsilon(1e-13));
  // From 0 a step is the rate; weight decay adds x to u.
  CHECK(moves({5}, lamb{.learning_rate = 0.1, .epsilon = 0})[0] == doctest::Approx(-0.1).epsilon(1e-14));
  auto const decayed = run_of(f, start, lamb{.learning_rate = 0.1, .epsilon = 0, .weight_decay = 1}, 1)[0];
  double const length = std::sqrt(16 + 25 + 1.69 + 1.96);
  CHECK(decayed[0] == doctest::Approx(3 - 0.1 * std::sqrt(25.25) / length * 4).epsilon(1e-14));
  CHECK(printed(lamb{.learning_rate = 0.003}) == "1.39E+01 1.38E+01 1.38E+01 1.37E+01 1.36E+01");
  // Keras's test of a step.
  lamb const half{.learning_rate = 0.5, .epsilon = 1e-7};
  auto state = half.begin<double>(4);
  std::vector<double> y{1, 2, 3, 4}, g{1, 6, 7, 2};
  half.advance<double>(y, g, state);
  double const published[] = {-0.3693, 0.6306, 1.6306, 2.6306};
  for (std::size_t k = 0; k < 4; ++k) CHECK(std::abs(y[k] - published[k]) < 1e-4);
}

TEST_CASE("lamb's way does not depend on the scale of the parameters, adam's does") {
  auto const scaled = [](double factor, any_rule const& rule) {
    auto const x = run_of(bowl<>{.curvature = 1, .n = 2}, {3 * factor, factor}, rule, 20).back();
    return std::vector<double>{x[0] / factor, x[1] / factor};
  };
  lamb const rule{.learning_rate = 0.01, .epsilon = 0};
  CHECK(largest_difference(scaled(1024, rule), scaled(1, rule)) < 1e-13);
  CHECK(largest_difference(scaled(1024, adam{.learning_rate = 0.01}), scaled(1, adam{.learning_rate = 0.01})) > 0.1);
}

TEST_CASE("schedule_free_sgd: steps by hand, and as published") {
  // z is 0.8 and 0.64; the average 0.8 and 0.72, and x a tenth of the way from it to z.
  two_steps(schedule_free_sgd{.learning_rate = 0.1}, 0.8, 0.712);
  two_steps(schedule_free_sgd{.learning_rate = 0.1, .interpolation = 0.5}, 0.8, 0.68);
  two_steps(schedule_free_sgd{.learning_rate = 0.1, .weight_decay = 1}, 0.7, 0.1 * 0.49 + 0.9 * 0.595);
  // Rates of 0.05 and 0.1: the second step has 4 of 5 parts, or 2 of 3, or 8 of 9.
  auto const rising = [](auto rule) {
    return scheduled(rule, [](double base, std::int64_t t) { return t == 0 ? base / 2 : base; });
  };
  double const z = 0.9 - 0.18;
  two_steps(rising(schedule_free_sgd{.learning_rate = 0.1}), 0.9, 0.1 * z + 0.9 * (0.9 / 5 + z * 4 / 5));
  two_steps(rising(schedule_free_sgd{.learning_rate = 0.1, .rate_power = 1}), 0.9,
            0.1 * z + 0.9 * (0.9 / 3 + z * 2 / 3));
  two_steps(rising(schedule_free_sgd{.learning_rate = 0.1, .step_power = 1}), 0.9,
            0.1 * z + 0.9 * (0.9 / 9 + z * 8 / 9));
  std::string const text = printed(schedule_free_sgd{});
  CHECK(text.starts_with("1.40E+01 "));
  CHECK(text.ends_with(" 9.96E-01 8.06E-01 2.41E-01"));
  CHECK(std::stod(text.substr(9)) < 1e-13);      // 1.75e-14 in single precision, which is what rounding leaves
}

TEST_CASE("schedule_free_adamw: two steps by hand, and as published") {
  double const z = 0.9 - 0.1 * 1.8 / std::sqrt((0.999 * 0.004 + 0.001 * 3.24) / 0.001999);
  two_steps(schedule_free_adamw{.learning_rate = 0.1, .epsilon = 0}, 0.9, 0.1 * z + 0.9 * (0.9 + z) / 2);
  schedule_free_adamw const decayed{.learning_rate = 0.1, .epsilon = 2, .weight_decay = 1};
  auto const x = run_of(bowl<>{.curvature = 2}, {1}, decayed, 1);
  CHECK(x[0][0] == doctest::Approx(1 - 0.1 * (0.5 + 1)).epsilon(1e-14));
  CHECK(printed(schedule_free_adamw{.learning_rate = 1}) == "5.00E+00 3.05E+00 1.73E+00 8.94E-01 4.13E-01");
}

TEST_CASE("without interpolation schedule_free_sgd is sgd with the mean of its points") {
  schedule_free_sgd const gliding{.learning_rate = 0.1, .interpolation = 0};
  auto const plain = averaged(sgd{.learning_rate = 0.1}, polyak{});
  auto const one = run_of(bowl<>{.curvature = 2}, {1}, gliding, 20);
  auto const two = run_of(bowl<>{.curvature = 2}, {1}, plain, 20);
  for (std::size_t k = 0; k < 20; ++k) CHECK(one[k][0] == doctest::Approx(two[k][0]).epsilon(1e-14));
  CHECK(printed(gliding) == printed(plain));
  // With it the point that gradients are taken at stays near the average.
  CHECK(printed(schedule_free_sgd{.learning_rate = 0.1}) != printed(plain));
}

TEST_CASE("schedule-free methods settle where batches disagree, at rates with which sgd and adamw do not") {
  mean_square problem{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
  auto const distance = [&](any_rule const& rule) {
    stop const limits{.gradient_norm = std::nullopt, .max_steps = 4007};
    double worst = 0;
    auto const watch = on(event::step, [&](auto const& now) {
      double const at = now.average.empty() ? now.x[0] : now.average[0];
      if (now.step > 3000) worst = std::max(worst, std::abs(at - 4.5));
    });
    (void)minimize(problem, {0}, in_batches(rule, {.rows = 1, .seed = 3}), limits, watch);
    return worst;
  };
  CHECK(distance(sgd{.learning_rate = 0.3}) > 1);
  CHECK(distance(schedule_free_sgd{.learning_rate = 0.3}) < 0.1);
  CHECK(distance(adamw{.learning_rate = 1, .weight_decay = 0}) > 1);
  CHECK(distance(schedule_free_adamw{.learning_rate = 1}) < 0.02);
}

TEST_CASE("wrong options of the newer methods") {
  std::string const rate = "learning_rate is 0 and must be positive and finite";
  refuses(lion{.learning_rate = 0}, rate);
  refuses(lion{.decay_step = 1}, "decay_step is 1 and must be in [0, 1)");
  refuses(lion{.decay_average = 1}, "decay_average is 1 and must be in [0, 1)");
  refuses(lion{.weight_decay = -1}, "weight_decay is -1 and must not be negative");
  refuses(lion{.learning_rate = 1, .weight_decay = 1},
          "weight_decay is 1 and must take away less than all of x in a step");
  refuses(yogi{.learning_rate = 0}, rate);
  refuses(yogi{.decay_first = 1}, "decay_first is 1 and must be in [0, 1)");
  refuses(yogi{.decay_second = 1}, "decay_second is 1 and must be in [0, 1)");
  refuses(yogi{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(yogi{.initial = -1}, "initial is -1 and must not be negative");
  refuses(yogi{.l2 = -1}, "l2 is -1 and must not be negative");
  refuses(adabelief{.learning_rate = 0}, rate);
  refuses(adabelief{.decay_first = 1}, "decay_first is 1 and must be in [0, 1)");
  refuses(adabelief{.decay_second = 1}, "decay_second is 1 and must be in [0, 1)");
  refuses(adabelief{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(adabelief{.epsilon_inside = -1}, "epsilon_inside is -1 and must not be negative");
  refuses(adabelief{.l2 = -1}, "l2 is -1 and must not be negative");
  refuses(adan{.learning_rate = 0}, rate);
  refuses(adan{.decay_first = 1}, "decay_first is 1 and must be in [0, 1)");
  refuses(adan{.decay_difference = 1}, "decay_difference is 1 and must be in [0, 1)");
  refuses(adan{.decay_second = 1}, "decay_second is 1 and must be in [0, 1)");
  refuses(adan{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(adan{.weight_decay = -1}, "weight_decay is -1 and must not be negative");
  refuses(lamb{.learning_rate = 0}, rate);
  refuses(lamb{.decay_first = 1}, "decay_first is 1 and must be in [0, 1)");
  refuses(lamb{.decay_second = 1}, "decay_second is 1 and must be in [0, 1)");
  refuses(lamb{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(lamb{.weight_decay = -1}, "weight_decay is -1 and must not be negative");
  lamb const beyond{.blocks = {{.offset = 1, .size = 1}}};
  CHECK_THROWS_WITH_AS((void)beyond.begin<double>(1),
                       "gradsmith: a block of 1 parameters from number 1 on is not among the 1 of this problem",
                       data_error);
  refuses(schedule_free_sgd{.learning_rate = 0}, rate);
  refuses(schedule_free_sgd{.interpolation = 1}, "interpolation is 1 and must be in [0, 1)");
  refuses(schedule_free_sgd{.weight_decay = -1}, "weight_decay is -1 and must not be negative");
  refuses(schedule_free_sgd{.rate_power = -1}, "rate_power is -1 and must not be negative");
  refuses(schedule_free_sgd{.step_power = -1}, "step_power is -1 and must not be negative");
  refuses(schedule_free_adamw{.learning_rate = 0}, rate);
  refuses(schedule_free_adamw{.interpolation = 1}, "interpolation is 1 and must be in [0, 1)");
  refuses(schedule_free_adamw{.decay_second = 1}, "decay_second is 1 and must be in [0, 1)");
  refuses(schedule_free_adamw{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(schedule_free_adamw{.weight_decay = -1}, "weight_decay is -1 and must not be negative");
  refuses(schedule_free_adamw{.rate_power = -1}, "rate_power is -1 and must not be negative");
  refuses(schedule_free_adamw{.step_power = -1}, "step_power is -1 and must not be negative");
}
