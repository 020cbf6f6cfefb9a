// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Gradients that are right, and what is said of those that are not.
#include <gradsmith/optimize/check_gradient.hpp>
#include <gradsmith/optimize/random.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

using verdicts = std::vector<gradient_verdict>;

verdicts verdicts_of(gradient_report const& report) {
  verdicts all;
  for (auto const& each : report.entries) all.push_back(each.verdict);
  return all;
}

/// A smooth function of four numbers, whose gradient `spoil` changes.
template <class Spoil>
formula spoiled(Spoil spoil) {
  return {4, [=](std::span<double const> x, std::span<double> g) {
            double const e = std::exp(x[0] / 3), s = std::sin(x[1] * x[2]), c = std::cos(x[1] * x[2]),
                         l = 1 + x[3] * x[3];
            g[0] = e / 3 + x[3];
            g[1] = x[2] * c;
            g[2] = x[1] * c;
            g[3] = x[0] + 2 * x[3] / l;
            spoil(g);
            return e + s + x[0] * x[3] + std::log(l);
          }};
}
std::vector<double> const point{0.7, -1.3, 0.4, 2.1};

struct block {
  std::string name;
  std::size_t offset, size;
};
struct shaped_block : block {
  int rank;
  std::size_t extents[2];
};
template <class Block>
struct with_blocks {
  std::vector<Block> all;
  std::size_t size() const { return 7; }
  std::vector<Block> const& blocks() const { return all; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    return bowl<>{.curvature = 3, .n = 7}.value_and_gradient(x, g);
  }
};

}  // namespace

TEST_CASE("right gradients agree to 1e-8 and better, at points near and far") {
  for (double far : {1e-3, 1.0, 30.0}) {
    std::vector<double> x = point;
    for (double& each : x) each *= far;
    auto const report = check_gradient(spoiled([](auto) {}), x);
    CHECK(report.agrees());
    CHECK(report.tolerance == 1e-8);
    for (auto const& each : report.entries) {
      CHECK(each.measure < 1e-8);
      CHECK(each.uncertainty < 1e-7 * std::max(1.0, std::abs(each.given)));
    }
    CHECK(explain(report).starts_with("The gradient agrees with differences in all of 4 entries"));
  }
  CHECK(check_gradient(rosenbrock<>{}, {-1.2, 1}).agrees());
  CHECK(check_gradient(quadratic5{}, quadratic5::start()).agrees());
  CHECK(check_gradient(powell{}, {0, 0, 0, 0}).agrees());
  mean_square own{{1, 2, 6}};
  own.own[0] = 5;
  auto const at_own = check_gradient(own);
  CHECK(at_own.agrees());
  CHECK(at_own.entries[0].given == doctest::Approx(2));
}

TEST_CASE("in single precision to what it can tell") {
  CHECK(check_gradient(rosenbrock<float>{}, {-1.2f, 1.0f}).agrees());
  CHECK(check_gradient(bowl<float>{.curvature = 2, .n = 3}, {1, 2, 3}).tolerance == 1e-3);
  struct turned : bowl<float> {
    float value_and_gradient(std::span<float const> x, std::span<float> g) const {
      float const value = bowl<float>::value_and_gradient(x, g);
      g[0] = -g[0];
      return value;
    }
  };
  CHECK(check_gradient(turned{}, {1.5f}).entries[0].verdict == gradient_verdict::wrong_sign);
}

TEST_CASE("a wrong sign is said to be one") {
  auto const report = check_gradient(spoiled([](auto g) { g[1] = -g[1]; }), point);
  using enum gradient_verdict;
  CHECK(verdicts_of(report) == verdicts{agrees, wrong_sign, agrees, agrees});
  CHECK_FALSE(report.agrees());
  CHECK(report.count(agrees) == 3);
  CHECK(report.entries[1].given == doctest::Approx(-report.entries[1].difference));
  std::string const text = explain(report);
  CHECK(text.starts_with("The gradient agrees with differences in 3 of 4 entries. The others:\n  parameter"));
  CHECK(text.find("\n  x[1] ") != std::string::npos);
  CHECK(text.ends_with("wrong sign"));
}

TEST_CASE("entries that were swapped, and factors, are told") {
  auto const swapped = check_gradient(spoiled([](auto g) { std::swap(g[0], g[3]); }), point);
  using enum gradient_verdict;
  CHECK(verdicts_of(swapped) == verdicts{wrong, agrees, agrees, wrong});
  CHECK(explain(swapped).find("wrong: it is that of x[3]\n") != std::string::npos);
  CHECK(explain(swapped).ends_with("wrong: it is that of x[0]"));
  auto const doubled = check_gradient(spoiled([](auto g) { g[2] *= 2; }), point);
  CHECK(verdicts_of(doubled) == verdicts{agrees, agrees, wrong, agrees});
  CHECK(explain(doubled).ends_with("wrong: it is 2 times the difference"));
  // As small an error as the tolerance lets through, and one that it does not.
  CHECK(check_gradient(spoiled([](auto g) { g[3] += 1e-9; }), point).agrees());
  CHECK(check_gradient(spoiled([](auto g) { g[3] += 1e-6; }), point).entries[3].verdict == wrong);
  CHECK(check_gradient(spoiled([](auto g) { g[3] += 1e-6; }), point, {.tolerance = 1e-4}).agrees());
}

TEST_CASE("kinks and jumps: no derivative, whatever the entry between the slopes") {
  using enum gradient_verdict;
  for (double given : {-1.0, 0.0, 0.5, 1.0}) {
    formula const absolute{2, [=](auto x, auto g) {
                             return g[0] = x[0] == 0 ? given : std::copysign(1.0, x[0]), g[1] = 2 * x[1],
                                    std::abs(x[0]) + x[1] * x[1];
                           }};
    auto const report = check_gradient(absolute, {0, 3});
    CHECK(verdicts_of(report) == verdicts{not_differentiable, agrees});
    CHECK(report.entries[0].left == doctest::Approx(-1));
    CHECK(report.entries[0].right == doctest::Approx(1));
    CHECK(explain(report).find("not differentiable here: slope -1 to the left, 1 to the right") != std::string::npos);
    CHECK(check_gradient(absolute, {0.5, 3}).agrees());
    CHECK(check_gradient(absolute, {-1e-3, 3}).agrees());
  }
  // No slope of either side.
  formula const wrong_there{1, [](auto x, auto g) { return g[0] = 7, std::abs(x[0]); }};
  CHECK(check_gradient(wrong_there, {0}).entries[0].verdict == wrong);
  formula const jump{1, [](auto x, auto g) { return g[0] = 0, x[0] < 0 ? 0.0 : 1.0; }};
  CHECK(check_gradient(jump, {0}).entries[0].verdict == not_differentiable);
  formula const steep{1, [](auto x, auto g) { return g[0] = 1000 * std::exp(1000 * x[0]), std::exp(1000 * x[0]); }};
  CHECK(check_gradient(steep, {0}).agrees());
}

TEST_CASE("what is not finite: entries, the point, its neighbourhood") {
  using enum gradient_verdict;
  double const not_a_number = std::nan("");
  CHECK(verdicts_of(check_gradient(spoiled([=](auto g) { g[2] = not_a_number; }), point)) ==
        verdicts{agrees, agrees, not_finite, agrees});
  CHECK(check_gradient(spoiled([](auto) {}), {not_a_number, 1, 1, 1}).count(not_finite) == 4);
  formula const logarithm{1, [](auto x, auto g) { return g[0] = 1 / x[0], std::log(x[0]); }};
  CHECK(check_gradient(logarithm, {-1}).entries[0].verdict == not_finite);
  // Where one can step a little only, that is done.
  for (double near : {1e-3, 1e-2, 0.05, 1.0}) CHECK(check_gradient(logarithm, {near}).agrees());
  formula const lonely{1, [=](auto x, auto g) { return g[0] = 1, x[0] == 1 ? 1.0 : not_a_number; }};
  CHECK(check_gradient(lonely, {1}).entries[0].verdict == not_finite);
}

TEST_CASE("values that are too rough say so") {
  // Every number has its own error of up to 0.01.
  formula const rough{1, [](auto x, auto g) {
                        optimize::random_bits error(std::bit_cast<std::uint64_t>(x[0]));
                        return g[0] = 1, x[0] + 0.01 * error.uniform();
                      }};
  for (double x : {0.3, 0.7, 11.0}) {
    auto const report = check_gradient(rough, {x});
    CHECK_FALSE(report.agrees());
    CHECK(report.entries[0].uncertainty > 1e-4);
  }
  // Digits are lost beside a large constant: the difference is known to what is left of them.
  formula const beside{1, [](auto x, auto g) { return g[0] = 2 * x[0], 1e6 + x[0] * x[0]; }};
  CHECK(check_gradient(beside, {0.3}).agrees());
}

TEST_CASE("parameters are called by their names") {
  auto const names = [](auto const& problem) {
    std::vector<std::string> all;
    for (auto const& each : check_gradient(problem, std::vector<double>(7, 1.0)).entries) all.push_back(each.name);
    return all;
  };
  CHECK(names(bowl<>{.n = 7})[6] == "x[6]");
  CHECK(names(with_blocks<block>{{{"w", 0, 6}, {"b", 6, 1}}}) ==
        std::vector<std::string>{"w[0]", "w[1]", "w[2]", "w[3]", "w[4]", "w[5]", "b"});
  CHECK(names(with_blocks<shaped_block>{{{{"w", 0, 6}, 2, {2, 3}}, {{"b", 6, 1}, 0, {}}}}) ==
        std::vector<std::string>{"w[0,0]", "w[0,1]", "w[0,2]", "w[1,0]", "w[1,1]", "w[1,2]", "b"});
  auto const some = check_gradient(bowl<>{.n = 7}, std::vector<double>(7, 1.0), {.only = {5, 2}});
  REQUIRE(some.entries.size() == 2);
  CHECK(some.entries[0].name == "x[5]");
  CHECK(some.entries[1].position == 2);
}

TEST_CASE("long tables end, and wrong calls are named") {
  formula const all_wrong{30, [](auto x, auto g) {
                            double const value = bowl<>{.n = 30}.value_and_gradient(x, g);
                            for (double& each : g) each = -each;
                            return value;
                          }};
  std::string const text = explain(check_gradient(all_wrong, std::vector<double>(30, 1.0)));
  CHECK(std::count(text.begin(), text.end(), '\n') == 22);
  CHECK(text.ends_with("\n  and 10 more"));
  CHECK_THROWS_WITH_AS((void)check_gradient(rosenbrock<>{}, {1, 2, 3}),
                       "gradsmith: check_gradient: the point has 3 elements, the problem has 2 parameters", data_error);
  CHECK_THROWS_WITH_AS((void)check_gradient(rosenbrock<>{}, {1, 2}, {.only = {2}}),
                       "gradsmith: check_gradient: there is no parameter 2, the problem has 2 counted from 0",
                       data_error);
}
