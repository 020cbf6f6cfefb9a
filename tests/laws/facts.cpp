// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What every operation says of itself, at points: domain, range, monotonicity, curvature, symmetry and smoothness, and
// that nothing true was left unsaid.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/all_operations.hpp"
#include "support/formulas.hpp"

namespace gs = gradsmith;
using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

using point = std::vector<double>;

/// The facts can be read where programs are compiled, and an operation of one's own may leave them out.
static_assert(ir::info<op::exp>.facts->curved == curvature::convex && ir::info<op::exp>.facts->monotone[0] == monotonicity::increasing);
static_assert(ir::info<op::relu>.facts->smooth == smoothness::kink && ir::info<op::relu>.facts->smooth < smoothness::C1);
static_assert(ir::info<op::tanh>.facts->from(0).curved == curvature::concave && ir::info<op::tanh>.facts->from(-1).curved == curvature::none);
static_assert(ir::info<op::log>.facts->domain[0].lower == 0 && ir::info<op::log>.facts->domain[0].lower_open);
struct silent {
  static constexpr std::string_view name = "silent";
  static constexpr int arity = 1;
  static auto value(auto x) { return x; }
};
static_assert(ir::info<silent>.facts == nullptr);

/// How many numbers an operation is a function of here: its arguments, or three entries of the one that has axes.
int count_variables(ir::operation const& op) { return op.kind == ir::form::elementwise ? op.arity : 3; }

/// An operation of symbols as a function of a point, and its derivatives of one order by all arguments.
class function {
 public:
  function(ir::operation const& op, int order) {
    builder b;
    std::vector<ref> symbols;
    int const count = count_variables(op);
    for (int k = 0; k < count; ++k) symbols.push_back(b.symbol(names[k]));
    ref const y = op.kind == ir::form::elementwise ? ir::make_node(b.graph, op, 0, symbols.data()) : of_entries(b, op, symbols);
    outputs_ = 1;
    for (int n = 0; n < order; ++n) outputs_ *= count;
    for (int number = 0; number < outputs_; ++number) {
      ref e = y;
      for (int n = 0, rest = number; n < order; ++n, rest /= count) e = b.diff(e, symbols[static_cast<std::size_t>(rest % count)]);
      b.output(e);
    }
    stages_ = std::make_unique<stages>(b.graph);
    for (int k = 0; k < stages_->expanded.symbols.size(); ++k)
      numbers_.push_back(static_cast<std::size_t>(stages_->expanded.symbols[k].name[0] - 'a'));
  }
  bool exists() const { return !stages_->expanded.failed(); }

  /// Output number k for the arguments x.
  std::vector<double> operator()(point const& x) const {
    auto const values = ir::evaluate(ir::view_of(stages_->expanded), {}, [&](ir::node const& n, ir::position const&) {
      return x[numbers_[static_cast<std::size_t>(n.tag)]];
    });
    std::vector<double> all;
    for (int k = 0; k < outputs_; ++k) all.push_back(values.output(k)[0]);
    return all;
  }

 private:
  static constexpr std::string_view names[]{"a", "b", "c"};

  /// The operation along an axis with three entries; of what stays along it, the second. Weights are -1/2, 1/2 and 3/2, a
  /// mask hides the second entry, a label picks it.
  static ref of_entries(builder& b, ir::operation const& op, std::vector<ref> const& entries) {
    int const axis = b.graph.axis_number("k", 3);
    over const along{ir::axis_bit(axis)};
    ref const place = ir::index(b.graph, axis);
    std::vector<ref> arguments{where(gs::eq(place, 0), entries[0], where(gs::eq(place, 1), entries[1], entries[2]))};
    if (&op == &ir::info<op::pick>) arguments.push_back(b.number(1));
    else if (&op == &ir::info<op::weighted_mean>) arguments.insert(arguments.begin(), place - 0.5);
    else if (op.arity == 2) arguments.insert(arguments.begin(), gs::ne(place, 1));
    ref const y = ir::make_node(b.graph, op, along.axes, arguments.data());
    return op.kind == ir::form::along ? sum(along, where(gs::eq(place, 1), y, 0)) : y;
  }

  int outputs_ = 1;
  std::unique_ptr<stages> stages_;
  std::vector<std::size_t> numbers_;
};

bool in_gap(gaps g, double x) {
  switch (g) {
    case gaps::none: return false;
    case gaps::zero: return x == 0;
    case gaps::non_positive_integers: return x <= 0 && x == std::floor(x);
    case gaps::odd_quarter_turns: return false;  // no double is one
  }
  return false;
}
bool inside(domain_of_argument const& d, double x) {
  return (d.lower_open ? x > d.lower : x >= d.lower) && (d.upper_open ? x < d.upper : x <= d.upper) && !in_gap(d.without, x);
}
bool interior(domain_of_argument const& d, double x) { return x > d.lower && x < d.upper && !in_gap(d.without, x); }

/// Everything that is checked of one operation.
class law {
 public:
  explicit law(ir::operation const& op) : op_(op), facts_(*op.facts), variables_(count_variables(op)), value_(op, 0) {
    for (int k = 0; k < variables_; ++k) samples_.push_back(sample(domain(k)));
    check_domain();
    check_range();
    check_monotonicity();
    check_curvature();
    check_symmetry();
    check_smoothness();
  }

 private:
  bool has_axes() const { return op_.kind != ir::form::elementwise; }
  /// All entries have the facts of the first argument.
  domain_of_argument const& domain(int k) const { return facts_.domain[has_axes() ? 0 : k]; }

  double value(point const& x) const { return value_(x)[0]; }
  /// How far rounding may move a value.
  static double slack(double y) { return 16 * std::numeric_limits<double>::epsilon() * (1 + std::abs(y)); }
  double random(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
  double any(std::vector<double> const& list) { return list[random_() % list.size()]; }
  point any_point() {
    point x;
    for (auto const& s : samples_) x.push_back(any(s));
    return x;
  }

  /// Quarters, ends and their neighbours, and numbers in between, in ascending order.
  std::vector<double> sample(domain_of_argument const& d) {
    std::vector<double> all;
    for (int k = -24; k <= 24; ++k) all.push_back(k / 4.0);
    for (double each : {10.0, 20.0, 40.0}) all.push_back(each), all.push_back(-each);
    for (double end : {d.lower, d.upper})
      if (std::isfinite(end))
        for (double each : {end, end - 1e-9, end + 1e-9, end - 1e-3, end + 1e-3}) all.push_back(each);
    for (int k = 0; k < 150; ++k) all.push_back(random(-8, 8)), all.push_back(random(-1, 1));
    std::erase_if(all, [&](double x) { return !inside(d, x); });
    std::sort(all.begin(), all.end());
    return all;
  }

  void check_domain() {
    double const generic[]{0.7, 1.3, 2.1};
    for (int k = 0; k < variables_; ++k) {
      domain_of_argument const& d = domain(k);
      CAPTURE(k);
      auto const at = [&](double x) {
        point p(generic, generic + variables_);
        p[static_cast<std::size_t>(k)] = x;
        return value(p);
      };
      for (double x : samples_[static_cast<std::size_t>(k)])
        if (std::abs(x) <= 8 ? !std::isfinite(at(x)) : std::isnan(at(x))) FAIL_CHECK("the value at " << x << " is " << at(x));
      for (double x : {0x1p-1074, 0x1p-600, 0x1p600, 1.7e308})
        for (double s : {1.0, -1.0})
          if (interior(d, s * x) && std::isnan(at(s * x))) FAIL_CHECK("NaN at " << s * x);
      double const infinity = std::numeric_limits<double>::infinity();
      for (double end : {d.lower, d.upper}) {
        if (std::isinf(end)) continue;
        bool const open = end == d.lower ? d.lower_open : d.upper_open;
        if (!d.nan_outside) continue;
        CHECK(std::isfinite(at(end)) == !open);
        double const away = end == d.lower ? -infinity : infinity;
        for (double x : {std::nextafter(end, away), end == d.lower ? end - 1 : end + 1, away})
          if (std::isinf(x) && variables_ > 1) continue;  // as in C: pow(-inf, 1.3) is infinite
          else if (!std::isnan(at(x))) FAIL_CHECK(at(x) << " at " << x << ", outside");
      }
      for (double x : {0.0, -1.0, -7.0})
        if (in_gap(d.without, x)) CHECK(!std::isfinite(at(x)));
    }
  }

  void check_range() {
    if (op_.range == nullptr) return;
    for (int n = 0; n < 300; ++n) {
      interval box[3];
      for (int k = 0; k < variables_; ++k) {
        double const a = any(samples_[static_cast<std::size_t>(k)]), b = any(samples_[static_cast<std::size_t>(k)]);
        box[k] = {std::min(a, b), std::max(a, b)};
      }
      if (has_axes())
        for (interval const& each : box) box[0] = {std::min(box[0].lower, each.lower), std::max(box[0].upper, each.upper)};
      interval const bounds = op_.range(box);
      for (int m = 0; m < 10; ++m) {
        point x;
        for (int k = 0; k < variables_; ++k) x.push_back(m == 0 ? box[k].lower : m == 1 ? box[k].upper : random(box[k].lower, box[k].upper));
        double const y = value(x);
        if (y < bounds.lower || y > bounds.upper) FAIL_CHECK(y << " at " << x[0] << " is not in [" << bounds.lower << ", " << bounds.upper << "]");
      }
    }
  }

  void check_monotonicity() {
    bool rises = false, falls = false, falls_above_zero = false, rises_above_zero = false;
    for (int k = 0; k < variables_; ++k) {
      if (!has_axes()) rises = falls = false;
      for (int n = 0; n < (variables_ == 1 ? 1 : 40); ++n) {
        point x = any_point();
        if (n % 4 == 0)  // conditions turn at 0
          for (std::size_t m = 0; m < x.size(); ++m)
            if (double const whole = std::round(random(-1.4, 1.4)); inside(domain(static_cast<int>(m)), whole)) x[m] = whole;
        double last = std::numeric_limits<double>::quiet_NaN(), before = 0;
        for (double each : samples_[static_cast<std::size_t>(k)]) {
          x[static_cast<std::size_t>(k)] = each;
          double const y = value(x);
          bool const up = y > last + slack(last), down = y < last - slack(last);
          rises |= up, falls |= down;
          if (before >= 0) rises_above_zero |= up, falls_above_zero |= down;
          last = y, before = each;
        }
      }
      if (has_axes() && k + 1 < variables_) continue;
      monotonicity const found = rises && falls ? monotonicity::none : falls ? monotonicity::decreasing : monotonicity::increasing;
      CAPTURE(k);
      CAPTURE(rises);
      CHECK(facts_.monotone[has_axes() ? 0 : k] == found);
      if (variables_ > 1) continue;
      if (facts_.from(0).monotone == monotonicity::increasing) CHECK(!falls_above_zero);
      if (facts_.from(0).monotone == monotonicity::decreasing) CHECK(!rises_above_zero);
    }
  }

  void check_curvature() {
    bool above = false, below = false, above_for_positive = false, below_for_positive = false;
    for (int n = 0; n < 20'000; ++n) {
      point a = any_point(), b = any_point(), middle(a.size());
      bool in_domain = true;
      for (std::size_t k = 0; k < a.size(); ++k) {
        if (n % 4 == 0) b[k] = std::round(2 * b[k]) / 2, a[k] = std::round(2 * a[k]) / 2;
        if (n % 3 == 0) b[k] = a[k] + (b[k] - a[k]) / 16;
        middle[k] = a[k] / 2 + b[k] / 2;
        for (double x : {a[k], b[k], middle[k]}) in_domain = in_domain && inside(domain(static_cast<int>(k)), x);
      }
      if (!in_domain) continue;
      double const ya = value(a), yb = value(b), y = value(middle), chord = ya / 2 + yb / 2;
      // The middle is rounded too, which a steep function shows.
      double const error = slack(std::abs(ya) + std::abs(yb)) + std::abs(yb - ya) * 1e-12;
      bool const over = y > chord + error, under = y < chord - error;
      above |= over, below |= under;
      if (a[0] >= 0 && b[0] >= 0) above_for_positive |= over, below_for_positive |= under;
    }
    curvature const found = above ? (below ? curvature::none : curvature::concave) : below ? curvature::convex : curvature::linear;
    CAPTURE(above);
    CAPTURE(below);
    CHECK(facts_.curved == found);
    if (variables_ > 1) return;
    curvature const positive = facts_.from(0).curved;
    if (positive == curvature::convex || positive == curvature::linear) CHECK(!above_for_positive);
    if (positive == curvature::concave || positive == curvature::linear) CHECK(!below_for_positive);
  }

  void check_symmetry() {
    bool even = true, odd = true;
    for (int n = 0; n < 400; ++n) {
      point const x = any_point();
      point minus = x;
      bool mirrored = true;
      for (std::size_t k = 0; k < x.size(); ++k) minus[k] = -x[k], mirrored = mirrored && inside(domain(static_cast<int>(k)), -x[k]);
      if (!mirrored) {
        even = odd = false;
        continue;
      }
      double const y = value(x), z = value(minus);
      if (std::abs(y - z) > slack(y)) even = false;
      if (std::abs(y + z) > slack(y)) odd = false;
    }
    if (has_axes() && facts_.mirrored == symmetry::none) return;  // a product is even or odd, as the number of entries is
    CHECK(facts_.mirrored == (even ? symmetry::even : odd ? symmetry::odd : symmetry::none));
  }

  /// The derivative of order n along a line, from both sides of quarters: the class is the order of the first that
  /// jumps. An infinite slope is a kink.
  void check_smoothness() {
    smoothness found = smoothness::smooth;
    for (int order = 2; order >= 0; --order) {
      function const f(op_, order);
      if (!f.exists()) continue;
      if (jumps(f, order)) found = order == 0 ? smoothness::jump : order == 1 ? smoothness::kink : smoothness::C1;
    }
    CHECK(static_cast<int>(facts_.smooth) == static_cast<int>(found));
  }
  bool jumps(function const& f, int order) {
    double const h = order == 0 ? 1e-12 : 1e-8;
    bool found = false;
    for (int n = 0; n < (variables_ == 1 ? 49 : 600) && !found; ++n) {
      point left, right, at, direction;
      bool in_domain = true;
      for (int k = 0; k < variables_; ++k) {
        double const place = variables_ == 1 ? (n - 24) / 4.0 : std::round(random(-2.4, 2.4));
        double const step = variables_ == 1 ? 1.0 : std::round(random(-1.4, 1.4));
        direction.push_back(step), at.push_back(place);
        left.push_back(place - h * step), right.push_back(place + h * step);
        for (double x : {place, left.back(), right.back()}) in_domain = in_domain && interior(domain(k), x);
      }
      if (!in_domain) continue;
      double const a = along(f(left), direction, order), b = along(f(right), direction, order);
      double const size = 1 + std::min(std::abs(a), std::abs(b));
      if (order == 0) found = !(std::abs(value(at) - a) < 1e-3 * size);
      if (found) break;
      found = !(std::abs(b - a) < 1e-3 * size) || (order == 1 && size > 1e4 && std::abs(value(left)) < 10);
    }
    return found;
  }
  double along(std::vector<double> const& derivatives, point const& direction, int order) const {
    double total = 0;
    for (std::size_t number = 0; number < derivatives.size(); ++number) {
      double term = derivatives[number];
      std::size_t rest = number;
      for (int n = 0; n < order; ++n, rest /= direction.size()) term *= direction[rest % direction.size()];
      total += term;
    }
    return total;
  }

  ir::operation const& op_;
  operation_facts const& facts_;
  int variables_;
  function value_;
  std::mt19937_64 random_{17};
  std::vector<std::vector<double>> samples_;
};

void check(ir::operation const* op) {
  CAPTURE(op->name);
  if (op->facts == nullptr) {
    FAIL_CHECK("says no facts");
    return;
  }
  CHECK(!op->facts->formula.empty());
  law{*op};
}

}  // namespace

TEST_CASE("facts: operations that formulas call, element by element") {
  for (operation_family const& family : public_elementwise())
    for (ir::operation const* op : family.operations) check(op);
}
TEST_CASE("facts: operations that derivatives make") {
  for (ir::operation const* op : internal_elementwise()) check(op);
}
TEST_CASE("facts: reductions and operations along an axis, of three entries") {
  for (operation_family const& family : public_with_axes())
    for (ir::operation const* op : family.operations) check(op);
}
TEST_CASE("facts: operations with an order, and those that lowering makes, say what they are") {
  for (ir::operation const* op : public_with_an_order()) CHECK((op->facts != nullptr && !op->facts->formula.empty()));
  for (ir::operation const* op : internal_others()) CHECK((op->facts != nullptr && !op->facts->formula.empty()));
}
