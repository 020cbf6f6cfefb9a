// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Rules at infinity, and where squares and exponentials overflow: what is a number or an infinity in the
// formula as it was written, with its derivatives, is not NaN in what the rules make of it.
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <sstream>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double far[]{-infinity, -1e308, -1e160, -800, -1, 0, 1, 800, 1e160, 1e308, infinity};
constexpr int positions = 3;

/// The values of the variables of a rule at the positions of its axis.
using points = double[match::max_variables][positions];

vec<int> extents() {
  vec<int> all;
  for (int a = 0; a < ir::max_axes; ++a) all.push_back(positions);
  return all;
}

std::string at(points const& p) {
  std::ostringstream text;
  for (int v = 0; v < 2; ++v)
    for (double each : p[v]) text << each << (v == 0 ? ' ' : ';');
  return text.str();
}

/// Softmax and log_softmax of an infinite maximum are what docs/numerics.md says, not quotients. The logarithm of
/// exp(x) - exp(y) is NaN for x < y, also where the two underflow to one zero.
bool is_excepted(pattern_rule const& rule, points const& p) {
  auto const& [x, y, r, s] = p;
  if (rule.name.starts_with("log(softmax")) return std::isinf(std::max({x[0], x[1], x[2]}));
  if (rule.name.starts_with("log(exp(x)-exp(y))")) return x[0] < y[0] || x[1] < y[1] || x[2] < y[2];
  return false;
}

/// Every point for the first two variables at the first position, random ones elsewhere.
/// A rule with a guard is about arguments that are not negative.
template <class F>
void for_each_point(pattern_rule const& rule, F&& f) {
  std::mt19937 random(3);
  auto const any = [&] { return far[random() % std::size(far)]; };
  points p;
  for (int trial = 0; trial < 6; ++trial)
    for (double x : far)
      for (double y : far) {
        for (auto& variable : p)
          for (double& each : variable) each = any();
        p[0][0] = x;
        p[1][0] = y;
        if (trial == 0) p[0][1] = p[0][2] = x;
        if (rule.guard.exists())
          for (auto& variable : p)
            for (double& each : variable) each = std::abs(each);
        if (!is_excepted(rule, p)) f(p);
      }
}

/// A number stays a number, an infinity becomes no NaN.
bool keeps(double was, double is) { return std::isnan(was) || (std::isfinite(was) ? std::isfinite(is) : !std::isnan(is)); }

/// The sides of a rule, with a symbol for each variable.
struct sides_of_rule {
  ir::graph_view patterns;
  builder build;
  over const k = build.axis("k");
  ref const variables[match::max_variables]{build.symbol("p", {k}), build.symbol("q", {k}), build.symbol("r", {k}), build.symbol("s", {k})};
  ref left, right;

  sides_of_rule(rule_view const& table, pattern_rule const& rule) : patterns(table.patterns), left(write(rule.left)), right(write(rule.right)) {}

 private:
  ref write(int pattern) {
    ir::node const& n = patterns.nodes[pattern];
    if (n.op->kind == ir::form::wildcard) return variables[n.tag];
    vec<ir::edge> arguments;
    for (int a = 0; a < n.count; ++a) {
      ir::edge const argument = patterns.edges[n.first + a];
      arguments.push_back({write(argument.node).id, argument.weight});
    }
    return ir::remake(build.graph, n, arguments.begin(), {});
  }
};

template <class F>
void for_each_rule(F&& f) {
  for (rule_view const& table : default_rules::views)
    for (int r = 0; r < table.count; ++r)
      if (table.rules[r].function == nullptr) {
        sides_of_rule sides(table, table.rules[r]);
        f(table.rules[r], sides);
      }
}

auto run(ir::graph const& g, points const& p) {
  return ir::evaluate(view_of(g), extents(), [&](ir::node const& n, ir::position const& where) {
    std::string_view const name = g.symbols[n.tag].name;
    return p[name[0] - 'p'][n.count == 0 ? 0 : where.along[g.nodes[g.edges[n.first].node].tag]];
  });
}

/// e and its derivatives by two variables, with rules and without.
void check(pattern_rule const& rule, builder& b, ref e, ref const* variables) {
  b.output(e);
  ref const total = e.axes() == 0 ? e : sum(over{e.axes()}, e);
  over const l = b.axis("l"), m = b.axis("m");
  for (int v = 0; v < 2; ++v) {
    ref const slope = b.diff(total, b.at(variables[v], {l}));
    b.output(slope);
    b.output(b.diff(slope, b.at(variables[v], {m})));
  }
  stages const plain(b.graph, stages::without_rules{});
  stages const full(b.graph);
  REQUIRE(full.lowered.error.view() == "");
  for_each_point(rule, [&](points const& p) {
    auto const before = run(plain.expanded, p);
    auto const after = run(full.lowered, p);
    for (int out = 0; out < full.lowered.outputs.size(); ++out)
      for (int n = 0; n < before.output(out).size(); ++n) {
        double const was = before.output(out)[n];
        double const is = after.output(out)[n];
        CHECK_MESSAGE(keeps(was, is), formula(plain.parsed), ", output ", out, ": ", was, " becomes ", is, " at ", at(p), ": ", formula(full.simplified, out));
      }
  });
}

}  // namespace

TEST_CASE("no rule makes a NaN of a number or an infinity") {
  for_each_rule([](pattern_rule const& rule, sides_of_rule& sides) {
    sides.build.output(sides.left);
    sides.build.output(sides.right);
    ir::graph const written = pass::expand(view_of(sides.build.graph));
    for_each_point(rule, [&](points const& p) {
      auto const values = run(written, p);
      for (int n = 0; n < values.output(0).size(); ++n) {
        double const left = values.output(0)[n];
        double const right = values.output(1)[values.output(1).size() > 1 ? n : 0];
        CHECK_MESSAGE(keeps(left, right), std::string(rule.name), ": ", left, " becomes ", right, " at ", at(p));
      }
    });
  });
}

TEST_CASE("nor do all of them in values and derivatives") {
  for_each_rule([](pattern_rule const& rule, sides_of_rule& sides) { check(rule, sides.build, sides.left, sides.variables); });
}

TEST_CASE("nor do rules that are functions") {
  using writer = ref (*)(over k, ref x, ref y, ref a);
  for (writer const write : {
           writer([](over k, ref x, ref, ref) { return mean(k, square(x)) - square(mean(k, x)); }),
           writer([](over k, ref x, ref, ref) { return sum(k, square(x)) - square(sum(k, x)) / 3; }),
           writer([](over, ref x, ref y, ref) { return y * sigmoid(x) - y; }),
           writer([](over, ref x, ref y, ref) { return y * exp(x) - y; }),
           writer([](over, ref x, ref y, ref) { return y * softplus(x) - y * x; }),
           writer([](over k, ref x, ref, ref a) { return softmax(k, x + a); }),
           writer([](over k, ref x, ref, ref a) { return logsumexp(k, x + a); }),
           writer([](over k, ref x, ref, ref a) { return log_softmax(k, x - a); }),
           writer([](over, ref x, ref y, ref) { return log(4 * exp(x) * square(y)); }),
           writer([](over, ref x, ref y, ref) { return sqrt(4 * square(x) * square(y)); }),
           writer([](over, ref x, ref y, ref) { return x / (1 + abs(y)) - x * abs(y) / square(1 + abs(y)); }),
           writer([](over, ref x, ref y, ref) { return x * where(gt(y, 0), y, 0) - where(gt(y, 0), x, 0); }),
           writer([](over, ref x, ref y, ref) { return log(where(gt(y, 0), exp(x), y)); }),
           writer([](over, ref x, ref y, ref) { return 1 - where(gt(y, 0), sigmoid(x), y); }),
           writer([](over, ref x, ref, ref) { return log(2 + 3 * exp(x)); }),
           writer([](over, ref x, ref y, ref) { return log(2 + 3 * exp(x) + exp(y)); }),
           writer([](over, ref x, ref y, ref) { return log(exp(x) + 0.25 * exp(y) + exp(-x)); }),
           writer([](over, ref x, ref y, ref) { return log1p(exp(x) * exp(y) + 0.5 * exp(x)); }),
           writer([](over k, ref x, ref y, ref) { return log(1 + mean(k, exp(x)) + exp(y)); }),
           writer([](over, ref x, ref, ref) { return 1 / (2 + 3 * exp(x)); }),
           writer([](over, ref x, ref y, ref) { return y * exp(x) / (2 + 3 * exp(x)); }),
           writer([](over, ref x, ref, ref) { return square(exp(x)) / (0.5 + exp(x)); }),
           writer([](over, ref x, ref, ref) { return log(sqrt(1 + exp(x))); }),
           writer([](over, ref x, ref y, ref) { return log(sqrt(exp(x)) * square(y)); }),
           writer([](over, ref x, ref, ref) { return log(pow(exp(x), 2.5)); }),
           writer([](over, ref x, ref, ref) { return log(pow(abs(x), -1.5)); }),
           writer([](over, ref x, ref, ref) { return sqrt(1 + square(x)) - 1; }),
           writer([](over, ref x, ref, ref) { return log(1 + square(x)); }),
       }) {
    builder b;
    over const k = b.axis("k");
    ref const variables[]{b.symbol("p", {k}), b.symbol("q", {k})};
    check({}, b, write(k, variables[0], variables[1], b.symbol("r")), variables);
  }
}
