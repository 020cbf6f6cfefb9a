// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Each method's first two steps, worked by hand, and a property that its neighbours do not have.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Methods that only update as one type, others as they are.
template <class Method>
auto as_any(Method const& method) {
  if constexpr (optimize::update_rule<Method, double>) return any_rule(method);
  else return method;
}

/// The points after the first steps.
template <class Problem, class Method>
std::vector<std::vector<double>> points(Problem problem, std::vector<double> start, Method method, int steps = 2) {
  std::vector<std::vector<double>> out;
  auto const keep = [&](auto const& now) { out.emplace_back(now.x.begin(), now.x.end()); };
  (void)minimize(problem, start, as_any(method), {.gradient_norm = std::nullopt, .max_steps = steps},
                 on(event::step, keep));
  REQUIRE(out.size() == static_cast<std::size_t>(steps));
  return out;
}
template <class Method>
void two_steps(Method method, double first, double second) {
  auto const x = points(bowl<>{.curvature = 2}, {1}, method);      // f = x^2, g = 2x, from 1
  CHECK(x[0][0] == doctest::Approx(first).epsilon(1e-14));
  CHECK(x[1][0] == doctest::Approx(second).epsilon(1e-14));
}
/// How far one parameter moves in every step if these are its gradients, wherever it is.
std::vector<double> moves(std::vector<double> const& gradients, any_rule const& method) {
  std::size_t calls = 0;
  formula const told{1, [&](auto, auto g) { return g[0] = gradients[std::min(calls++, gradients.size() - 1)], 0.0; }};
  auto const x = points(told, {0}, method, static_cast<int>(gradients.size()));
  std::vector<double> out{x[0][0]};
  for (std::size_t k = 1; k < x.size(); ++k) out.push_back(x[k][0] - x[k - 1][0]);
  return out;
}
double last(bowl<> problem, double start, auto method, int steps) { return points(problem, {start}, method, steps).back()[0]; }

}  // namespace

TEST_CASE("sgd: two steps by hand") {
  two_steps(sgd{.learning_rate = 0.1}, 0.8, 0.64);
  two_steps(sgd{.learning_rate = 0.1, .momentum = 0.5}, 0.8, 0.8 - 0.1 * (0.5 * 2 + 1.6));
  two_steps(sgd{.learning_rate = 0.1, .momentum = 0.5, .dampening = 0.5}, 0.8, 0.8 - 0.1 * (0.5 * 2 + 0.5 * 1.6));
  two_steps(sgd{.learning_rate = 0.1, .momentum = 0.5, .nesterov = true}, 0.7, 0.7 - 0.1 * (1.4 + 0.5 * (0.5 * 2 + 1.4)));
  two_steps(sgd{.learning_rate = 0.1, .l2 = 1}, 0.7, 0.7 - 0.1 * (1.4 + 0.7));
}

TEST_CASE("adam: two steps by hand") {
  double const epsilon = 1e-8, first = 1 - 0.1 * 2 / (2 + epsilon), g = 2 * first;
  double const m = 0.9 * 0.2 + 0.1 * g, v = 0.999 * 0.004 + 0.001 * g * g;
  two_steps(adam{.learning_rate = 0.1}, first, first - 0.1 * (m / 0.19) / (std::sqrt(v / (1 - 0.998001)) + epsilon));
  // l2 adds x to the gradient.
  double const first3 = 1 - 0.1, g3 = 3 * first3;
  double const m3 = 0.9 * 0.3 + 0.1 * g3, v3 = 0.999 * 0.009 + 0.001 * g3 * g3;
  two_steps(adam{.learning_rate = 0.1, .epsilon = 0, .l2 = 1}, first3, first3 - 0.1 * (m3 / 0.19) / std::sqrt(v3 / (1 - 0.998001)));
  // The second gradient is 0.2, so v falls from 2 to 1.02 and amsgrad keeps the 2.
  double const m2 = 0.9 * 0.2 + 0.1 * 0.2;
  two_steps(adam{.learning_rate = 0.9, .decay_second = 0.5, .epsilon = 0}, 0.1, 0.1 - 0.9 * (m2 / 0.19) / std::sqrt(1.02 / 0.75));
  two_steps(adam{.learning_rate = 0.9, .decay_second = 0.5, .epsilon = 0, .amsgrad = true}, 0.1,
            0.1 - 0.9 * (m2 / 0.19) / std::sqrt(2 / 0.75));
}

TEST_CASE("adagrad: two steps by hand") {
  double const first = 1 - 0.1, g = 2 * first;
  two_steps(adagrad{.learning_rate = 0.1, .epsilon = 0}, first, first - 0.1 * g / std::sqrt(4 + g * g));
  // From an accumulator of 5 and with epsilon 1 the first step is 2 / (3 + 1); the rate is halved in the second.
  double const second_root = std::sqrt(9 + 2.25);
  two_steps(adagrad{.learning_rate = 0.5, .learning_rate_decay = 1, .initial_accumulator = 5, .epsilon = 1}, 0.75,
            0.75 - 0.25 * 1.5 / (second_root + 1));
  two_steps(adagrad{.learning_rate = 0.1, .epsilon = 0, .l2 = 1}, 0.9, 0.9 - 0.1 * 2.7 / std::sqrt(9 + 2.7 * 2.7));
}

TEST_CASE("adadelta: two steps by hand") {
  // v is 2 and then 1 + g^2 / 2; u is 0 and then d^2 / 2.
  double const d = std::sqrt(0.1 / 2.1) * 2, first = 1 - d, g = 2 * first;
  two_steps(adadelta{.decay = 0.5, .epsilon = 0.1}, first,
            first - std::sqrt((d * d / 2 + 0.1) / (1 + g * g / 2 + 0.1)) * g);
  double const short_first = 1 - d / 4, g4 = 2 * short_first;
  two_steps(adadelta{.learning_rate = 0.25, .decay = 0.5, .epsilon = 0.1}, short_first,
            short_first - std::sqrt((d * d / 2 + 0.1) / (1 + g4 * g4 / 2 + 0.1)) * g4 / 4);
}

TEST_CASE("rmsprop: two steps by hand") {
  // v is 2, then 1 + g^2 / 2; with epsilon 1 the divisor of the first step is sqrt(2) + 1.
  double const first = 1 - 0.1 * 2 / (std::sqrt(2.0) + 1), g = 2 * first, r = g / (std::sqrt(1 + g * g / 2) + 1);
  two_steps(rmsprop{.learning_rate = 0.1, .decay = 0.5, .epsilon = 1}, first, first - 0.1 * r);
  two_steps(rmsprop{.learning_rate = 0.1, .decay = 0.5, .epsilon = 1, .momentum = 0.5}, first,
            first - 0.1 * (0.5 * 2 / (std::sqrt(2.0) + 1) + r));
  // centered: w is 1, so 1 stands under the root; then 0.5 + g / 2, and 1 + g^2 / 2 - w^2.
  double const first_centered = 1 - 0.1, gc = 1.8, w = 0.5 + gc / 2;
  two_steps(rmsprop{.learning_rate = 0.1, .decay = 0.5, .epsilon = 1, .centered = true}, first_centered,
            first_centered - 0.1 * gc / (std::sqrt(1 + gc * gc / 2 - w * w) + 1));
}

TEST_CASE("adamw: two steps by hand") {
  // x shrinks to 0.95 of itself, then comes Adam's step, 0.1 at first.
  double const first = 0.95 - 0.1, m = 0.9 * 0.2 + 0.1 * 1.7, v = 0.999 * 0.004 + 0.001 * 1.7 * 1.7;
  double const second = 0.95 * first - 0.1 * (m / 0.19) / std::sqrt(v / (1 - 0.998001));
  two_steps(adamw{.learning_rate = 0.1, .epsilon = 0, .weight_decay = 0.5}, first, second);
  two_steps(adamw{.learning_rate = 0.1, .epsilon = 0, .weight_decay = 0.05, .decay_follows_rate = false}, first,
            second);
  // The second gradient is 0.2, so v falls from 2 to 1.02 and amsgrad keeps the 2.
  for (bool amsgrad : {false, true})
    two_steps(adamw{.learning_rate = 0.4, .decay_second = 0.5, .epsilon = 0, .weight_decay = 1.25, .amsgrad = amsgrad},
              0.1, 0.05 - 0.4 * ((0.9 * 0.2 + 0.1 * 0.2) / 0.19) / std::sqrt((amsgrad ? 2 : 1.02) / 0.75));
}

TEST_CASE("adamax: two steps by hand") {
  // u is 2, of which 1.998 is left when the gradient is 1.8.
  two_steps(adamax{.learning_rate = 0.1, .epsilon = 0}, 0.9, 0.9 - 0.1 / 0.19 * (0.9 * 0.2 + 0.1 * 1.8) / 1.998);
  // With decay_second 0.5 it is the 1.8, and epsilon 1 makes 3 and 2.8 + 1/15 of them.
  double const first = 1 - 0.1 * 2 / 3, g = 2 * first;
  two_steps(adamax{.learning_rate = 0.1, .decay_second = 0.5, .epsilon = 1}, first,
            first - 0.1 / 0.19 * (0.9 * 0.2 + 0.1 * g) / (g + 1));
}

TEST_CASE("nadam: two steps by hand") {
  // Without momentum_decay every mu is 0.45, so that P is 0.45, 0.2025, 0.091125. d is 2 + 1, then g + 1 nearly.
  double const first = 1 - 0.1 * (2 + 0.45 / 0.7975 * 0.2) / 3, g = 2 * first;
  double const m = 0.9 * 0.2 + 0.1 * g, d = std::sqrt((0.999 * 0.004 + 0.001 * g * g) / (1 - 0.998001)) + 1;
  two_steps(nadam{.learning_rate = 0.1, .epsilon = 1, .momentum_decay = 0}, first,
            first - 0.1 * (0.55 / 0.7975 * g + 0.45 / 0.908875 * m) / d);
}

TEST_CASE("radam: two steps by hand") {
  // Of two gradients there is no variance to speak of: the mean of the gradients, 2 and then 0.34 / 0.19.
  two_steps(radam{.learning_rate = 0.1}, 0.8, 0.8 - 0.1 * (0.9 * 0.2 + 0.1 * 1.6) / 0.19);
  // l2 adds x to the gradient.
  two_steps(radam{.learning_rate = 0.1, .l2 = 1}, 0.7, 0.7 - 0.1 * (0.9 * 0.3 + 0.1 * 2.1) / 0.19);
}

TEST_CASE("rprop: steps by hand") {
  two_steps(rprop{.learning_rate = 0.1}, 0.9, 0.9 - 0.12);
  two_steps(rprop{.learning_rate = 0.1, .grow = 2, .step_max = 0.15}, 0.9, 0.75);
  two_steps(rprop{.learning_rate = 0.1, .step_min = 0.3}, 0.7, 0.7 - 0.36);
  // Beyond the minimum the step is halved and not taken; then the way back is.
  auto const x = points(bowl<>{.curvature = 2}, {1}, rprop{.learning_rate = 0.6}, 4);
  double const expected[] = {0.4, -0.32, -0.32, 0.04};
  for (std::size_t k = 0; k < 4; ++k) CHECK(x[k][0] == doctest::Approx(expected[k]).epsilon(1e-13));
}

TEST_CASE("asgd: steps by hand, and their mean") {
  two_steps(asgd{.learning_rate = 0.1, .decay = 0}, 0.8, 0.64);
  two_steps(asgd{.learning_rate = 0.1, .decay = 0, .l2 = 1}, 0.7, 0.49);
  // The rate is 0.1 and then 1/11; x shrinks by it, and by twice it.
  two_steps(asgd{.learning_rate = 0.1, .decay = 1, .power = 1}, 0.7, 0.7 * 8 / 11);
  std::vector<double> averages;
  auto const keep = [&](auto const& now) { averages.push_back(now.average[0]); };
  asgd const halving{.learning_rate = 0.25, .decay = 0, .averaging_start = 1};
  auto const r = minimize(bowl<>{.curvature = 2}, {1}, halving, {.gradient_norm = std::nullopt, .max_steps = 5},
                          on(event::step, keep));
  // From the third step on, for the second is the start.
  double const expected[] = {0.5, 0.25, 0.125, (0.125 + 0.0625) / 2, (0.125 + 0.0625 + 0.03125) / 3};
  REQUIRE(averages.size() == 5);
  for (std::size_t k = 0; k < 5; ++k) CHECK(averages[k] == doctest::Approx(expected[k]).epsilon(1e-14));
  // On the way down the last point is the better one; the average was tried.
  CHECK(r.point[0] == 0.03125);
  CHECK(r.evaluations == 7);
  CHECK(r.history.back().value == doctest::Approx(expected[4] * expected[4]));
}

TEST_CASE("gradient descent: two steps by hand") {
  two_steps(gradient_descent{.line_search = fixed_step{.learning_rate = 0.25}}, 0.5, 0.25);
  // From 2 the first trial is 1/|g| = 1/4, which leads to 1; the next one is twice as long and leads to 0.
  auto const x = points(bowl<>{.curvature = 2}, {2}, gradient_descent{});
  CHECK(x[0][0] == 1);
  CHECK(x[1][0] == 0);
}

TEST_CASE("lbfgs: two steps by hand") {
  formula const f{2, [](auto x, auto g) { return g[0] = x[0], g[1] = 4 * x[1], (x[0] * x[0] + 4 * x[1] * x[1]) / 2; }};
  auto const x = points(f, {4, 1}, lbfgs{});
  // g = (4, 4), so the first trial is 1/8; slope -32 there becomes -22, steep but within 0.9.
  CHECK(x[0][0] == 3.5);
  CHECK(x[0][1] == 0.5);
  // s = (-1/2, -1/2), y = (-1/2, -2), y.s = 5/4, y.y = 17/4; the loops give -d = (12/17, -12/17) + (alpha - beta) s.
  double const alpha = -2.2, beta = 14.4 / 17, c = (alpha - beta) / -2;
  CHECK(x[1][0] == doctest::Approx(3.5 - (12.0 / 17 + c)).epsilon(1e-14));
  CHECK(x[1][1] == doctest::Approx(0.5 - (-12.0 / 17 + c)).epsilon(1e-14));
}

TEST_CASE("momentum reaches 1 / (1 - momentum) times the step of plain descent on a slope") {
  formula const slope{1, [](auto x, auto g) { return g[0] = 1, x[0]; }};
  auto const length = [&](auto method) {
    auto const x = points(slope, {0}, method, 200);
    return x[198][0] - x[199][0];
  };
  CHECK(length(sgd{.learning_rate = 0.1}) == doctest::Approx(0.1));
  CHECK(length(sgd{.learning_rate = 0.1, .momentum = 0.9}) == doctest::Approx(1));
  CHECK(length(sgd{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true}) == doctest::Approx(1));
  CHECK(length(adam{.learning_rate = 0.1}) == doctest::Approx(0.1));
}

TEST_CASE("Nesterov's momentum is at the minimum after two steps of 1 / curvature, plain momentum goes on swinging") {
  auto const swing = [](bool nesterov) {
    auto const x = points(bowl<>{}, {1}, sgd{.learning_rate = 1, .momentum = 0.9, .nesterov = nesterov}, 20);
    double largest = 0;
    for (std::size_t k = 2; k < x.size(); ++k) largest = std::max(largest, std::abs(x[k][0]));
    return largest;
  };
  CHECK(swing(true) < 1e-14);
  CHECK(swing(false) > 0.5);
}

TEST_CASE("adam does not see the scale of the function, sgd does") {
  auto const scaled = [](double factor, auto method) { return last({.curvature = factor}, 1, method, 20); };
  CHECK(scaled(1024, adam{.learning_rate = 0.01, .epsilon = 0}) == doctest::Approx(scaled(1, adam{.learning_rate = 0.01, .epsilon = 0})).epsilon(1e-13));
  CHECK(std::abs(scaled(4, sgd{.learning_rate = 0.01}) - scaled(1, sgd{.learning_rate = 0.01})) > 0.1);
}

TEST_CASE("after a large gradient amsgrad's steps stay short for ever, adam's grow to the rate again") {
  std::vector<double> gradients(300, 0.01);
  gradients[0] = 10;
  adam rule{.learning_rate = 0.1, .decay_first = 0, .decay_second = 0.9};
  CHECK(moves(gradients, rule).back() == doctest::Approx(-0.1).epsilon(1e-4));
  rule.amsgrad = true;
  // The largest v is a tenth of 10^2.
  CHECK(moves(gradients, rule).back() == doctest::Approx(-0.1 * 0.01 / std::sqrt(10.0)).epsilon(1e-6));
}

TEST_CASE("gradient descent with a search never goes up, momentum does") {
  auto const goes_up = [](auto method) {
    auto const r = minimize(rosenbrock<>{}, {-1.2, 1}, method, {.max_steps = 200});
    for (std::size_t k = 1; k < r.history.size(); ++k)
      if (r.history[k].value > r.history[k - 1].value) return true;
    return false;
  };
  CHECK_FALSE(goes_up(gradient_descent{}));
  CHECK_FALSE(goes_up(lbfgs{}));
  CHECK(goes_up(sgd{.learning_rate = 1e-3, .momentum = 0.9}));
}

TEST_CASE("lbfgs does not mind a condition of 10^4, gradient descent does") {
  stop const limits{.gradient_norm = 1e-8, .max_steps = 200};
  CHECK(minimize(quadratic5{}, quadratic5::start(), lbfgs{}, limits).status == status::gradient_small);
  CHECK(minimize(quadratic5{}, quadratic5::start(), gradient_descent{}, limits).status == status::max_steps);
}

TEST_CASE("adagrad's step per gradient never grows, adam's does once gradients are small") {
  std::vector<double> const gradients{1, 3, -2, 5, 0.1, -0.1, 0.02, 0.3, -0.01, 0.01, 0.01, 0.01, 0.01, 7, 0.01};
  auto const grows = [&](any_rule const& method) {
    auto const dx = moves(gradients, method);
    for (std::size_t k = 1; k < dx.size(); ++k)
      if (dx[k] / gradients[k] < dx[k - 1] / gradients[k - 1] * (1 + 1e-12)) return true;      // both are negative
    return false;
  };
  CHECK_FALSE(grows(adagrad{.learning_rate = 0.1}));
  CHECK(grows(adam{.learning_rate = 0.1, .decay_first = 0, .decay_second = 0.9}));
}

TEST_CASE("adadelta's steps along a slope grow by themselves, adagrad's fall") {
  auto const growth = [](any_rule const& method) {
    auto const dx = moves(std::vector<double>(2000, 3.0), method);
    return dx[1999] / dx[10];
  };
  CHECK(growth(adadelta{}) > 4);
  CHECK(growth(adagrad{}) < 0.5);
}

TEST_CASE("centered rmsprop divides by how much gradients vary, plain rmsprop by how large they are") {
  std::vector<double> gradients(3000);
  for (std::size_t k = 0; k < gradients.size(); ++k) gradients[k] = k % 2 == 0 ? 9 : 11;
  auto const last_move = [&](bool centered) {
    return moves(gradients, rmsprop{.learning_rate = 1, .centered = centered}).back();
  };
  CHECK(last_move(true) == doctest::Approx(-11).epsilon(0.01));
  CHECK(last_move(false) == doctest::Approx(-11 / std::sqrt(101.0)).epsilon(0.01));
  // Gradients that do not vary: what rounding leaves of their variance is not less than nothing.
  for (double each : moves(std::vector<double>(5000, 0.1), rmsprop{.centered = true})) CHECK(std::isfinite(each));
}

TEST_CASE("rmsprop goes on with steps of its rate along a slope, adagrad's fall") {
  std::vector<double> const slope(3000, 0.01);
  CHECK(moves(slope, rmsprop{.learning_rate = 0.1}).back() == doctest::Approx(-0.1).epsilon(1e-5));
  CHECK(moves(slope, rmsprop{.learning_rate = 0.1, .momentum = 0.9}).back() == doctest::Approx(-1).epsilon(1e-5));
  CHECK(moves(slope, adagrad{.learning_rate = 0.1}).back() == doctest::Approx(-0.1 / std::sqrt(3000.0)).epsilon(1e-5));
}

TEST_CASE("adamw's weight decay does not see the scale of the function, adam's l2 does") {
  auto const scaled = [](double factor, auto method) { return last({.curvature = factor}, 1, method, 20); };
  adamw const beside{.learning_rate = 0.01, .epsilon = 0, .weight_decay = 0.5};
  adam const inside{.learning_rate = 0.01, .epsilon = 0, .l2 = 0.5};
  CHECK(scaled(1024, beside) == doctest::Approx(scaled(1, beside)).epsilon(1e-13));
  // l2 of f = x^2/2 changes the gradient's length only, that of a slope its direction.
  formula const steep{1, [](auto, auto g) { return g[0] = -1024, 0.0; }};
  formula const flat{1, [](auto, auto g) { return g[0] = -1, 0.0; }};
  auto const from_10 = [](formula const& f, auto method) { return points(f, {10}, method, 20).back()[0]; };
  CHECK(from_10(steep, beside) == doctest::Approx(from_10(flat, beside)).epsilon(1e-13));
  CHECK(std::abs(from_10(steep, inside) - from_10(flat, inside)) > 0.3);
}

TEST_CASE("without a gradient adamw's weights shrink by a share, of the rate or by itself; adam's go by its rate") {
  auto const after_10 = [](auto method) { return last({.curvature = 0}, 1, method, 10); };
  CHECK(after_10(adamw{.learning_rate = 0.1, .weight_decay = 0.5}) == doctest::Approx(std::pow(0.95, 10)));
  CHECK(after_10(adamw{.learning_rate = 0.1, .weight_decay = 0.5, .decay_follows_rate = false}) ==
        doctest::Approx(std::pow(0.5, 10)));
  CHECK(after_10(adam{.learning_rate = 0.01, .l2 = 0.5}) == doctest::Approx(0.9).epsilon(0.01));
}

TEST_CASE("adamax's steps are not longer than its rate, adam's are when gradients grow") {
  std::vector<double> gradients(3000, 0.001);
  gradients.back() = 1000;
  CHECK(std::abs(moves(gradients, adamax{.learning_rate = 0.1}).back()) <= 0.101);
  CHECK(std::abs(moves(gradients, adam{.learning_rate = 0.1}).back()) > 0.3);
  optimize::random_bits random(4);
  for (double& each : gradients) each = std::exp(20 * random.uniform() - 10) * (random.uniform() < 0.5 ? -1 : 1);
  for (double each : moves(gradients, adamax{.learning_rate = 0.1})) CHECK(std::abs(each) <= 0.101);
}

TEST_CASE("nadam answers the newest gradient sooner than adam") {
  // After many gradients of 1 comes -1: the mean is 0.8, and 0.1 (-1) + 0.9 (0.8) = 0.62 where mu is 0.9.
  std::vector<double> gradients(10000, 1.0);
  gradients.back() = -1;
  CHECK(moves(gradients, adam{.learning_rate = 0.1}).back() == doctest::Approx(-0.08).epsilon(1e-4));
  CHECK(moves(gradients, nadam{.learning_rate = 0.1, .momentum_decay = 100}).back() ==
        doctest::Approx(-0.062).epsilon(1e-4));
}

TEST_CASE("radam's first five steps are as long as gradients say and the others are not, adam's never") {
  auto const slope = [](double height, any_rule const& method) {
    return moves(std::vector<double>(40, height), method);
  };
  radam const rectified{.learning_rate = 0.1, .epsilon = 0};
  auto const low = slope(1, rectified), high = slope(1024, rectified);
  for (std::size_t k = 0; k < 40; ++k)
    CHECK(high[k] == doctest::Approx(k < 5 ? 1024 * low[k] : low[k]).epsilon(1e-12));
  // The steps that are adapted begin short, and grow towards those of adam.
  CHECK(std::abs(low[5]) < 0.01);
  for (std::size_t k = 6; k < 40; ++k) CHECK(low[k] < low[k - 1]);
  adam const plain{.learning_rate = 0.1, .epsilon = 0};
  CHECK(slope(1024, plain)[0] == doctest::Approx(slope(1, plain)[0]).epsilon(1e-12));
}

TEST_CASE("rprop sees nothing of gradients but their signs, sgd and adam do") {
  optimize::random_bits random(6);
  std::vector<double> gradients(200), signs(200);
  for (std::size_t k = 0; k < 200; ++k) {
    signs[k] = random.uniform() < 0.3 ? -1 : 1;
    // Far enough to either side for products to overflow and to vanish.
    gradients[k] = signs[k] * std::exp(1200 * random.uniform() - 600);
  }
  CHECK(moves(gradients, rprop{}) == moves(signs, rprop{}));
  for (std::size_t k = 0; k < 200; ++k) gradients[k] = signs[k] * (1 + random.uniform());
  CHECK(moves(gradients, rprop{}) == moves(signs, rprop{}));
  CHECK(moves(gradients, adam{}) != moves(signs, adam{}));
  CHECK(moves(gradients, sgd{}) != moves(signs, sgd{}));
}

TEST_CASE("the average of asgd settles where batches disagree, sgd's point does not") {
  mean_square const problem{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
  batches const division{.rows = 1, .seed = 3, .evaluate_every = 1000};
  stop const limits{.gradient_norm = std::nullopt, .max_steps = 5007};
  double worst = 0, worst_average = 0;
  auto const watch = on(event::step, [&](auto const& now) {
    if (now.step < 3000) return;
    worst = std::max(worst, std::abs(now.x[0] - 4.5));
    worst_average = std::max(worst_average, std::abs(now.average[0] - 4.5));
  });
  mean_square here = problem;
  asgd const averaging{.learning_rate = 0.3, .decay = 0, .averaging_start = 100};
  auto const r = minimize(here, {0}, in_batches(averaging, division), limits, watch);
  CHECK(worst > 2);
  CHECK(worst_average < 0.1);
  // It is the result, of the run and in the problem.
  CHECK(std::abs(r.point[0] - 4.5) < 0.1);
  CHECK(here.own[0] == r.point[0]);
  CHECK(r.value == r.history.back().value);
  CHECK(r.status == status::max_steps);
  here = problem;
  auto const has_none = on(event::step, [](auto const& now) { CHECK(now.average.empty()); });
  auto const plain = minimize(here, {0}, in_batches(sgd{.learning_rate = 0.3}, division), limits, has_none);
  CHECK(std::abs(plain.point[0] - 4.5) > 0.3);
}
