// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The runner of scheduled programs: what a schedule leaves out, does too early or twice is noticed.
#include "support/formulas.hpp"
#include "support/random/scheduled.hpp"

#include <gradsmith/pass/schedule.hpp>

#include <doctest/doctest.h>

#include <utility>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// The gradient of a loss with a contraction, a softmax and a second pass over the rows.
pass::program program_of_a_loss() {
  builder b;
  over const i = b.axis("i"), j = b.axis("j"), k = b.axis("k");
  ref const w = b.symbol("w", {j, k}), x = b.symbol("x", {i, j}, ir::role::input), y = b.symbol("y", {i}, ir::role::input);
  ref const z = sum(j, w * x) * y;
  ref const loss = mean(i, sum(k, log_softmax(k, z - mean(i, z))));
  b.output(loss);
  b.output(b.diff(loss, w));
  stages const made(b.graph);
  return pass::schedule(view_of(pass::lower(view_of(made.expanded), 0)), 0);
}
double total(pass::program const& p) {
  scheduled const run(p, std::vector<int>(64, 3), 2, [](int symbol, int const* position) { return 0.5 * symbol + position[0] - 0.25 * position[1]; });
  double sum = 0;
  for (auto const& each : run.outputs)
    for (double v : each) sum += v;
  return sum;
}

}  // namespace

TEST_CASE("a schedule that is whole runs, also after it has run") {
  pass::program const p = program_of_a_loss();
  CHECK(p.slots > 3);
  CHECK(total(p) == total(p));
}

TEST_CASE("a step that is left out, done twice or too early is noticed") {
  pass::program const whole = program_of_a_loss();
  for (int s = 0; s < whole.steps.size(); ++s) {
    CAPTURE(s);
    pass::program p = whole;
    p.steps[s].count = 0;
    p.steps[s].is_contraction = p.steps[s].is_scan = false;
    CHECK_THROWS_AS(total(p), wrong_schedule);
    p = whole;
    p.steps.push_back(whole.steps[s]);
    CHECK_THROWS_AS(total(p), wrong_schedule);
    // Before a step that it needs, if there is one in its slot.
    bool const needs_none = s == 0 || whole.steps[s - 1].slot != whole.steps[s].slot || whole.steps[s - 1].depth == whole.steps[s].depth;
    if (needs_none) continue;
    p = whole;
    std::swap(p.steps[s - 1], p.steps[s]);
    bool noticed = false;
    try {
      noticed = total(p) == total(whole);  // they need not be about the same values
    } catch (wrong_schedule const&) {
      noticed = true;
    }
    CHECK(noticed);
  }
}
