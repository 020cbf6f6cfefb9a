// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The normal form keeps values wherever they are defined, and what is proved equal is equal.
#include <gradsmith/pass/normal_form.hpp>

#include "support/rule_formulas.hpp"
#include "support/test_data.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

ir::graph normal(ir::graph const& g) { return pass::normal_form(view_of(pass::simplify(view_of(g)))); }
bool proved(ir::graph const& g) { return pass::outputs_are_equal(view_of(normal(g))); }

/// Whether two outputs have equal values at 3 places, where both are finite, but for the rounding of numbers in formulas.
bool same_values(ir::graph const& g, int one, int other, unsigned seed) {
  for (unsigned place = 0; place < 3; ++place) {
    auto const all = run<exact>(g, values{seed * 3 + place});
    for (int n = 0; n < all.output(one).size(); ++n) {
      digits const a = all.output(one)[n], b = all.output(other)[n];
      if (isfinite(a) && isfinite(b) && !close(a, b, digits(1e-13)) && abs(a - b) > digits(1e-13)) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("both sides of the rules of the normal form are equal wherever the left side is defined") {
  std::mt19937 random(11);
  std::normal_distribution<double> distribution(0, 2);
  rule_view const table = table_of<rules::normal_form>.view();
  CHECK(well_formed(table));
  for (int r = 0; r < table.count; ++r) {
    pattern_rule const& rule = table.rules[r];
    if (rule.function != nullptr) continue;  // by formulas, below
    int compared = 0;
    for (int trial = 0; trial < 60; ++trial) {
      ir::graph g = ir::thaw(table.patterns);
      g.outputs.truncate(0);
      g.outputs.push_back({.node = rule.left});
      g.outputs.push_back({.node = rule.right});
      double variable[match::max_variables][3];
      for (auto& v : variable)
        for (double& e : v) {
          e = distribution(random);
          if (trial % 3 == 1) e = std::abs(e);
          if (trial % 3 == 2) e = std::abs(e) / (1 + std::abs(e));
        }
      exact const both(view_of(g), extents_of(3), [&](ir::node const& n, ir::position const& where) { return digits(variable[n.tag][where.along[0]]); });
      for (int n = 0; n < 3; ++n) {
        ir::position where;
        where.along[0] = n;
        digits const left = both.at(rule.left, where), right = both.at(rule.right, where);
        if (!isfinite(left)) continue;
        ++compared;
        CHECK_MESSAGE(close(left, right, digits(1e-40)), std::string(rule.name), " at ", variable[0][n], ", ", variable[1][n]);
      }
    }
    CHECK_MESSAGE(compared > 10, std::string(rule.name), " is hardly ever defined");
  }
}

TEST_CASE("formulas in normal form have the values that they had") {
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(long_tests() ? 120 : 5);
  int const wanted = long_tests() ? 20'000 : 1'500;
  std::mt19937 random(31);
  int done = 0;
  for (; done < wanted && std::chrono::steady_clock::now() < end; ++done) {
    builder b;
    rule_formulas make(b, random);
    b.output(make(2 + done % 4));
    ir::graph const simple = pass::simplify(view_of(b.graph)), form = pass::normal_form(view_of(simple));
    REQUIRE_MESSAGE(form.error.view() == "", std::string(form.error.view()), ": ", formula(b.graph, 0));
    for (unsigned seed = 0; seed < 2; ++seed) {
      auto const before = run<exact>(simple, values{seed}), after = run<exact>(form, values{seed});
      for (int n = 0; n < before.output(0).size(); ++n) {
        digits const x = before.output(0)[n], y = after.output(0)[n];
        if (!isfinite(x)) continue;
        // Functions of numbers are folded in double.
        CHECK_MESSAGE((close(x, y, digits(1e-12)) || abs(x - y) < digits(1e-12)), "formula ", done, ": ", formula(b.graph, 0), " became ", formula(form, 0));
      }
    }
  }
  MESSAGE(done << " formulas");
  CHECK(done > 100);
}

TEST_CASE("nothing is proved that is wrong, and sums, products and quotients are") {
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(long_tests() ? 300 : 8);
  int const wanted = long_tests() ? 100'000 : 2'000;
  std::mt19937 random(5);
  int done = 0, shown = 0, equal = 0, wrong = 0;
  for (; done < wanted && std::chrono::steady_clock::now() < end; ++done) {
    builder b;
    rule_formulas make(b, random);
    ref const x = make(done % 4), y = make(done % 3);
    ref const z = make(1);
    // Pairs that are equal, are nearly so, or have nothing to do with each other.
    ref left, right;
    bool holds = true;
    switch (done % 16) {
      case 0: left = (x + y) * (x - y), right = x * x - y * y; break;
      case 1: left = x * (y + z), right = z * x + y * x; break;
      case 2: left = square(x + z) - 4 * x * z, right = square(z - x); break;
      case 3: left = 1 / (1 + square(x)) - 1 / (2 + square(x)), right = 1 / ((1 + square(x)) * (2 + square(x))); break;
      case 4: left = exp(x + z), right = exp(z) * exp(x); break;
      case 5: left = x * y + 1, right = y * x - 1, holds = false; break;
      case 6: left = sqrt(square(x)), right = x, holds = false; break;
      case 7: left = exp(x * z), right = exp(x) * exp(z), holds = false; break;
      case 8: left = log(1 + exp(x)) - log(1 + exp(z)), right = log((1 + exp(x)) / (1 + exp(z))); break;
      // laws that hold for some arguments only
      case 9: left = abs(x * y), right = abs(x) * y, holds = false; break;
      case 10: left = max(x * z, y * z), right = z * max(x, y), holds = false; break;
      case 11: left = pow(square(x), 1.5), right = x * x * x, holds = false; break;
      case 12: left = sqrt(x) * sqrt(y), right = sqrt(abs(x)) * sqrt(abs(y)) * sign(x), holds = false; break;
      case 13: left = where(gt(x, z), x / 0, y), right = where(gt(x, z), z / 0, y), holds = false; break;
      case 14: left = max(x / 0, y), right = max(z / 0, y), holds = false; break;
      default: left = x, right = y, holds = false;
    }
    ir::axis_set const all = left.axes() | right.axes();
    if (all != 0) {
      auto const along = [&](ref e) {
        switch (done / 16 % 4) {
          case 0: return max(over{all}, e);
          case 1: return prod(over{all}, e);
          case 2: return norm2(over{all}, e);
          default: return sum(over{all}, e);
        }
      };
      left = along(left), right = along(right);
    }
    b.output(left);
    b.output(right);
    bool const found = proved(b.graph), same = same_values(b.graph, 0, 1, static_cast<unsigned>(done));
    CHECK_MESSAGE((same || !holds), "pair ", done, " is not equal: ", formula(b.graph, 0), " and ", formula(b.graph, 1));
    CHECK_MESSAGE((same || !found), "proved, but not equal: ", formula(b.graph, 0), " and ", formula(b.graph, 1));
    equal += holds ? 1 : 0;
    shown += holds && found ? 1 : 0;
    wrong += same ? 0 : 1;
  }
  MESSAGE(done << " pairs, " << wrong << " not equal; of " << equal << " that are equal by their form " << shown << " were proved so");
  CHECK(wrong > done / 8);
  CHECK(shown > equal * 9 / 10);
}
