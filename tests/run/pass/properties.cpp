// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What is proved of random formulas holds of their numbers: chords, slopes, bounds and domains.
#include <gradsmith/pass/why_not.hpp>

#include "support/all_operations.hpp"
#include "support/formulas.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Formulas of all operations, of which those that bend are chosen more often.
class random_pool {
 public:
  explicit random_pool(unsigned seed) : random_(seed) {
    for (operation_family const& family : public_elementwise())
      for (ir::operation const* op : family.operations)
        if (op->facts != nullptr) (op->facts->curved != curvature::none || op->facts->positive.curved != curvature::none ? bent_ : others_).push_back(op);
    k_ = b_.axis("k");
    all_ = {b_.symbol("a"), b_.symbol("b"), b_.symbol("w", {k_}), b_.symbol("w", {k_}), b_.symbol("x", {k_}, ir::role::input), b_.symbol("y", {}, ir::role::input), b_.number(1), b_.number(0.5)};
    for (int step = 0; step < 24; ++step) all_.push_back(next());
    for (ref each : all_) b_.output(each);
  }
  ir::graph const& graph() const { return b_.graph; }

 private:
  std::size_t pick(std::size_t n) { return random_() % n; }
  ref any() { return all_[pick(3) == 0 ? all_.size() - 1 - pick(std::min<std::size_t>(4, all_.size())) : pick(all_.size())]; }
  ref next() {
    switch (pick(13)) {
      case 10: return pieces(any());
      case 0: return any() + any();
      case 1: return 2 * any() - 0.5 * any();
      case 2: return 1 - any();
      case 3: return any() * any();
      case 4: return ir::power(any(), static_cast<int>(pick(7)) - 3);
      case 5: return pow(any(), std::vector<double>{-1.5, 0.5, 1.25, 2.5}[pick(4)]);
      case 6: return reduction(any());
      case 7: return any() / (1 + square(any()));
      case 8: return log(1 + exp(any())) + sum(k_, exp(any()));
      case 9: return call(*others_[pick(others_.size())]);
      default: return call(*bent_[pick(bent_.size())]);
    }
  }
  ref call(ir::operation const& op) {
    ref arguments[4];
    for (int k = 0; k < op.arity; ++k) arguments[k] = any();
    return ir::make_node(b_.graph, op, 0, arguments);
  }
  /// Two pieces that meet at 1, some of them without a jump, and some without a kink.
  ref pieces(ref x) {
    double const slope = std::vector<double>{-1, 0, 1, 2, 3}[pick(5)], value = pick(4) == 0 ? 0.5 : 1;
    ref const behind = slope * (pick(2) == 0 ? x : abs(x)) + (value - slope);
    ref const before = pick(3) == 0 ? x : pick(2) == 0 ? square(x) : ir::power(x, 3);
    switch (pick(4)) {
      case 0: return where(le(abs(x), 1), before, behind);
      case 1: return where(gt(1, abs(x)), before, behind);
      case 2: return where(lt(x, 1), before, behind);
      default: return where(ge(x, 1), behind, before);
    }
  }
  ref reduction(ref x) {
    switch (pick(10)) {
      case 0: return mean(k_, x);
      case 1: return max(k_, x);
      case 2: return min(k_, x);
      case 3: return logsumexp(k_, x);
      case 4: return norm1(k_, x);
      case 5: return norm2(k_, x);
      case 6: return norm_inf(k_, x);
      case 7: return variance(k_, x);
      case 8: return prod(k_, x);
      default: return log_softmax(k_, x);
    }
  }

  builder b_;
  over k_;
  std::mt19937 random_;
  std::vector<ir::operation const*> bent_, others_;
  std::vector<ref> all_;
};

/// Numbers for the symbols: those of the parameters on the line from p to q.
struct point {
  unsigned seed;
  double along = 0;   // 0 at p, 1 at q
  double raised = 0;  // added to the entries of the parameters
  bool whole = false; // p is 0 or a small whole number

  double random(std::string_view name, int entry, unsigned which) const {
    std::mt19937 made(static_cast<unsigned>(ir::hash_text(name)) + 31U * seed + 7U * static_cast<unsigned>(entry) + 1000003U * which);
    return std::uniform_real_distribution<double>(-2, 2)(made);
  }
  double operator()(ir::graph_view const& g, ir::node const& n, ir::position const& where) const {
    ir::symbol const& s = g.symbols[n.tag];
    int const entry = n.count > 0 ? where.along[g.nodes[g.edges[n.first].node].tag] : 0;
    double const p = random(s.name, entry, 0);
    if (s.kind == ir::role::input) return p;
    return (whole ? std::round(p) : p) + along * random(s.name, entry, 1) + raised * std::abs(random(s.name, entry, 2));
  }
};

struct numbers {
  std::vector<std::vector<double>> outputs;
};
/// The outputs that each output is made of.
std::vector<std::vector<int>> parts_of(ir::graph const& g) {
  std::vector<std::vector<int>> parts;
  for (int k = 0; k < g.outputs.size(); ++k) {
    std::vector<bool> reached(static_cast<std::size_t>(g.nodes.size()));
    reached[static_cast<std::size_t>(g.outputs[k].node)] = true;
    for (int id = g.outputs[k].node; id >= 0; --id)
      if (reached[static_cast<std::size_t>(id)])
        for (int m = 0; m < g[id].count; ++m) reached[static_cast<std::size_t>(g.argument(id, m).node)] = true;
    parts.emplace_back();
    for (int m = 0; m < g.outputs.size(); ++m)
      if (reached[static_cast<std::size_t>(g.outputs[m].node)]) parts.back().push_back(m);
  }
  return parts;
}
bool all_below(double most, numbers const& of, std::vector<int> const& parts) {
  for (int part : parts)
    for (double each : of.outputs[static_cast<std::size_t>(part)])
      if (!(std::abs(each) < most)) return false;
  return true;
}
numbers values_at(ir::graph const& g, point const& p) {
  ir::graph_view const view = view_of(g);
  vec<int> extents;
  for (int a = 0; a < ir::max_axes; ++a) extents.push_back(3);
  auto const all = ir::evaluate(view, extents, [&](ir::node const& n, ir::position const& where) { return p(view, n, where); });
  numbers made;
  for (int k = 0; k < view.output_count; ++k) {
    made.outputs.emplace_back();
    for (int n = 0; n < all.output(k).size(); ++n) made.outputs.back().push_back(all.output(k)[n]);
  }
  return made;
}

struct tally {
  int convex = 0, monotone = 0, smooth = 0;
};

void check(unsigned seed, tally& seen) {
  random_pool const pool(seed);
  stages const run(pool.graph());
  if (run.expanded.failed()) return;
  std::vector<std::vector<int>> const parts = parts_of(run.parsed);
  for (ir::graph const* g : {&run.parsed, &run.simplified}) {
    ir::graph_view const view = view_of(*g);
    pass::variation const v = pass::of_all_parameters(view);
    pass::detail::prover const proved(view, v);
    for (unsigned place = 0; place < 6; ++place) {
      unsigned const at = 100 * seed + place;
      numbers const p = values_at(run.expanded, {at}), m = values_at(run.expanded, {at, 0.375}), q = values_at(run.expanded, {at, 1}), up = values_at(run.expanded, {at, 0, 1});
      numbers const o = values_at(run.expanded, {at, 0, 0, true}), near = values_at(run.expanded, {at, 1e-5, 0, true}), near_back = values_at(run.expanded, {at, -1e-5, 0, true});
      numbers const far = values_at(run.expanded, {at, 1e-3, 0, true}), far_back = values_at(run.expanded, {at, -1e-3, 0, true});
      for (int k = 0; k < view.output_count; ++k) {
        properties const& known = proved[view.outputs[k].node];
        std::string const text = formula(*g, k);
        CAPTURE(text);
        CAPTURE(at);
        auto const below = [&](double most, auto const&... places) { return (all_below(most, places, parts[static_cast<std::size_t>(k)]) && ...); };
        // Sines of large numbers turn too fast for the steps.
        bool const along = below(1e4, p, q), raised = below(1e4, p, up), around = below(20, o, near, near_back, far, far_back);
        for (std::size_t n = 0; n < p.outputs[static_cast<std::size_t>(k)].size(); ++n) {
          auto const entry = [&](numbers const& of) { return of.outputs[static_cast<std::size_t>(k)][n]; };
          double const fp = entry(p), fm = entry(m), fq = entry(q), fu = entry(up);
          double const tolerance = 1e-6 * (1 + std::abs(fp));
          if (below(1e4, p)) {
            CHECK(fp >= known.range.lower - tolerance);
            CHECK(fp <= known.range.upper + tolerance);
          }
          if (known.constant && along) CHECK(fq == fp);
          if (known.constant) continue;
          if (along) {
            double const chord = 0.625 * fp + 0.375 * fq, least = tolerance + 1e-6 * std::abs(fq);
            if (known.convex) CHECK(fm <= chord + least);
            if (known.concave) CHECK(fm >= chord - least);
            if (known.convex != known.concave) ++seen.convex;
          }
          if (raised) {
            double const least = tolerance + 1e-6 * std::abs(fu);
            if (known.increasing) CHECK(fu >= fp - least);
            if (known.decreasing) CHECK(fu <= fp + least);
            if (known.increasing || known.decreasing) ++seen.monotone;
          }
          if (around && known.smooth >= smoothness::C1) {
            // The slopes on both sides come together.
            double const f0 = entry(o), f1 = entry(near), f_1 = entry(near_back), f2 = entry(far), f_2 = entry(far_back);
            double const close = std::abs((f1 - f0) - (f0 - f_1)) / 1e-5, wide = std::abs((f2 - f0) - (f0 - f_2)) / 1e-3;
            CHECK_MESSAGE((close <= 0.3 * wide || close < 1e-3 * (1 + std::abs(f1 - f_1) / 1e-5)), text, ": ", close, " and ", wide);
            ++seen.smooth;
          }
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("what is proved of random formulas holds of their numbers") {
  tally seen;
  for (unsigned seed = 1; seed <= 600; ++seed) check(seed, seen);
  MESSAGE("chords: ", seen.convex, ", slopes: ", seen.monotone, ", kinks looked for: ", seen.smooth);
  CHECK(seen.convex > 10000);
  CHECK(seen.monotone > 10000);
  CHECK(seen.smooth > 10000);
}

TEST_CASE("a formula without conditions has a value everywhere") {
  int defined = 0;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    random_pool const pool(5000 + seed);
    stages const run(pool.graph());
    if (run.expanded.failed()) continue;
    std::vector<std::vector<int>> const parts = parts_of(run.parsed);
    ir::graph one = run.simplified;
    for (int k = 0; k < run.simplified.outputs.size(); ++k) {
      one.outputs.truncate(0);
      one.outputs.push_back(run.simplified.outputs[k]);
      ir::graph_view const view = view_of(one);
      if (!pass::conditions_of(view, pass::of_all_parameters(view)).empty()) continue;
      std::string const text = formula(one);
      CAPTURE(text);
      for (unsigned place = 0; place < 4; ++place) {
        numbers const found = values_at(run.expanded, {seed + 1000 * place});
        if (!all_below(1e4, found, parts[static_cast<std::size_t>(k)])) continue;  // they overflow where bounds do not
        for (double each : found.outputs[static_cast<std::size_t>(k)]) CHECK(!std::isnan(each));
      }
      ++defined;
    }
  }
  CHECK(defined > 1000);
}
