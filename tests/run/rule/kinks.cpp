// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Derivatives of kinks in few operations: robust losses in every spelling, ties, and what they give at NaN.
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

double value(ir::graph const& g, int output, double x, double y) {
  vec<int> extents;
  for (int a = 0; a < ir::max_axes; ++a) extents.push_back(1);
  ir::graph_view const view = view_of(g);
  ir::evaluation<ir::double_arithmetic> const all(view, extents, [&](ir::node const& n, ir::position const&) {
    return view.symbols[n.tag].name == "x" ? x : y;
  });
  return all.output(output)[0];
}

std::string slope(builder& b, ref e, ref by) {
  b.graph.outputs.truncate(0);
  b.output(b.diff(e, by));
  return formula(stages(b.graph).simplified);
}

/// Huber's loss with threshold c, as people write it.
ref huber(ref r, double c) { return where(le(abs(r), c), 0.5 * square(r), c * (abs(r) - 0.5 * c)); }

}  // namespace

TEST_CASE("the derivative of Huber's loss is the residual, clipped") {
  builder b;
  ref const x = b.symbol("x"), y = b.symbol("y");
  CHECK(slope(b, huber(x - y, 1), x) == "clamp(x - y, -1, 1)");
  CHECK(slope(b, huber(x - y, 2.5), x) == "clamp(x - y, -2.5, 2.5)");
  CHECK(slope(b, huber(y - x, 1), x) == "clamp(x - y, -1, 1)");
  CHECK(slope(b, 3 * huber(x - y, 1), x) == "3*clamp(x - y, -1, 1)");
  CHECK(slope(b, where(gt(abs(x - y), 1), abs(x - y) - 0.5, 0.5 * square(x - y)), x) == "where(abs(x - y) > 1, sign(x - y), x - y)");
  CHECK(slope(b, y * huber(x, 2), x) == "y*clamp(x, -2, 2)");
  // Another threshold than slope is another function.
  CHECK(slope(b, where(le(abs(x), 2), 0.5 * square(x), abs(x)), x).find("clamp") == std::string::npos);
}

TEST_CASE("a clipped residual is what the choice was") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  builder b;
  ref const x = b.symbol("x"), y = b.symbol("y");
  for (ref e : {huber(x - y, 1), huber(y - x, 0.125), -2 * huber(x - y, 3)}) {
    b.graph.outputs.truncate(0);
    b.output(b.diff(e, x));
    b.output(b.diff(b.diff(e, x), x));
    stages const run(b.graph), plain(b.graph, stages::without_rules{});
    for (double r : {0.0, -0.0, 0.5, 1.0, -1.0, 3.0, 1e300, -1e300}) {
      CHECK_MESSAGE(value(run.lowered, 0, r, 0) == value(plain.expanded, 0, r, 0), formula(run.simplified), " at ", r);
      if (std::abs(r) != 1 && std::abs(r) != 3 && std::abs(r) != 0.125) CHECK(value(run.lowered, 1, r, 0) == value(plain.expanded, 1, r, 0));
    }
    CHECK(value(run.lowered, 0, infinity, 0) == value(run.lowered, 0, 1e300, 0));
    CHECK(std::isnan(value(run.lowered, 0, std::nan(""), 0)));
  }
}

TEST_CASE("ties of multiples of one number, and sums of shares") {
  builder b;
  ref const x = b.symbol("x"), y = b.symbol("y");
  CHECK(slope(b, max(0.75 * (y - x), -0.25 * (y - x)), x) == "tie_share(0, y - x) - 0.75");
  CHECK(slope(b, max(-0.5 * x, 2 * x), x) == "2.5*tie_share(x, 0) - 0.5");
  CHECK(slope(b, max(x, y), x) == "tie_share(x, y)");
  for (ref e : {max(0.75 * (y - x), -0.25 * (y - x)), max(-0.5 * x, 2 * x), max(3 * x, x), min(0.5 * x, -y + x)}) {
    b.graph.outputs.truncate(0);
    b.output(b.diff(e, x));
    stages const run(b.graph), plain(b.graph, stages::without_rules{});
    for (double r : {0.0, 0.5, -1.0, 1e300, -1e300}) CHECK(value(run.lowered, 0, r, 0) == doctest::Approx(value(plain.expanded, 0, r, 0)).epsilon(1e-15));
  }
}
