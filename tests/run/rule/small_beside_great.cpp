// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What is small beside something great keeps its digits, also in derivatives, and so do coefficients that are extreme.
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Output number `out` of a graph of numbers x and y.
double value(ir::graph const& g, int out, double x, double y) {
  vec<int> extents;
  for (int a = 0; a < ir::max_axes; ++a) extents.push_back(1);
  ir::graph_view const view = view_of(g);
  ir::evaluation<ir::double_arithmetic> const all(view, extents, [&](ir::node const& n, ir::position const&) { return view.symbols[n.tag].name == "x" ? x : y; });
  return all.output(out)[0];
}

}  // namespace

TEST_CASE("the derivative of a function of x^2-y^2 by x has the digits of x") {
  builder b;
  ref const x = b.symbol("x"), y = b.symbol("y");
  for (ref e : {exp(square(x) - square(y)), log(1 + square(y) - square(x)), tanh(3 * (square(x) - square(y))), 1 / (square(x) - square(y))}) {
    b.graph.outputs.truncate(0);
    b.output(b.diff(e, x));
    b.output(b.diff(e, y));
    stages const s(b.graph), plain(b.graph, stages::without_rules{});
    for (double small : {1e-9, -1e-20, 1e-160, 0.0}) {
      double const by_x = value(plain.expanded, 0, small, 3), by_y = value(plain.expanded, 1, 3, small);
      CHECK_MESSAGE(std::abs(value(s.lowered, 0, small, 3) - by_x) <= 1e-14 * std::abs(by_x), formula(s.simplified, 0));
      CHECK_MESSAGE((std::isnan(by_y) || std::abs(value(s.lowered, 1, 3, small) - by_y) <= 1e-12 * std::abs(by_y)), formula(s.simplified, 1));
    }
  }
}

TEST_CASE("the quotient of an exponential and a sum of two neither overflows nor loses digits") {
  builder b;
  ref const x = b.symbol("x"), y = b.symbol("y");
  CHECK(simplified(b, exp(x) / (exp(x) + exp(y))) == "sigmoid(x - y)");
  CHECK(simplified(b, 3 * x * exp(y) / (exp(x) + exp(y))) == "3*x*sigmoid(y - x)");
  CHECK(simplified(b, exp(x) / (exp(-x) + exp(x))) == "sigmoid(2*x)");
  b.graph.outputs.truncate(0);
  ref const e = exp(x) / (exp(x) + exp(y));
  b.output(e);
  b.output(b.diff(e, x));
  stages const s(b.graph);
  for (double far : {0.0, 300.0, 745.0, 1e4, -745.0, -1e4}) {
    double const probability = 1 / (1 + std::exp(-3.0));
    CHECK(value(s.lowered, 0, far + 3, far) == doctest::Approx(probability).epsilon(1e-15));
    CHECK(value(s.lowered, 1, far + 3, far) == doctest::Approx(probability * (1 - probability)).epsilon(1e-14));
    CHECK(value(s.lowered, 1, 0, far) == value(s.lowered, 1, far, 0));
  }
}

TEST_CASE("coefficients are not multiplied where their product is no number") {
  builder b;
  ref const x = b.symbol("x");
  CHECK(simplified(b, 1e200 * (1e200 * x)) == "1e200*(1e200*x)");
  CHECK(simplified(b, 1e-200 * (-1e-200 * x)) == "1e-200*(-1e-200*x)");
  CHECK(simplified(b, 1e200 * (1e-200 * x)) == "x");
  CHECK(simplified(b, 1e-300 * (0.5 * x)) == "5e-301*x");
  CHECK(simplified(b, 2 * (1e307 * x)) == "2e307*x");
}
