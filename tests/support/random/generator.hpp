// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Random formulas over all operations and axes, each node used any number of times. What a node's data make of it
// decides whether it is kept: values stay of moderate size and away from jumps and kinks.
#pragma once

#include <cstdint>
#include <random>

#include "support/random/formula.hpp"

namespace gradsmith::tests {

class formula_generator {
 public:
  explicit formula_generator(std::uint64_t seed) : random_(static_cast<std::uint32_t>(seed * 0x9E3779B9u + (seed >> 32))) {}

  /// A formula of about `steps` operations whose root is a number.
  formula operator()(int steps) {
    f_ = {};
    declare();
    may_be_undefined_ = chance(3);
    for (int s = 0; s < steps; ++s) step();
    finish();
    return std::move(f_);
  }
  /// No formula yet, only the axes and symbols of one.
  formula symbols(int rows, int columns, int classes, int longer) {
    f_ = {};
    declare(rows, columns, classes, longer);
    return std::move(f_);
  }

  // The axes: o runs over the positions of i, l over those of j, r over all but one of those of h.
  enum axis_number : int { i, o, j, l, k, h, r };

 private:
  using part = formula::part;

  // ---- random numbers, the same on every machine

  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_()) % n; }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
  /// From [-2, 2], not near 0.
  double sample() {
    double const x = 0.2 + 1.8 * (static_cast<double>(random_() % 1000003) / 1000003);
    return chance(50) ? x : -x;
  }
  int one_of(std::vector<int> const& list) { return list[below(static_cast<std::uint32_t>(list.size()))]; }

  // ---- symbols

  void declare() {
    auto const small = [&] { return static_cast<int>(1 + below(5)); };
    int const rows = chance(70) ? 13 : static_cast<int>(1 + below(17));
    int const columns = small(), longer = 1 + small();
    declare(rows, columns, small(), longer);
  }
  void declare(int rows, int columns, int classes, int longer) {
    f_.axes = {{"i", rows, false}, {"o", rows, false}, {"j", columns, false}, {"l", columns, false}, {"k", classes, true}, {"h", longer, false}, {"r", longer - 1, false}};
    for (auto const& [name, parameter, axes] : std::initializer_list<std::tuple<char const*, bool, std::vector<int>>>{
             {"a", true, {}}, {"b", true, {j}}, {"c", true, {k}}, {"w", true, {j, k}}, {"s", true, {h}}, {"v", true, {j, k, h}}, {"d", true, {i}},
             {"x", false, {i, j}}, {"y", false, {i}}, {"z", false, {i, k}}, {"q", false, {j, l}}, {"e", false, {}}, {"g", false, {k, h}}, {"t", false, {i, k, h}}}) {
      formula::symbol made{name, parameter, axes, {}};
      int count = 1;
      for (int a : axes) count *= f_.axes[formula::index(a)].extent;
      for (int n = 0; n < count; ++n) {
        made.data.push_back(sample());
        if (parameter) made.u.push_back(sample()), made.v.push_back(sample());
      }
      f_.symbols.push_back(std::move(made));
    }
    declare_index("m", {i}, k);
    declare_index("n", {i}, h);
    declare_index("p", {k}, j);
  }
  void declare_index(char const* name, std::vector<int> axes, int of) {
    formula::symbol made{name, false, axes, {}};
    made.is_index = true;
    for (int n = 0; n < f_.axes[formula::index(axes[0])].extent; ++n) made.data.push_back(below(static_cast<std::uint32_t>(f_.axes[formula::index(of)].extent)));
    f_.symbols.push_back(std::move(made));
  }
  /// A symbol, indexed as declared or by the axes of the same extents.
  formula::node symbol(int which) {
    formula::node n{.kind = part::symbol, .which = which, .indices = f_.symbols[formula::index(which)].axes};
    for (int& a : n.indices) {
      if ((a == i || a == j) && chance(12)) ++a;
      else if (a == l && chance(25)) a = j;
    }
    // Only inputs have diagonals.
    return n;
  }
  static constexpr int index_symbols = 14;  // the first of them

  // ---- nodes

  int number(double value) { return f_.add({.kind = part::number, .number = value}); }
  int position(int axis) { return f_.add({.kind = part::position, .which = axis}); }
  int extent(int axis) { return f_.add({.kind = part::extent, .which = axis}); }
  int index_at(int which) { return f_.add({.kind = part::symbol, .which = which, .indices = f_.symbols[formula::index(which)].axes}); }

  static int line_of(std::string_view type) {
    for (std::size_t n = 0; n < elementwise_lines().size(); ++n)
      if (elementwise_lines()[n].type == type) return static_cast<int>(n);
    return 0;
  }
  /// An elementwise node, or -1 if it is none to go on with.
  int apply(int which, std::vector<int> arguments) {
    bool numbers = true;
    for (int a : arguments) numbers = numbers && f_.of(a).kind == part::number;
    if (numbers) return -1;
    elementwise_line const& line = elementwise_lines()[formula::index(which)];
    if (line.gap != nullptr && !(nearest_kink(line, arguments) >= 1e-3L)) return -1;  // nor NaN, which no comparison passes on
    return kept(f_.add({.kind = part::elementwise, .arguments = std::move(arguments), .which = which}));
  }
  int apply(std::string_view type, std::vector<int> arguments) { return apply(line_of(type), std::move(arguments)); }

  long double nearest_kink(elementwise_line const& line, std::vector<int> const& arguments) const {
    formula::axis_set all = 0;
    for (int a : arguments) all |= f_.of(a).axes;
    long double least = 1e30L;
    int at[32]{};
    for (int e = 0; e < f_.size(all); ++e) {
      f_.place(all, e, at);
      dual x[4];
      for (std::size_t n = 0; n < arguments.size(); ++n) x[n] = f_.of(arguments[n]).values[f_.offset(f_.of(arguments[n]).axes, at)];
      long double const gap = line.gap(x);
      if (std::isnan(gap)) return gap;
      least = std::min(least, gap);
    }
    return least;
  }

  /// The node, if its values are of moderate size and doubles can compute them; else it is taken out again.
  int kept(int id) {
    auto const& values = f_.of(id).values;
    bool good = values.size() <= 3000;
    for (dual const& x : values) {
      if (may_be_undefined_ && std::isnan(x.value.value)) continue;
      good = good && std::abs(x.value.value) < 1e3L && (x.value.value == 0 || std::abs(x.value.value) > 1e-280L) && std::abs(x.along_u.value) < 1e4L && std::abs(x.along_v.value) < 1e4L && std::abs(x.along_both.value) < 1e6L;
      good = good && x.value.error < 1e7L && x.along_u.error < 1e8L && x.along_v.error < 1e8L && x.along_both.error < 1e9L;
      if (!good) break;
    }
    if (good) return id;
    f_.nodes.resize(formula::index(id));
    return -1;
  }

  /// A leaf, or something already there.
  int any() {
    if (!made_.empty() && chance(70)) return chance(60) ? made_[made_.size() - 1 - below(std::min<std::uint32_t>(4, static_cast<std::uint32_t>(made_.size())))] : one_of(made_);
    switch (below(12)) {
      case 0: return number(std::vector<double>{0, 1, -1, 2, 0.5, 3, -0.25}[below(7)]);
      case 1: return position(static_cast<int>(below(7)));
      case 2: return extent(std::vector<int>{i, j, k, h}[below(4)]);
      case 3: case 4: case 5: case 6: case 7: return f_.add(symbol(static_cast<int>(below(7))));   // parameters
      default: return f_.add(symbol(7 + static_cast<int>(below(7))));
    }
  }
  int with_axes() {
    for (int tries = 0; tries < 20; ++tries)
      if (int const x = any(); f_.of(x).axes != 0) return x;
    return f_.add(symbol(7));
  }
  bool lies(int x, long double low, long double high) const {
    for (dual const& v : f_.of(x).values)
      if (!(plain(v) >= low && plain(v) <= high)) return false;
    return true;
  }
  /// x, or something made of it that lies where an operation wants its argument.
  int within(char domain, int x) {
    long double const far = 1e30L;
    if (may_be_undefined_ && chance(20) && (domain == 'p' || domain == 'n' || domain == 'u' || domain == 'o' || domain == 'm')) return x;
    switch (domain) {
      case 'p': case 'g': return lies(x, 0.05L, far) ? x : positive(x);
      case 'n': {
        if (lies(x, -far, -0.05L)) return x;
        int const p = positive(x);
        return p < 0 ? -1 : apply("- ", {p});
      }
      case 'u':
        if (lies(x, -0.95L, 0.95L)) return x;
        switch (below(3)) {
          case 0: return scaled(0.5, apply("sin", {x}));
          case 1: return scaled(0.875, apply("tanh", {x}));
          default: return quotient(x);
        }
      case 'f': {
        if (lies(x, 0.05L, 0.95L)) return x;
        int const u = scaled(0.4375, within('u', x)), f = u < 0 ? -1 : apply("+", {u, number(0.5)});
        return f >= 0 && lies(f, 0.01L, 0.99L) ? f : -1;
      }
      case 'o': {
        if (lies(x, 1.05L, far)) return x;
        int const p = positive(x);
        return p < 0 ? -1 : apply("+", {p, number(1)});
      }
      case 'm': return lies(x, -0.95L, far) ? x : chance(50) ? apply("square", {x}) : within('u', x);
      case 's': return lies(x, -3, 3) ? x : within('u', x);
      case 'i': return position(static_cast<int>(below(7)));
      case 'k': return chance(50) ? position(static_cast<int>(below(7))) : index_at(index_symbols + static_cast<int>(below(3)));
      case 'c': return condition();
      default: return x;
    }
  }
  int scaled(double by, int x) { return x < 0 ? -1 : apply("*", {number(by), x}); }
  int quotient(int x) {
    int const y = apply("square", {x});
    int const below_it = y < 0 ? -1 : apply("+", {number(1), y});
    return below_it < 0 ? -1 : apply("/", {x, below_it});
  }
  int positive(int x) {
    switch (below(5)) {
      case 0: return scaled(0.5, shifted(apply("square", {x})));
      case 1: return shifted(apply("softplus", {x}));
      case 2: return lies(x, -3, 3) ? apply("exp", {x}) : -1;
      case 3: return apply("sigmoid", {x});
      default: return shifted(apply("abs", {x}));
    }
  }
  int shifted(int x) { return x < 0 ? -1 : apply("+", {x, number(0.25)}); }
  int condition() {
    switch (below(4)) {
      case 0: return apply("eq", {within('i', 0), within('k', 0)});
      case 1: return apply("le", {within('i', 0), within('k', 0)});
      case 2: return apply("lt", {any(), any()});
      default: return apply("gt", {any(), number(std::vector<double>{0, 0.5, -1}[below(3)])});
    }
  }

  // ---- steps

  void step() {
    for (int tries = 0; tries < 30; ++tries) {
      int const before = static_cast<int>(f_.nodes.size());
      int const made = attempt();
      if (made >= 0) return made_.push_back(made);
      f_.nodes.resize(formula::index(before));
    }
  }
  int attempt() {
    switch (std::uint32_t const kind = below(100); kind / 5) {
      case 0: case 1: case 2: return reduction();
      case 3: return contraction();
      case 4: return picked();
      case 5: case 6: return gathered();
      case 7: return guarded();
      default: return elementwise();
    }
  }
  int elementwise() {
    int const which = static_cast<int>(below(static_cast<std::uint32_t>(elementwise_lines().size())));
    std::string_view const type = elementwise_lines()[formula::index(which)].type;
    if (type == "kronecker") return apply(which, chance(50) ? std::vector{position(i), position(o)} : std::vector{position(j), position(l)});
    if (type == "incidence") return incidence(which);
    std::vector<int> arguments;
    for (char domain : elementwise_lines()[formula::index(which)].domain) {
      arguments.push_back(within(domain, any()));
      if (arguments.back() < 0) return -1;
    }
    return apply(which, std::move(arguments));
  }
  /// Of positions that exist, as derivatives make them.
  int incidence(int which) {
    switch (below(6)) {
      case 0: return apply(which, {position(k), index_at(index_symbols)});
      case 1: return apply(which, {position(h), index_at(index_symbols + 1)});
      case 2: return apply(which, {position(j), index_at(index_symbols + 2)});
      case 3: return apply(which, {position(h), position(r)});
      case 4: return apply(which, {position(i), position(o)});
      default: return apply(which, {position(l), position(j)});
    }
  }
  formula::axis_set some_axes(formula::axis_set of) {
    std::vector<int> list;
    for (; of != 0; of &= of - 1) list.push_back(formula::first(of));
    formula::axis_set chosen = formula::bit(one_of(list));
    if (chance(20)) chosen |= formula::bit(one_of(list));
    return chosen;
  }
  int reduction() {
    int const which = static_cast<int>(below(static_cast<std::uint32_t>(axis_lines().size())));
    std::vector<int> arguments;
    for (char domain : axis_lines()[formula::index(which)].domain) {
      arguments.push_back(domain == 'a' ? with_axes() : within(domain, any()));
      if (arguments.back() < 0) return -1;
    }
    return along(which, std::move(arguments));
  }
  int along(int which, std::vector<int> arguments) {
    axis_line const& line = axis_lines()[formula::index(which)];
    formula::node made{.kind = part::along_axes, .arguments = std::move(arguments), .which = which};
    for (int a : made.arguments) made.axes |= f_.of(a).axes;
    if (made.axes == 0) return -1;
    made.bound = some_axes(made.axes);
    if (line.takes_one_axis) made.bound = formula::bit(formula::first(made.bound));
    if (line.gap != nullptr && !(nearest_kink(line, made) >= 1e-4L)) return -1;
    return kept(f_.add({.kind = part::along_axes, .arguments = made.arguments, .which = which, .bound = made.bound}));
  }
  long double nearest_kink(axis_line const& line, formula::node const& made) const {
    int at[32]{};
    long double least = 1e30L;
    formula::axis_set const others = made.axes & ~made.bound;
    for (int n = 0; n < f_.size(others); ++n) {
      f_.place(others, n, at);
      long double const gap = line.gap(f_.entries(made, at).data(), f_.size(made.bound));
      if (std::isnan(gap)) return gap;
      least = std::min(least, gap);
    }
    return least;
  }
  int contraction() {
    int const product = apply("*", {with_axes(), with_axes()});
    return product < 0 || f_.of(product).axes == 0 ? -1 : along(chance(80) ? 0 : 1, {product});
  }
  int picked() {
    int const x = with_axes();
    formula::axis_set const axes = f_.of(x).axes;
    if ((axes & formula::bit(k)) != 0) return f_.add({.kind = part::pick, .arguments = {x, index_at(index_symbols)}, .which = k});
    if ((axes & formula::bit(h)) != 0) return f_.add({.kind = part::pick, .arguments = {x, index_at(index_symbols + 1)}, .which = h});
    return -1;
  }
  /// Entries of a symbol or of something made before, at positions that are computed.
  int gathered() {
    int const x = chance(50) ? f_.add(symbol(std::vector<int>{4, 5, 1, 3, 12, 8, 7}[below(7)])) : with_axes();
    std::vector<int> list;
    for (formula::axis_set rest = f_.of(x).axes & ~(formula::bit(r) | formula::bit(o) | formula::bit(l)); rest != 0; rest &= rest - 1) list.push_back(formula::first(rest));
    if (list.empty()) return -1;
    int const axis = one_of(list);
    int const at = place_along(axis);
    return at < 0 ? -1 : kept(f_.add({.kind = part::gather, .arguments = {x, at}, .which = axis}));
  }
  int place_along(int axis) {
    if (chance(15)) {  // from the end
      int const last = apply("-", {extent(axis), number(1)});
      return last < 0 ? -1 : chance(30) ? last : apply("-", {last, position(axis)});
    }
    if (chance(10)) return number(0);
    switch (axis) {
      case h: return chance(40) ? apply("+", {position(r), number(1)}) : chance(40) ? position(r) : index_at(index_symbols + 1);
      case k: return index_at(index_symbols);
      case j: return chance(50) ? index_at(index_symbols + 2) : position(l);
      case i: return position(o);
      default: return -1;
    }
  }
  bool depends_on_pick(int x) const {
    if (f_.of(x).kind == part::pick) return true;
    for (int argument : f_.of(x).arguments)
      if (depends_on_pick(argument)) return true;
    return false;
  }
  /// A choice between what has no value everywhere and something else.
  int guarded() {
    int const x = any();
    // The logarithm of a picked entry is taken before it is picked, where the choice has no say over single entries.
    if (depends_on_pick(x)) return -1;
    if (f_.of(x).kind == part::number || lies(x, 0.001L, 1e30L) || !(nearest_kink(elementwise_lines()[formula::index(line_of("abs"))], {x}) >= 1e-3L)) return -1;
    int const bad = f_.add({.kind = part::elementwise, .arguments = {x}, .which = line_of(std::vector<std::string_view>{"log", "sqrt", "arcosh_density", "acosh"}[chance(70) ? below(2) : 2 + below(2)])});
    std::string_view const used = elementwise_lines()[formula::index(f_.of(bad).which)].type;
    bool const beyond_one = used == "acosh" || used == "arcosh_density";
    int const asked = apply("gt", {x, number(beyond_one ? 1.0625 : 0)});
    if (asked < 0) return -1;
    int const other = any();
    int const inner = chance(50) ? f_.add({.kind = part::elementwise, .arguments = {bad, any()}, .which = line_of("*")}) : bad;
    return kept(f_.add({.kind = part::elementwise, .arguments = {asked, inner, other}, .which = line_of("where")}));
  }

  // ---- the root

  void finish() {
    int total = -1;
    for (int n = 0; n < 3; ++n) {
      int x = n == 0 && !made_.empty() ? made_.back() : active();
      x = number_of(x);
      if (x < 0) continue;
      int const sum = total < 0 ? x : apply("+", {total, x});
      if (sum >= 0) total = sum;
    }
    if (total < 0 || !f_.of(total).active) {
      int const square = along(0, {apply("square", {f_.add({.kind = part::symbol, .which = 1, .indices = {j}})})});
      int const both = total < 0 ? -1 : apply("+", {total, square});
      total = both < 0 ? square : both;
    }
    f_.root = total;
    made_.clear();
  }
  int active() {
    for (int tries = 0; tries < 30 && !made_.empty(); ++tries)
      if (int const x = one_of(made_); f_.of(x).active) return x;
    return f_.add(symbol(static_cast<int>(below(7))));
  }
  int number_of(int x) {
    while (x >= 0 && f_.of(x).axes != 0) {
      formula::axis_set const bound = chance(50) ? f_.of(x).axes : some_axes(f_.of(x).axes);
      x = kept(f_.add({.kind = part::along_axes, .arguments = {x}, .which = chance(60) ? 1 : 0, .bound = bound}));
    }
    return x;
  }

  std::mt19937 random_;
  bool may_be_undefined_ = false;
  formula f_;
  std::vector<int> made_;
};

}  // namespace gradsmith::tests
