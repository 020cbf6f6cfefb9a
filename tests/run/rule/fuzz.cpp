// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Random arguments for both sides of every rule, and random larger formulas through all passes: the rules
// keep the value and turn nothing finite into NaN, and rewriting ends. GRADSMITH_LONG=1 for more.
#include "support/rule_formulas.hpp"
#include "support/test_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Doubles whose operations are off by a last bit, now up, now down.
struct wobbling : ir::double_arithmetic {
  static double off(double x) {
    static unsigned turn = 0;
    turn = turn * 1664525u + 1013904223u;
    return x * (1 + (static_cast<double>(turn >> 30) - 1.5) * 0x1p-53);
  }
  static double elementwise(ir::operation const& op, double const* x) { return off(double_arithmetic::elementwise(op, x)); }
  static double reduce(ir::operation const& op, double const* const* x, int count) { return off(double_arithmetic::reduce(op, x, count)); }
};

/// How far such numbers lead an output: great terms that cancel for all arguments do not show when these move, and may cancel by luck.
double spread(ir::graph const& g, values const& at, int output, int n, double truth) {
  double most = 0;
  for (int turn = 0; turn < 8; ++turn)
    if (double const is = run<ir::evaluation<wobbling>>(g, at).output(output)[n]; std::isfinite(is)) most = std::max(most, std::abs(is - truth));
  return most;
}

}  // namespace

TEST_CASE("both sides of every rule are equal") {
  std::mt19937 random(7);
  std::normal_distribution<double> normal(0, 2);
  for (rule_view const& table : default_rules::views)
    for (int r = 0; r < table.count; ++r) {
      pattern_rule const& rule = table.rules[r];
      if (rule.function != nullptr) continue;  // rule/stability*.cpp and rule/reductions.cpp
      int compared = 0;
      for (int trial = 0; trial < 40; ++trial) {
        ir::graph g = ir::thaw(table.patterns);
        g.outputs.truncate(0);
        g.outputs.push_back({.node = rule.left});
        g.outputs.push_back({.node = rule.right});
        double variable[match::max_variables][3];
        // A rule with a guard is about arguments that are not negative; the others hold everywhere.
        for (auto& v : variable)
          for (double& e : v) e = rule.guard.exists() || trial % 2 == 1 ? std::abs(normal(random)) : normal(random);
        exact const both(view_of(g), extents_of(3), [&](ir::node const& n, ir::position const& where) { return digits(variable[n.tag][where.along[0]]); });
        for (int n = 0; n < 3; ++n) {
          ir::position where;
          where.along[0] = n;
          digits const left = both.at(rule.left, where);
          digits const right = both.at(rule.right, where);
          bool const defined = left == left;
          compared += defined ? 1 : 0;
          CHECK_MESSAGE((close(left, right, digits(1e-40)) || (!defined && rule.valid == validity::reals && rule.name.find("nan") == std::string_view::npos)),
                        std::string(rule.name), ": ", static_cast<double>(left), " and ", static_cast<double>(right), " at ", variable[0][n], ", ", variable[1][n]);
        }
      }
      CHECK_MESSAGE(compared > 10, std::string(rule.name), " is hardly ever defined");
    }
}

TEST_CASE("random formulas keep their values through all passes") {
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(long_tests() ? 300 : 10);
  int const wanted = long_tests() ? 200'000 : 10'000;
  std::mt19937 random(20240607);
  int done = 0;
  int judged = 0;
  for (; done < wanted && std::chrono::steady_clock::now() < end; ++done) {
    builder b;
    rule_formulas make(b, random);
    ref e = make(2 + done % 5);
    if (e.axes() != 0) e = sum(over{e.axes()}, e);
    b.output(e);
    for (char const* name : {"a", "x"}) {
      over const i = b.axis("i");
      b.output(b.diff(e, name[0] == 'a' ? b.symbol("a") : b.symbol("x", {i})));
    }
    stages const plain(b.graph, stages::without_rules{});
    stages const full(b.graph);
    REQUIRE(full.lowered.error.view() == "");
    for (unsigned seed = 0; seed < 2; ++seed) {
      values const at{seed + static_cast<unsigned>(done) * 5};
      auto const truth = run<rough>(plain.differentiated, at);
      auto const moved = run<rough>(plain.differentiated, values{at.seed, 1e-9});
      auto const after = run<rough>(full.simplified, at);
      auto const naive = run<ir::evaluation<ir::double_arithmetic>>(plain.expanded, at);
      auto const got = run<ir::evaluation<ir::double_arithmetic>>(full.lowered, at);
      for (int out = 0; out < 3; ++out)
        for (int n = 0; n < truth.output(out).size(); ++n) {
          long double const t = truth.output(out)[n];
          double const was = naive.output(out)[n];
          double const is = got.output(out)[n];
          if (!std::isfinite(static_cast<double>(t))) continue;
          ++judged;
          // What moving the arguments by one part in 1e9 does, taken down to the last digit.
          long double const condition = std::abs(moved.output(out)[n] - t) * 1e9L + std::abs(t);
          bool const finite = std::isfinite(is) || !std::isfinite(was);
          bool const near = std::abs(is - t) <= 2e-13L * condition + 1e-14L || std::abs(is - t) <= 20 * std::abs(was - t);
          bool const same = std::abs(after.output(out)[n] - t) <= 1e-14L * condition + 1e-15L;
          bool agrees = finite && near && same;
          if (!agrees && finite) {
            // The naive form may have lost its digits in a long double as well.
            digits const better = run<exact>(plain.differentiated, at).output(out)[n];
            double const naive_error = spread(plain.expanded, at, out, n, static_cast<double>(better));
            agrees = abs(digits(is) - better) <= digits(std::max(2e-13 * static_cast<double>(condition) + 1e-14, 20 * naive_error)) && abs(run<exact>(full.simplified, at).output(out)[n] - better) <= digits(1e-14 * static_cast<double>(condition) + 1e-15);
          }
          CHECK_MESSAGE(agrees, "formula ", done, ", output ", out, ": ", is, ", not ", static_cast<double>(t), "; without rules ", was, "; ", formula(plain.parsed, 0), "; ",
                        formula(full.simplified, out));
        }
    }
  }
  MESSAGE(done << " formulas, " << judged << " numbers");
  CHECK(judged > 1000);
}
