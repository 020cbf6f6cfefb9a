// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Products with the logarithm of 0, in every spelling: 0 where they tend to 0, what they were everywhere else.
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double value(ir::graph const& g, double t, double q) {
  vec<int> extents;
  for (int a = 0; a < ir::max_axes; ++a) extents.push_back(1);
  ir::graph_view const view = view_of(g);
  ir::evaluation<ir::double_arithmetic> const all(view, extents, [&](ir::node const& n, ir::position const&) {
    return view.symbols[n.tag].name == "t" ? t : view.symbols[n.tag].name == "q" ? q : 4;
  });
  return all.output(0)[0];
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

struct spelling {
  std::string name;
  std::function<ref(builder&, ref t, ref q)> write;
  double t, q;  // where it tends to 0
};

spelling const spellings[]{
    {"t*log(q)", [](builder&, ref t, ref q) { return t * log(q); }, 0, 0},
    {"log(q)*-2*t", [](builder&, ref t, ref q) { return log(q) * -2.0 * t; }, 0, 0},
    {"t*log(q)/n", [](builder& b, ref t, ref q) { return t * log(q) / b.symbol("n"); }, 0, 0},
    {"t^2*log2(q)", [](builder&, ref t, ref q) { return square(t) * log2(q); }, 0, 0},
    {"t*log10(q)^2", [](builder&, ref t, ref q) { return t * square(log10(q)); }, 0, 0},
    {"(1-t)*log(q)", [](builder&, ref t, ref q) { return (1 - t) * log(q); }, 1, 0},
    {"(1-t)*log(1-q)", [](builder&, ref t, ref q) { return (1 - t) * log(1 - q); }, 1, 1},
    {"t*log1p(-q)", [](builder&, ref t, ref q) { return t * log1p(-q); }, 0, 1},
    {"t*log(1+q)", [](builder&, ref t, ref q) { return t * log(1 + q); }, 0, -1},
    {"cosh(q)*t*log(t)", [](builder&, ref t, ref q) { return cosh(q) * t * log(t); }, 0, 0},
    {"t*log(t/q)", [](builder&, ref t, ref q) { return t * log(t / q); }, 0, 0},
    {"t*log(t/q), q not 0", [](builder&, ref t, ref q) { return t * log(t / q); }, 0, 2},
    {"t*(log(t)-log(q))", [](builder&, ref t, ref q) { return t * (log(t) - log(q)); }, 0, 0},
    {"t*(1+log(q))", [](builder&, ref t, ref q) { return t * (1 + log(q)); }, 0, 0},
    {"t*log(q)*log(1+q)", [](builder&, ref t, ref q) { return t * log(q) * log(1 + q); }, 0, 0},
    {"-t*log(3*q)", [](builder&, ref t, ref q) { return -t * log(3 * q); }, 0, 0},
};

}  // namespace

TEST_CASE("products with the logarithm of 0") {
  for (spelling const& s : spellings)
    for (bool const indexed : {false, true}) {
      builder b;
      ref const t = indexed ? b.symbol("t", {b.axis("i")}) : b.symbol("t"), q = indexed ? b.symbol("q", {b.axis("i")}) : b.symbol("q");
      b.output(s.write(b, t, q));
      stages const run(b.graph);
      REQUIRE(run.lowered.error.view() == "");
      CHECK_MESSAGE(value(run.lowered, s.t, s.q) == 0, s.name);
      CHECK_MESSAGE(std::isnan(value(run.simplified, s.t, s.q)), s.name);
      // Elsewhere the product is what it was, infinite and NaN included.
      for (double x : {0.0, 0.5, 1.0, -1.0, infinity, not_a_number})
        for (double y : {0.0, 0.25, 1.0, -1.0, 2.0, infinity, not_a_number}) {
          double const was = value(run.simplified, x, y), is = value(run.lowered, x, y);
          bool const vanishes = is == 0 && std::isnan(was) && !std::isnan(x) && !std::isnan(y);
          CHECK_MESSAGE((same(is, was) || vanishes || std::abs(is - was) <= 4e-16 * std::abs(was)), s.name, " at ", x, ", ", y, ": ", is, " and ", was);
        }
    }
}

TEST_CASE("a sum over products of what varies along different axes stays a matrix product") {
  builder b;
  over const i = b.axis("i"), j = b.axis("j");
  b.output(sum(j, b.symbol("w", {j}) * log(b.symbol("x", {i, j}))));
  stages const run(b.graph);
  CHECK(formula(run.expanded) == formula(run.simplified));
}

TEST_CASE("a logarithm that cannot be infinite is not guarded") {
  builder b;
  over const i = b.axis("i");
  ref const t = b.symbol("t", {i}), q = b.symbol("q", {i});
  for (ref e : {t * log(1 + square(q)), (1 + square(t)) * log(q), t * log1p(abs(q))}) {
    b.graph.outputs.truncate(0);
    b.output(e);
    stages const run(b.graph);
    CHECK(formula(run.expanded).find("where") == std::string::npos);
  }
}
