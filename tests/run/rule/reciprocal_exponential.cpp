// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// exp(-x) beside exp(x) is its reciprocal: one exponential runs, with all digits wherever both are numbers.
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

int exponentials(ir::graph const& g) {
  int count = 0;
  ir::graph_view const view = view_of(g);
  for (int id = 0; id < view.node_count; ++id)
    if (view.nodes[id].op == &ir::info<op::exp> || view.nodes[id].op == &ir::info<op::exp_of_nonpositive>) ++count;
  return count;
}

double value(ir::graph const& g, int output, double x, double y) {
  vec<int> extents;
  for (int a = 0; a < ir::max_axes; ++a) extents.push_back(1);
  ir::graph_view const view = view_of(g);
  ir::evaluation<ir::double_arithmetic> const all(view, extents, [&](ir::node const& n, ir::position const&) {
    return view.symbols[n.tag].name == "x" ? x : y;
  });
  return all.output(output)[0];
}

}  // namespace

TEST_CASE("one exponential for x and -x") {
  builder b;
  ref const x = b.symbol("x"), y = b.symbol("y");
  // Tweedie's deviance, its gradient and curvature; a barrier; two outputs.
  for (ref e : {y * exp(-0.5 * x) + exp(0.5 * x), exp(x - y) * y + 3 * exp(y - x), exp(abs(x)) * y + exp(-abs(x))}) {
    b.graph.outputs.truncate(0);
    b.output(e);
    b.output(b.diff(e, x));
    stages const run(b.graph);
    REQUIRE(run.lowered.error.view() == "");
    CHECK(exponentials(run.lowered) == 1);
    for (int out = 0; out < 2; ++out)
      for (double at : {0.0, 1.0, -3.0, 40.0, -300.0, 700.0, -700.0, 709.6, -709.6}) {
        double const expected = value(run.simplified, out, at, 0.75);
        if (std::isfinite(expected)) CHECK(value(run.lowered, out, at, 0.75) == doctest::Approx(expected).epsilon(4e-15));
      }
  }
}

TEST_CASE("an exponential whose opposite is not there stays") {
  builder b;
  ref const x = b.symbol("x"), y = b.symbol("y");
  b.output(exp(-x) + exp(y) + exp(2 * x));
  stages const run(b.graph);
  CHECK(exponentials(run.lowered) == 3);
}
