// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// As shadow.cpp, for the methods of minimisation and for networks.
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include "support/names_of_users.hpp"

constexpr auto i = gradsmith::axis<"i">;
constexpr auto j = gradsmith::axis<"j">;
constexpr auto w = gradsmith::param<"w">(j);
constexpr auto b = gradsmith::param<"b">;
constexpr auto x = gradsmith::input<"x">(i, j);
constexpr auto y = gradsmith::input<"y">(i);
constexpr auto loss = gradsmith::mean(i, square(gradsmith::sum(j, w * x) + b - y));

TEST_CASE("no name inside the headers of methods shadows a name of the user") {
  std::vector<double> const numbers{1, 2, 3, 4, 5, 6};
  std::vector<double> const observed{1, 0, 2};
  auto bound_problem = gradsmith::bind<loss>(x = gradsmith::matrix(numbers, 3, 2), y = observed);
  // Every method, from a header of its own.
  auto const falls = [&](auto chosen_method) {
    std::vector<double> const origin(bound_problem.size());
    double const before = bound_problem.value(origin);
    return gradsmith::minimize(bound_problem, chosen_method, gradsmith::stop{.max_steps = 5}).value < before;
  };
  CHECK(falls(gradsmith::lbfgs{}));
  CHECK(falls(gradsmith::lbfgs{.line_search = gradsmith::more_thuente{}}));
  CHECK(falls(gradsmith::lbfgs{.line_search = gradsmith::hager_zhang{}}));
  CHECK(falls(gradsmith::bfgs{}));
  CHECK(falls(gradsmith::nonlinear_cg{}));
  CHECK(falls(gradsmith::newton{}));
  CHECK(falls(gradsmith::trust_region_newton_cg{}));
  CHECK(falls(gradsmith::gradient_descent{}));
  CHECK(falls(gradsmith::sgd{.learning_rate = 0.01, .momentum = 0.5, .nesterov = true}));
  CHECK(falls(gradsmith::adam{.learning_rate = 0.01}));
  CHECK(falls(gradsmith::in_batches(gradsmith::adam{.learning_rate = 0.01}, {.rows = 2})));
}

TEST_CASE("nor those of the other methods, and of what stands around a rule") {
  namespace gs = gradsmith;
  std::vector<double> const numbers{1, 2, 3, 4, 5, 6};
  std::vector<double> const observed{1, 0, 2};
  auto bound_problem = gs::bind<loss>(x = gs::matrix(numbers, 3, 2), y = observed);
  auto const runs = [&](auto chosen_method) {
    std::vector<double> const origin(bound_problem.size());
    return gs::minimize(bound_problem, origin, chosen_method, gs::stop{.max_steps = 2}).steps > 0;
  };
  CHECK(runs(gs::adagrad{}));
  CHECK(runs(gs::adadelta{}));
  CHECK(runs(gs::rmsprop{.momentum = 0.5, .centered = true}));
  CHECK(runs(gs::adamw{}));
  CHECK(runs(gs::adamax{}));
  CHECK(runs(gs::nadam{}));
  CHECK(runs(gs::radam{}));
  CHECK(runs(gs::rprop{}));
  CHECK(runs(gs::asgd{}));
  CHECK(runs(gs::lion{}));
  CHECK(runs(gs::yogi{}));
  CHECK(runs(gs::adabelief{}));
  CHECK(runs(gs::adan{}));
  CHECK(runs(gs::lamb{}));
  CHECK(runs(gs::muon{.blocks = gs::blocks_of(bound_problem)}));
  CHECK(runs(gs::schedule_free_sgd{}));
  CHECK(runs(gs::schedule_free_adamw{}));
  CHECK(runs(gs::svrg{}));
  CHECK(runs(gs::saga{}));
  gs::schedule::one_cycle const cycle{.steps = 10};
  auto const grouped = gs::in_groups(bound_problem, gs::group("w", gs::adam{}), gs::other_parameters(gs::adam{}));
  auto const short_steps = gs::clipped(grouped, gs::by_block(gs::by_parameters{}, gs::blocks_of(bound_problem)));
  auto const in_a_cycle = gs::scheduled(gs::momentum_scheduled(short_steps, gs::schedule::opposite_to(cycle)), cycle);
  auto const together = gs::averaged(gs::accumulated(in_a_cycle, 2), gs::ema{});
  CHECK(runs(gs::reduced_on_plateau(gs::in_batches(together, {.rows = 2}))));
  CHECK(runs(gs::clipped(gs::sgd{}, gs::by_value{.largest = 1})));
}

constexpr auto unexplained = gradsmith::sum(j, w * x) + b - y;

TEST_CASE("nor inside those of least squares") {
  std::vector<double> const numbers{1, 2, 3, 4, 5, 7, 8, 9};
  std::vector<double> const observed{1, 0, 2, 5};
  auto const falls = [&](auto chosen_method) {
    auto bound_residuals = gradsmith::bind_residuals<unexplained>(x = gradsmith::matrix(numbers, 4, 2), y = observed);
    gradsmith::sum_of_squares robust_problem(bound_residuals, gradsmith::robust::huber{.scale = 2});
    auto const fit = gradsmith::least_squares(robust_problem, chosen_method);
    return fit.value < fit.history[0].value && fit.standard_deviations[0] > 0 && explain(fit) != "";
  };
  CHECK(falls(gradsmith::levenberg_marquardt{.acceleration = true}));
  CHECK(falls(gradsmith::gauss_newton_search{}));
}
