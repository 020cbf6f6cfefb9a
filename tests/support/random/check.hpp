// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A random formula through all passes and the scheduled programs of its value, gradient and Hessian-vector product,
// against the formula itself.
#pragma once

#include <gradsmith/pass/differentiate.hpp>
#include <gradsmith/pass/expand.hpp>
#include <gradsmith/pass/lower.hpp>
#include <gradsmith/pass/outputs.hpp>
#include <gradsmith/pass/schedule.hpp>
#include <gradsmith/pass/simplify.hpp>
#include <gradsmith/pass/stream.hpp>
#include <gradsmith/pass/unroll.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "support/random/build.hpp"
#include "support/random/scheduled.hpp"

namespace gradsmith::tests {

/// A graph after each pass, and its program.
struct passes {
  ir::graph stable, differentiated, simplified, expanded, unrolled, lowered;
  int stream;
  bool has_short_axes = false;
  pass::program program;

  explicit passes(ir::graph const& parsed) : stream(pass::streamed_axis(ir::view_of(parsed))) {
    stable = pass::simplify(ir::view_of(parsed));
    differentiated = pass::differentiate(ir::view_of(stable));
    simplified = pass::simplify(ir::view_of(differentiated));
    expanded = pass::expand(ir::view_of(simplified));
    ir::axis_set const short_axes = pass::axes_to_unroll(ir::view_of(expanded), stream);
    has_short_axes = short_axes != 0;
    unrolled = has_short_axes ? pass::unroll(ir::view_of(expanded), short_axes) : expanded;
    lowered = pass::lower(ir::view_of(unrolled), stream);
    program = pass::schedule(ir::view_of(lowered), stream);
  }
  [[nodiscard]] std::string error() const { return std::string(program.graph.error.view()); }
};

/// What the programs of a formula give beside what they should.
struct comparison {
  std::string failure;       // empty if they agree
  std::string limit;         // what the library says it cannot do, if it says so
  int compared = 0;
  bool has_short_axes = false;  // that were written out in one of the programs
  int undefined = 0;         // numbers that are none, and that the library gives otherwise: 0 * log(-1) is 0 over the reals
  double worst = 0;          // the largest error in units of the bound
  double growth[5]{};        // the most live nodes after each pass, by those before
};

class formula_check {
 public:
  /// Operations of the library err by up to 16 units in the last place, and an operation of the formula may become a few:
  /// the worst of 100,000 formulas is below 16.
  static constexpr long double most_units = 32;

  formula_check(formula const& f, int block) : f_(f), graph_(graph_of(f)), block_(block) {}

  comparison operator()() {
    if (graph_.failed()) {
      out_.failure = "parsing: " + std::string(graph_.error.view());
      return out_;
    }
    dual const& truth = f_.of(f_.root).values[0];
    ir::graph_view const loss = ir::view_of(graph_);
    run("the value alone", pass::loss_with(loss, true, false), &truth.value, nullptr);
    run("the gradient alone", pass::loss_with(loss, false, true), nullptr, &truth.along_u);
    run("value and gradient", pass::loss_with(loss, true, true), &truth.value, &truth.along_u);
    run("the Hessian product", pass::hessian_product(loss), nullptr, &truth.along_both);
    return out_;
  }

 private:
  // `value`: of the first output, if there is one; `slope`: of the other outputs times u.
  void run(std::string const& what, ir::graph const& parsed, bounded const* value, bounded const* slope) {
    if (!out_.failure.empty() || !out_.limit.empty()) return;
    passes const made(parsed);
    if (std::string const error = made.error(); !error.empty()) {
      bool const too_large = error.find("more than six axes") != std::string::npos || error.find("more than eight axes") != std::string::npos || error.find("at most 64 axes") != std::string::npos;
      (too_large ? out_.limit : out_.failure) = what + ": " + error;
      return;
    }
    out_.has_short_axes = out_.has_short_axes || made.has_short_axes;
    measure_growth(parsed, made);
    std::vector<int> extents;
    for (auto const& a : f_.axes) extents.push_back(a.extent);
    for (int k = static_cast<int>(extents.size()); k < made.program.graph.axes.size(); ++k) extents.push_back(0);
    try {
      scheduled const run(made.program, extents, block_, [&](int symbol, int const* position) { return leaf(symbol, position); });
      std::size_t const first = value != nullptr ? 1 : 0;
      if (value != nullptr) compare(what, run.outputs[0][0], *value);
      if (slope == nullptr) return;
      long double total = 0;
      for (std::size_t k = first; k < run.outputs.size(); ++k) total += along_u(parsed.outputs[static_cast<int>(k)].symbol, run.outputs[k]);
      compare(what, total, *slope);
    } catch (wrong_schedule const& wrong) {
      out_.failure = what + ": " + wrong.what();
    }
  }

  [[nodiscard]] formula::symbol const& symbol_of(int number) const {
    for (auto const& s : f_.symbols)
      if (s.name == name_of(number)) return s;
    throw wrong_schedule("the schedule knows a symbol that the formula has not");
  }
  [[nodiscard]] std::string_view name_of(int number) const {
    if (number < graph_.symbols.size()) return graph_.symbols[number].name;
    // Directions stand behind all symbols, in the order of the gradient's parts.
    ir::graph const gradient = pass::loss_with(ir::view_of(graph_), false, true);
    return graph_.symbols[gradient.outputs[number - graph_.symbols.size()].symbol].name;
  }
  [[nodiscard]] double leaf(int number, int const* position) {
    while (known_.size() <= static_cast<std::size_t>(number)) known_.push_back(&symbol_of(static_cast<int>(known_.size())));
    formula::symbol const& s = *known_[static_cast<std::size_t>(number)];
    int sum = 0;
    for (std::size_t d = 0; d < s.axes.size(); ++d) sum = sum * f_.axes[formula::index(s.axes[d])].extent + position[d];
    return (number < graph_.symbols.size() ? s.data : s.v)[formula::index(sum)];
  }
  [[nodiscard]] long double along_u(int number, std::vector<double> const& gradient) const {
    formula::symbol const& s = symbol_of(number);
    long double total = 0;
    for (std::size_t k = 0; k < gradient.size(); ++k) total += static_cast<long double>(gradient[k]) * s.u[k];
    return total;
  }

  void compare(std::string const& what, long double got, bounded const& truth) {
    ++out_.compared;
    if (std::isnan(f_.of(f_.root).values[0].value.value) || !std::isfinite(truth.value) || !std::isfinite(truth.error)) {
      if (!std::isnan(got)) ++out_.undefined;
      return;
    }
    long double const unit = 0x1p-53L * truth.error + 1e-300L;
    long double const units = std::abs(got - truth.value) / unit;
    if (units <= most_units) out_.worst = std::max(out_.worst, static_cast<double>(units));
    else
      out_.failure = what + " is " + digits(got) + ", not " + digits(truth.value) + ": " + digits(units) + " times the bound of its error";
  }

  static std::string digits(long double x) {
    char text[40];
    std::snprintf(text, sizeof text, "%.10Lg", x);
    return text;
  }
  static double live(ir::graph const& g) {
    vec<bool> const list = pass::live_nodes(ir::view_of(g));
    double count = 0;
    for (bool each : list) count += each ? 1 : 0;
    return count;
  }
  void measure_growth(ir::graph const& parsed, passes const& made) {
    ir::graph const* const all[]{&parsed, &made.stable, &made.differentiated, &made.simplified, &made.expanded, &made.lowered};
    double before = live(parsed);
    for (int k = 0; k < 5; ++k) {
      double const after = live(*all[k + 1]);
      // What is written out grows by its extents.
      if (all[k + 1] == &made.lowered) before = live(made.unrolled);
      // In a small graph, a single softmax is many times what was there.
      out_.growth[k] = std::max(out_.growth[k], after / (before + 20));
      before = after;
    }
  }

  formula const& f_;
  ir::graph graph_;
  int block_;
  std::vector<formula::symbol const*> known_;
  comparison out_;
};

}  // namespace gradsmith::tests
