// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Every method, for tests of what holds for all of them.
#pragma once

#include <gradsmith/optimize.hpp>

#include <algorithm>
#include <concepts>
#include <vector>

#include "any_rule.hpp"

namespace gradsmith::tests {

/// Those that try steps before they take them; the last two ask for second derivatives.
template <class Check>
void for_each_searching_method(Check check) {
  check(gradient_descent{});
  check(gradient_descent{.line_search = strong_wolfe{}});
  check(lbfgs{});
  check(lbfgs{.line_search = armijo{}});
  check(lbfgs{.line_search = more_thuente{}});
  check(lbfgs{.line_search = hager_zhang{}});
  check(bfgs{});
  check(nonlinear_cg{});
  check(nonlinear_cg{.beta = nonlinear_cg::formula::hager_zhang, .line_search = hager_zhang{.curvature = 0.1}});
  check(newton{});
  check(trust_region_newton_cg{});
}

/// The other methods that only update, with steps about as long as `rate` says at first.
template <class T = double>
std::vector<any_rule_of<T>> other_rules(double rate) {
  return {
      adagrad{.learning_rate = rate},
      adadelta{.learning_rate = rate, .epsilon = 0.1},
      rmsprop{.learning_rate = rate, .decay = 0.9},
      rmsprop{.learning_rate = rate, .decay = 0.9, .momentum = 0.9, .centered = true},
      adamw{.learning_rate = rate, .weight_decay = 1e-6, .decay_follows_rate = false},
      adamw{.learning_rate = rate, .weight_decay = 1e-6, .amsgrad = true},
      adamax{.learning_rate = rate},
      nadam{.learning_rate = rate},
      radam{.learning_rate = rate},
      rprop{.learning_rate = rate, .step_max = std::max(50.0, rate)},
      asgd{.learning_rate = rate},
      asgd{.learning_rate = rate, .decay = 0, .averaging_start = 3},
      lion{.learning_rate = rate, .weight_decay = 1e-6},
      yogi{.learning_rate = rate},
      adabelief{.learning_rate = rate},
      adan{.learning_rate = rate},
      // A share of one parameter never changes its sign: these are in no block.
      lamb{.learning_rate = rate, .blocks = {{.offset = 0, .size = 0}}},
      schedule_free_sgd{.learning_rate = rate},
      schedule_free_adamw{.learning_rate = rate},
  };
}

/// Those whose steps are as long as `rate` says, on the whole.
template <class T = double, class Check>
void for_each_fixed_method(double rate, Check check) {
  check(gradient_descent{.line_search = fixed_step{.learning_rate = rate}});
  check(lbfgs{.line_search = fixed_step{.learning_rate = rate}});
  check(sgd{.learning_rate = rate});
  check(sgd{.learning_rate = rate, .momentum = 0.9});
  check(sgd{.learning_rate = rate, .momentum = 0.9, .nesterov = true});
  check(adam{.learning_rate = rate});
  check(adam{.learning_rate = rate, .amsgrad = true});
  for (any_rule_of<T> const& each : other_rules<T>(rate)) check(each);
}

/// Those whose steps come from two rows at a time.
template <class T = double, class Check>
void for_each_batched_method(double rate, Check check) {
  batches const division{.rows = 2, .seed = 1};
  check(in_batches(sgd{.learning_rate = rate}, division));
  check(in_batches(sgd{.learning_rate = rate, .momentum = 0.9}, division));
  check(in_batches(sgd{.learning_rate = rate, .momentum = 0.9, .nesterov = true}, division));
  check(in_batches(adam{.learning_rate = rate}, division));
  check(in_batches(adam{.learning_rate = rate, .amsgrad = true}, division));
  for (any_rule_of<T> const& each : other_rules<T>(rate)) check(in_batches(each, division));
}

template <class T = double, class Check>
void for_each_method(Check check) {
  for_each_searching_method(check);
  for_each_fixed_method<T>(0.01, check);
  for_each_batched_method<T>(0.01, check);
}

/// Whether it is one of other_rules, by itself or in batches: these need not arrive with a rate that stays the same.
template <class Method>
constexpr bool is_other = std::same_as<Method, any_rule> || std::same_as<Method, optimize::batched<any_rule>>;

template <class Method>
constexpr bool is_batched = requires(Method m) { m.division; };

}  // namespace gradsmith::tests
