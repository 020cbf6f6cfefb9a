// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The evaluator of graphs: leaves, axes, reductions, and stages that agree.
#include "support/exact.hpp"
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <cmath>

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

TEST_CASE("products, norms, moments and positions: expanded and lowered graphs are what they say") {
  builder b;
  over const i = b.axis("i");
  over const k = b.axis("k");
  over const both{i.axes | k.axes};
  ref const z = b.symbol("z", {i, k});
  ref const a = b.symbol("a", {i});
  b.output(prod(both, z));
  b.output(norm2(both, z));
  b.output(norm1(both, z) - norm_inf(both, z));
  b.output(standard_deviation(both, z) + variance(both, z));
  b.output(argmax(k, z) + 10 * argmin(k, z));
  b.output(count(both, gt(z, 0)));
  b.output(weighted_mean(both, a, z));
  b.output(masked_mean(both, gt(z, 0), log(z)));
  stages const run(b.graph);
  auto const leaf = [](ir::node const& n, ir::position const& where) { return n.tag == 1 ? where.along[0] + 1.0 : 0.25 * (where.along[0] + 1) - 0.75 * (where.along[1] - 1); };
  auto const exact = ir::evaluation<exact_arithmetic<long double>>(view_of(run.simplified), extents({2, 3}), leaf);
  auto const lowered = ir::evaluate(view_of(run.lowered), extents({2, 3}), leaf);
  // z is 1, 0.25, -0.5 and 1.25, 0.5, -0.25.
  double const mean = 2.25 / 6, squares = 1 + 0.0625 + 0.25 + 1.5625 + 0.25 + 0.0625;
  double const deviation = squares / 6 - mean * mean;
  double const expected[]{0.25 * 0.5 * 1.25 * 0.5 * 0.25, std::sqrt(squares), 3.75 - 1.25, std::sqrt(deviation) + deviation, 0 + 20, 4, (0.75 + 2 * 1.5) / 9,
                          (std::log(0.25) + std::log(1.25) + std::log(0.5)) / 4};
  for (int k_out = 0; k_out < 8; ++k_out) {
    CHECK(static_cast<double>(exact.output(k_out)[0]) == doctest::Approx(expected[k_out]).epsilon(1e-14));
    CHECK(lowered.output(k_out)[0] == doctest::Approx(expected[k_out]).epsilon(1e-14));
  }
}
