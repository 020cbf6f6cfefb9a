// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Rules of their own for parts of the parameters.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"
#include "runs.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

struct block {
  std::string name;
  std::size_t offset, size;
};
/// |x|^2 / 2 of seven parameters in three blocks.
struct in_blocks {
  using value_type = double;
  std::vector<block> names{{"w1", 0, 3}, {"b", 3, 1}, {"w2", 4, 3}};
  std::size_t size() const { return 7; }
  std::vector<block> const& blocks() const { return names; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    return bowl<>{.curvature = 1, .n = 7}.value_and_gradient(x, g);
  }
};
std::vector<double> const ones(7, 1.0);

in_blocks const problem;

std::string mistake(auto const&... groups) {
  auto const rule = in_groups(problem, groups...);
  auto const r = minimize(problem, ones, any_rule(rule));
  CHECK(r.status == status::invalid_options);
  CHECK(r.message == rule.invalid());
  return r.message;
}

}  // namespace

TEST_CASE("each block goes by its own rule") {
  sgd const fast{.learning_rate = 0.5}, slow{.learning_rate = 0.25};
  auto const x = run_of(problem, ones, in_groups(problem, group({"w1", "w2"}, fast), group("b", slow)), 2);
  CHECK(x[0] == std::vector<double>{0.5, 0.5, 0.5, 0.75, 0.5, 0.5, 0.5});
  CHECK(x[1] == std::vector<double>{0.25, 0.25, 0.25, 0.5625, 0.25, 0.25, 0.25});
  // By ranges, of a problem whose blocks have no names.
  bowl<> const nameless{.curvature = 1, .n = 7};
  parameter_range const fourth{.offset = 3, .size = 1};
  CHECK(run_of(nameless, ones, in_groups(nameless, group(fourth, slow), other_parameters(fast)), 2) == x);
}

TEST_CASE("a group of all parameters is the rule, bit for bit, and so are groups of one rule") {
  adam const rule{.learning_rate = 0.1};
  std::vector<double> const start{3, -1, 0, 1};
  auto const plain = run_of(powell{}, start, rule, 30);
  CHECK(run_of(powell{}, start, in_groups(powell{}, other_parameters(rule)), 30) == plain);
  parameter_range const first{.offset = 0, .size = 1}, third{.offset = 2, .size = 1};
  auto const three = in_groups(powell{}, group(first, rule), group(third, rule), other_parameters(rule));
  CHECK(run_of(powell{}, start, three, 30) == plain);
  // Not so where a rule looks at a norm.
  auto const short_steps = clipped(sgd{.learning_rate = 0.1}, by_norm{.largest = 1});
  CHECK(run_of(powell{}, start, in_groups(powell{}, group(first, short_steps), other_parameters(short_steps)), 3) !=
        run_of(powell{}, start, short_steps, 3));
}

TEST_CASE("rules of different kinds, momentum and averages in each") {
  sgd const halving{.learning_rate = 0.5};
  any_rule const rule = in_groups(problem, group({"w1", "w2"}, averaged(halving, polyak{})),
                                  group("b", sgd{.learning_rate = 0.1, .momentum = 0.5}));
  std::vector<double> x, average;
  auto const keep = [&](auto const& now) {
    x.assign(now.x.begin(), now.x.end());
    average.assign(now.average.begin(), now.average.end());
  };
  (void)minimize(problem, ones, rule, {.gradient_norm = std::nullopt, .max_steps = 2}, on(event::step, keep));
  double const b = 0.9 - 0.1 * (0.5 + 0.9);
  CHECK(x[3] == doctest::Approx(b).epsilon(1e-15));
  CHECK(x[6] == 0.25);
  for (std::size_t k = 0; k < 7; ++k) CHECK(average[k] == doctest::Approx(k == 3 ? b : 0.375).epsilon(1e-15));
}

TEST_CASE("a rule that goes by blocks is told those of its group") {
  std::vector<double> const start{1, 2, 3, 4, 5, 6, 7};
  lamb const rule{.learning_rate = 0.1};
  lamb all = rule;
  all.blocks = blocks_of(problem);
  auto const expected = run_of(problem, start, all, 5);
  CHECK(run_of(problem, start, in_groups(problem, other_parameters(rule)), 5) == expected);
  CHECK(run_of(problem, start, in_groups(problem, group({"w1", "w2"}, rule), other_parameters(rule)), 5) == expected);
  auto const inside = clipped(scheduled(rule, schedule::linear{.from = 1}), by_norm{.largest = 1e9});
  CHECK(run_of(problem, start, in_groups(problem, group("b", rule), other_parameters(inside)), 5) == expected);
  CHECK(run_of(problem, start, rule, 5) != expected);
}

TEST_CASE("a schedule around groups changes the rate of each, one inside that of its own") {
  auto const tenth = schedule::constant_factor{.factor = 0.1, .steps = 100};
  sgd const fast{.learning_rate = 0.5}, slow{.learning_rate = 0.25};
  auto const both = scheduled(in_groups(problem, group("b", slow), other_parameters(fast)), tenth);
  auto const x = run_of(problem, ones, both, 1)[0];
  CHECK(x[0] == doctest::Approx(0.95).epsilon(1e-15));
  CHECK(x[3] == doctest::Approx(0.975).epsilon(1e-15));
  auto const one = in_groups(problem, group("b", scheduled(slow, tenth)), other_parameters(fast));
  auto const y = run_of(problem, ones, one, 1)[0];
  CHECK(y[0] == 0.5);
  CHECK(y[3] == doctest::Approx(0.975).epsilon(1e-15));
}

TEST_CASE("groups that cannot be are said in a sentence") {
  sgd const rule{};
  CHECK(mistake(group("v", rule), other_parameters(rule)) == "There is no block v among the parameters: w1, b, w2.");
  CHECK(mistake(group({"w1", "w2"}, rule)) ==
        "In no group is parameter number 3, of the block b: add it, or other_parameters(rule).");
  CHECK(mistake(group("w1", rule), group({"b", "w1"}, rule), other_parameters(rule)) ==
        "In two groups, or twice in one, is parameter number 0, of the block w1.");
  CHECK(mistake(group(parameter_range{.offset = 2, .size = 1}, rule), group("w1", rule)) ==
        "In two groups, or twice in one, is parameter number 2, of the block w1.");
  CHECK(mistake(group(parameter_range{.offset = 5, .size = 3}, rule)) ==
        "In a group is a range that reaches beyond the 7 parameters.");
  CHECK(mistake(group("w1", sgd{.learning_rate = -1}), other_parameters(rule)) ==
        "The option learning_rate is -1 and must be positive and finite.");
  bowl<> const nameless{.n = 2};
  CHECK(in_groups(nameless, group("w", rule)).invalid() ==
        "There is no block w among the parameters, whose blocks have no names.");
  CHECK(in_groups(nameless, group(parameter_range{.offset = 0, .size = 1}, rule)).invalid() ==
        "In no group is parameter number 1: add it, or other_parameters(rule).");
  any_rule const of_another = in_groups(nameless, other_parameters(rule));
  CHECK_THROWS_WITH_AS(minimize(problem, ones, of_another),
                       "gradsmith: the groups are those of 2 parameters, the problem has 7", data_error);
}

TEST_CASE("other_parameters of nothing, and blocks by name") {
  sgd const rule{.learning_rate = 0.5};
  auto const nothing_left = in_groups(problem, group({"w1", "b", "w2"}, rule), other_parameters(adam{}));
  auto const x = run_of(problem, ones, nothing_left, 1);
  CHECK(x[0] == std::vector<double>(7, 0.5));
  auto const ranges = blocks_of(problem, {"w2", "b"});
  REQUIRE(ranges.size() == 2);
  CHECK(ranges.begin()[0].offset == 4);
  CHECK(ranges.begin()[1].size == 1);
  CHECK(blocks_of(problem).size() == 3);
  CHECK_THROWS_WITH_AS((void)blocks_of(problem, {"v"}), "gradsmith: v is not a parameter of this problem",
                       data_error);
}
