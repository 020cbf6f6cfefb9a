// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The evaluator of graphs: leaves, axes, reductions, and stages that agree.
#include "support/exact.hpp"
#include "support/formulas.hpp"

#include <doctest/doctest.h>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

vec<int> extents(std::initializer_list<int> list) {
  vec<int> all;
  for (int e : list) all.push_back(e);
  return all;
}

}  // namespace

TEST_CASE("elements lie row by row in the order of the output") {
  builder b;
  over const i = b.axis("i");
  over const j = b.axis("j");
  ref const x = b.symbol("x", {i, j});
  b.output(x + 0.5);
  auto const value = ir::evaluate(view_of(b.graph), extents({2, 3}), [](ir::node const&, ir::position const& where) { return 10.0 * where.along[0] + where.along[1]; });
  auto const elements = value.output(0);
  REQUIRE(elements.size() == 6);
  CHECK(elements[0] == 0.5);
  CHECK(elements[2] == 2.5);
  CHECK(elements[3] == 10.5);
}

TEST_CASE("extents, positions, reductions and re-indexed symbols") {
  builder b;
  over const i = b.axis("i");
  over const j = b.axis("j");
  over const k = b.axis("k");
  ref const x = b.symbol("x", {i, j});
  b.output(sum(j, x) / ir::extent(b.graph, 1) + ir::index(b.graph, 0));
  b.output(max(i, max(j, x)));
  b.output(sum(j, x * b.at(x, {k, j})));
  auto const value = ir::evaluate(view_of(b.graph), extents({2, 3, 2}), [&](ir::node const& n, ir::position const& where) {
    auto const position = [&](int d) { return where.along[b.graph[b.graph.edges[n.first + d].node].tag]; };
    return 10.0 * position(0) + position(1);
  });
  CHECK(value.output(0)[1] == 11 + 1);
  CHECK(value.output(1)[0] == 12);
  CHECK(value.output(2)[1] == 0 * 10 + 1 * 11 + 2 * 12);
}

TEST_CASE("canonical, expanded and lowered graphs have one meaning") {
  builder b;
  over const i = b.axis("i");
  over const k = b.axis("k");
  ref const z = b.symbol("z", {i, k});
  ref const w = b.symbol("w", {k});
  b.output(sum(i, logsumexp(k, z * w) + sum(k, z * w)) + sum(i, softplus(sum(k, z * w))));
  stages const run(b.graph);
  auto const leaf = [](ir::node const& n, ir::position const& where) { return 0.25 * (where.along[0] + 1) - 0.5 * where.along[1] + n.tag; };
  auto const exact = ir::evaluation<exact_arithmetic<long double>>(view_of(run.simplified), extents({3, 4}), leaf);
  auto const expanded = ir::evaluate(view_of(run.expanded), extents({3, 4}), leaf);
  auto const lowered = ir::evaluate(view_of(run.lowered), extents({3, 4}), leaf);
  double const expected = static_cast<double>(exact.output(0)[0]);
  CHECK(expanded.output(0)[0] == doctest::Approx(expected).epsilon(1e-15));
  CHECK(lowered.output(0)[0] == doctest::Approx(expected).epsilon(1e-15));
}
