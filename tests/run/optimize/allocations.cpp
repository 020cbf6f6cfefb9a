// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Between the events begin and end a run allocates nothing.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>
#include <vector>

#include "composite_methods.hpp"
#include "decay.hpp"
#include "methods.hpp"
#include "problems.hpp"

namespace {

long long allocations = 0;

void* counted(std::size_t size) {
  ++allocations;
  void* const memory = std::malloc(size > 0 ? size : 1);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("steps allocate nothing") {
  auto const check = [](auto method) {
    long long before = 0, after = 0;
    stop const limits{.gradient_norm = 1e-9, .value_change = 0, .window = 7, .step_change = 0, .max_steps = 200};
    auto const r = minimize(bowl<>{.curvature = 3, .n = 50}, std::vector<double>(50, 2.0), method, limits, [&](auto const& now) {
      if (now.event == event::begin) before = allocations;
      if (now.event == event::end) after = allocations;
    });
    CHECK(r.steps > 0);
    CHECK(after - before <= 1);      // the sentence of the status
  };
  check(gradient_descent{});
  check(gradient_descent{.line_search = strong_wolfe{}});
  check(sgd{.learning_rate = 0.01, .momentum = 0.9});
  check(adam{.learning_rate = 0.01});
  for (any_rule const& each : other_rules(0.01)) check(each);
  parameter_range const first_half{.offset = 0, .size = 25}, last{.offset = 49, .size = 1};
  adam const rule{.learning_rate = 0.01};
  lamb const by_blocks{.learning_rate = 0.01, .blocks = {first_half, last}};
  schedule::multi_step const falling{.milestones = {5, 50}};
  bowl<> const problem{.curvature = 3, .n = 50};
  check(any_rule(scheduled(scheduled(by_blocks, falling), schedule::cosine{.steps = 1000})));
  check(any_rule(clipped(averaged(accumulated(rule, 3), ema{}), by_block(by_norm{.largest = 1}, {first_half, last}))));
  auto const three =
      in_groups(problem, group(first_half, lamb{.learning_rate = 0.01}), group(last, rule), other_parameters(rule));
  check(any_rule(scheduled(three, schedule::linear{})));
  check(any_rule(in_groups(problem, group(parameter_range{.offset = 10, .size = 5}, rule), other_parameters(rule))));
  check(reduced_on_plateau(rule, {.patience = 3}));
  check(muon{.learning_rate = 0.01, .blocks = {{.offset = 0, .size = 50, .rows = 5}}});
  check(lbfgs{.memory = 3});
  check(lbfgs{.memory = 3, .line_search = more_thuente{}});
  check(lbfgs{.memory = 3, .line_search = hager_zhang{}});
  check(bfgs{});
  check(nonlinear_cg{});
  check(newton{});
  check(trust_region_newton_cg{});
  check(lbfgs{.memory = 3, .line_search = fixed_step{.learning_rate = 0.1}});
}

TEST_CASE("nor do steps of least squares") {
  auto const check = [](auto method) {
    long long before = 0, after = 0;
    decay<double, false> const problem;
    sum_of_squares squares(problem);
    auto const r = minimize(squares, {0.5, 0.1, 4, 5}, method, {}, [&](auto const& now) {
      if (now.event == event::begin) before = allocations;
      if (now.event == event::end) after = allocations;
    });
    CHECK(r.steps > 5);
    CHECK(after - before <= 1);           // the sentence of the status
  };
  check(levenberg_marquardt{});
  check(levenberg_marquardt{.acceleration = true});
  check(gauss_newton_search{});
}

TEST_CASE("nor do steps of composites") {
  for_each_composite_method([](auto const& method, auto const& term) {
    long long before = 0, after = 0;
    auto const r = minimize(composite(quadratic5{}, term), quadratic5::start(), method, stop{.gradient_norm = 1e-8}, [&](auto const& now) {
      if (now.event == event::begin) before = allocations;
      if (now.event == event::end) after = allocations;
    });
    CHECK(r.steps > 5);
    CHECK(after - before <= 2);           // the sentences of the status
  });
}
