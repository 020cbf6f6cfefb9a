// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Nodes as LaTeX. What an operation looks like it says itself: `latex`, with these in it:
//   $0, $1   an argument, in parentheses where it binds less than what surrounds it
//   $^0      the same as the base of a power, $*0 as a factor, $)0 always in parentheses
//   $(       all arguments, in parentheses
//   $b       the axes it runs over, $N the product of their extents
#pragma once

#include <gradsmith/ir/graph.hpp>

namespace gradsmith::ir {

namespace detail {

/// How tightly a formula binds. What reaches to the right, as a sum over an axis, may only be the last factor of a product.
enum class latex_strength { comparison, sum, reach, product, power, atom };

class latex_printer {
  using strength = latex_strength;

 public:
  /// `free`: the axes that the formula varies along; within it they are taken.
  constexpr latex_printer(graph const& g, axis_set free) : g_(g), scope_(free), primes_(g.axes.size()) {}

  [[nodiscard]] constexpr text print(int id, strength context) {
    auto own = strength::atom;
    text formula = write(id, own);
    if (own >= context) return formula;
    return enclosed(formula, own);
  }

  /// A symbol with these subscripts.
  [[nodiscard]] static constexpr text name_of(std::string_view name, text const& subscripts) {
    std::size_t const cut = name.find('_');
    bool const splits = cut != std::string_view::npos && cut > 0 && cut + 1 < name.size();
    text out = word(name.substr(0, splits ? cut : name.size()));
    text below;
    if (splits) below << word(name.substr(cut + 1)) << (subscripts.empty() ? "" : ",");
    below << subscripts;
    if (below.empty()) return out;
    return out << "_{" << below << "}";
  }

 private:
  /// x, \mu, \mathrm{label}.
  [[nodiscard]] static constexpr text word(std::string_view name) {
    if (name.size() == 1 && name[0] != '_') return text{name};
    for (std::string_view greek : {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi",
                                   "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma",
                                   "Phi", "Psi", "Omega"})
      if (name == greek) return text{"\\"} << name;
    return text{"\\mathrm{"} << escaped(name) << "}";
  }
  [[nodiscard]] static constexpr text escaped(std::string_view name) {
    text out;
    for (char letter : name) {
      if (letter == '_' || letter == '#' || letter == '%' || letter == '&' || letter == '$' || letter == '{' || letter == '}') out << "\\";
      if (letter == '\\' || letter == '^' || letter == '~') out << " ";
      else out << std::string_view{&letter, 1};
    }
    return out;
  }
  [[nodiscard]] constexpr text axis(int number) const {
    text out = word(g_.axes[number].name);
    for (int copy = number; copy > g_.axes[number].origin; --copy)
      if (g_.axes[copy].origin == g_.axes[number].origin && (g_.axes[copy].slot == 0 || copy == number)) out << "'";
    for (int k = 0; k < primes_[number]; ++k) out << "'";
    return out;
  }
  [[nodiscard]] constexpr text list(axis_set axes) const {
    text out;
    for (axis_set rest = axes; rest != 0; rest = without_first(rest)) out << (rest == axes ? "" : ",") << axis(first_axis(rest));
    return out;
  }
  [[nodiscard]] constexpr text extent(int number) const { return text{"N_{"} << word(g_.axes[number].name) << "}"; }

  [[nodiscard]] static constexpr bool is_tall(std::string_view formula) {
    for (std::string_view high : {"\\frac", "\\sum", "\\prod", "^{", "\\begin", "\\left", "\\max_", "\\min_"})
      if (formula.find(high) != std::string_view::npos) return true;
    return false;
  }
  [[nodiscard]] static constexpr text brackets(text const& formula) {
    bool const tall = is_tall(formula.view());
    return text{tall ? "\\left(" : "("} << formula << (tall ? "\\right)" : ")");
  }

  /// A comparison in square brackets is 1 where it holds, else 0 [Iverson].
  [[nodiscard]] static constexpr text enclosed(text const& formula, strength own) {
    if (own == strength::comparison) return text{"\\left["} << formula << "\\right]";
    return brackets(formula);
  }

  constexpr text write(int id, strength& own) {
    node const& n = g_[id];
    switch (n.op->kind) {
      case form::literal: return number(n.value, own);
      case form::symbol: return symbol_at(id, {});
      case form::extent: return extent(n.tag);
      case form::index: return axis(n.tag);
      case form::sum: return sum(id, own);
      case form::product: return product(id, 1, own);
      case form::gather: return gather(id);
      default: return operation_of(id, own, {});
    }
  }

  /// 0.5, 10^{-3}, 2.5 \cdot 10^{20}.
  [[nodiscard]] static constexpr text number(double value, strength& own) {
    if (value < 0) own = strength::sum;
    double const magnitude = value < 0 ? -value : value;
    text out{value < 0 ? "-" : ""};
    text digits;
    digits << magnitude;
    std::string_view const all = digits.view();
    if (all == "inf") return out << "\\infty";
    if (all == "nan") return out << "\\mathrm{nan}";
    std::size_t const cut = all.find('e');
    if (cut == std::string_view::npos) return out << all;
    if (value > 0) own = strength::product;
    if (all.substr(0, cut) != "1") out << all.substr(0, cut) << " \\cdot ";
    else if (value > 0) own = strength::power;
    return out << "10^{" << all.substr(cut + 1) << "}";
  }

  /// A symbol with its indices; `positions` are nodes in the place of some of them.
  constexpr text symbol_at(int id, vec<int> const& positions) {
    node const& n = g_[id];
    text subscripts;
    bool spaced = false;
    for (int d = 0; d < n.count; ++d) {
      int const index = positions.empty() ? g_.argument(id, d).node : positions[d];
      bool const plain = g_.kind(index) == form::index && g_.axes[g_[index].tag].name.size() == 1;
      spaced = spaced || !plain;
    }
    for (int d = 0; d < n.count; ++d) {
      if (d > 0 && spaced) subscripts << ",\\,";
      subscripts << print(positions.empty() ? g_.argument(id, d).node : positions[d], strength::comparison);
    }
    return name_of(g_.symbols[n.tag].name, subscripts);
  }
  constexpr text gather(int id) {
    node const& n = g_[id];
    int const source = g_.argument(id, 0).node;
    if (g_.kind(source) == form::symbol) {
      vec<int> positions;
      for (int d = 0; d < g_[source].count; ++d) {
        int const index = g_.argument(source, d).node;
        int position = index;
        for (int k = 1; k < n.count; k += 2)
          if (g_.argument(id, k).node == index) position = g_.argument(id, k + 1).node;
        positions.push_back(position);
      }
      return symbol_at(source, positions);
    }
    text out{"\\left. "};
    out << print(source, strength::comparison) << " \\right|_{";
    for (int k = 1; k < n.count; k += 2)
      out << (k > 1 ? ",\\," : "") << axis(g_[g_.argument(id, k).node].tag) << " = " << print(g_.argument(id, k + 1).node, strength::comparison);
    return out << "}";
  }

  // ---- sums and products

  constexpr text sum(int id, strength& own) {
    node const& n = g_[id];
    bool const single = n.count == 1 && n.value == 0;
    own = strength::sum;
    text out;
    if (n.value > 0) term(out, n.value, -1, own);
    for (int sign = 1; sign >= -1; sign -= 2)
      for (int k = 0; k < n.count; ++k) {
        edge const each = g_.argument(id, k);
        if (each.weight * sign > 0) term(out, each.weight, each.node, own);
      }
    if (n.value < 0) term(out, n.value, -1, own);
    if (!single || g_.argument(id, 0).weight < 0) own = strength::sum;
    return out;
  }
  constexpr void term(text& out, double weight, int id, strength& own) {
    double const magnitude = weight < 0 ? -weight : weight;
    bool const first = out.empty();
    if (weight < 0) out << (first ? "-" : " - ");
    else if (!first) out << " + ";
    if (id < 0) {
      out << number(magnitude, own);
    } else if (magnitude == 1) {
      own = strength::sum;
      out << print(id, weight < 0 ? strength::reach : strength::sum);
    } else {
      out << product(id, magnitude, own);
    }
  }
  /// q where the number is p/q and reads better so; else 1.
  [[nodiscard]] static constexpr int denominator(double magnitude) {
    auto const whole = [](double a) { return a < 1e15 && static_cast<double>(static_cast<std::int64_t>(a)) == a; };
    if (!(magnitude < 1000) || whole(magnitude)) return 1;
    for (int below : {2, 4, 8})
      if (whole(magnitude * below)) return below;
    if (whole(1000 * magnitude)) return 1;
    for (int below = 3; below < 100; ++below)
      if (whole(magnitude * below) && magnitude * below >= 1) return below;
    return 1;
  }

  /// coefficient * node, with what divides below a fraction bar.
  constexpr text product(int id, double coefficient, strength& own) {
    int const below = denominator(coefficient);
    double const above = coefficient * below;
    vec<edge> over, under;
    if (g_.kind(id) == form::product) {
      for (int k = 0; k < g_[id].count; ++k) {
        edge each = g_.argument(id, k);
        if (each.weight > 0) over.push_back(each);
        else each.weight = -each.weight, under.push_back(each);
      }
    } else {
      over.push_back({id, 1});
    }
    // A sum over an axis stands last, so that no factor seems to belong to it; and behind a fraction of extents.
    for (int k = over.size() - 1; k >= 0; --k) {
      if (over[k].weight != 1 || !reaches(over[k].node)) continue;
      edge const reaching = over[k];
      for (int later = k; later + 1 < over.size(); ++later) over[later] = over[later + 1];
      over.back() = reaching;
      break;
    }
    int const last = over.empty() ? -1 : over.back().node;
    // The extents of a mean join what is below.
    text extents;
    bool const is_mean = last >= 0 && over.back().weight == 1 && g_[last].op->latex.starts_with(mean_prefix) && (coefficient != 1 || over.size() + under.size() > 1);
    if (is_mean) extents = extents_of(g_[last].bound);
    bool plain = true;
    for (edge each : under) plain = plain && g_.kind(each.node) == form::extent;
    bool const behind = is_mean || (last >= 0 && over.back().weight == 1 && plain && (!under.empty() || below != 1) && reaches(last));
    if (behind) over.pop_back();
    bool const fraction = !under.empty() || below != 1 || is_mean;
    text const top = factors(above, over, !fraction && !behind, fraction);
    text bottom = extents;
    if (!under.empty() || below != 1) bottom = factors(below, under, false, !is_mean) << (is_mean ? " " : "") << extents;
    text out;
    if (!fraction) {
      if (!(behind && over.empty() && above == 1)) out << top;
      own = over.size() == 1 && above == 1 && over[0].weight != 1 ? strength::power : reaching_ ? strength::reach : strength::product;
    } else {
      out << "\\frac{" << top << "}{" << bottom << "}";
      own = strength::product;
    }
    if (behind) {
      if (!out.empty()) out << " ";
      if (is_mean) without_prefix_ = last;
      out << print(last, strength::reach);
      own = strength::reach;
    }
    return out;
  }
  static constexpr std::string_view mean_prefix = "\\frac{1}{$N} ";
  [[nodiscard]] constexpr text extents_of(axis_set axes) const {
    text out;
    for (axis_set rest = axes; rest != 0; rest = without_first(rest)) out << (rest == axes ? "" : " ") << extent(first_axis(rest));
    return out;
  }
  [[nodiscard]] constexpr bool reaches(int id) const {
    operation const& op = *g_[id].op;
    return !op.latex.empty() && strength_of(op) == strength::reach;
  }
  /// The factors beside each other; the last may reach to the right if nothing follows, which is so within a fraction.
  constexpr text factors(double coefficient, vec<edge> const& list, bool open, bool in_fraction) {
    text out;
    reaching_ = false;
    auto unused = strength::atom;
    if (coefficient != 1 || list.empty()) out << number(coefficient, unused);
    bool reaching = false;
    bool worded = false;
    for (int k = 0; k < list.size(); ++k) {
      // Names of several letters are set apart: b\,\mathrm{rate}.
      bool const word_here = is_word(list[k].node);
      if (!out.empty()) out << (worded || (word_here && k > 0) ? "\\, " : " ");
      worded = word_here;
      bool const may_reach = (open || in_fraction) && k + 1 == list.size();
      if (list[k].weight == 1) {
        auto own = strength::atom;
        text const factor = write(list[k].node, own);
        // Alone in a fraction it needs no parentheses.
        bool const alone = out.empty() && list.size() == 1 && in_fraction;
        reaching = reaching || own == strength::reach;
        bool const bare = own >= (may_reach ? strength::reach : strength::product) || alone;
        bool const digit = bare && !out.empty() && factor.view()[0] >= '0' && factor.view()[0] <= '9';
        if (digit) out << "\\cdot ";
        if (bare) out << factor;
        else out << enclosed(factor, own);
      } else {
        out << power(list[k].node, list[k].weight);
      }
    }
    reaching_ = reaching && open;
    return out;
  }
  [[nodiscard]] constexpr bool is_word(int id) const {
    node const& n = g_[id];
    int const source = n.op->kind == form::gather ? g_.argument(id, 0).node : id;
    if (g_.kind(source) == form::symbol) return word(g_.symbols[g_[source].tag].name).view().starts_with("\\mathrm");
    return n.op->latex.empty() && n.op->kind >= form::elementwise;
  }
  constexpr text power(int id, double exponent) {
    text raised;
    raised << exponent;
    node const& n = g_[id];
    // \tanh^2(x)
    if (n.op->kind == form::elementwise && n.op->latex.ends_with("$(")) {
      auto own = strength::atom;
      return operation_of(id, own, raised);
    }
    text out = print(id, strength::atom);
    return out << "^{" << raised << "}";
  }

  // ---- operations

  [[nodiscard]] constexpr text arguments(int id) {
    text all;
    for (int k = 0; k < g_[id].count; ++k) {
      if (k > 0) all << ", ";
      all << print(g_.argument(id, k).node, strength::comparison);
    }
    return brackets(all);
  }
  constexpr text operation_of(int id, strength& own, text const& raised) {
    node const& n = g_[id];
    std::string_view const look = n.op->latex;
    text out;
    if (look.empty()) {
      own = strength::power;
      out << "\\mathrm{" << escaped(n.op->name) << "}";
      if (n.bound != 0) out << "_{" << list(n.bound) << "}";
      return out << arguments(id);
    }
    own = strength_of(*n.op);
    bool const stripped = without_prefix_ == id;
    without_prefix_ = -1;
    axis_set const outside = scope_, again = n.op->kind == form::reduction ? scope_ & n.bound : 0;
    scope_ |= n.bound;
    for (axis_set rest = again; rest != 0; rest = without_first(rest)) ++primes_[first_axis(rest)];
    int depth = 0;
    for (std::size_t k = stripped ? mean_prefix.size() : 0; k < look.size(); ++k) {
      std::string_view const rest = look.substr(k);
      if (rest.starts_with("{") || rest.starts_with("\\left") || rest.starts_with("\\begin")) ++depth;
      if (rest.starts_with("}") || rest.starts_with("\\right") || rest.starts_with("\\end")) --depth;
      if (look[k] != '$') {
        out << look.substr(k, 1);
        continue;
      }
      char const what = look[++k];
      if (what == 'b') out << list(n.bound);
      else if (what == 'N') out << extents_of(n.bound);
      else if (what == '(') {
        if (!raised.empty()) out << "^{" << raised << "}";
        out << arguments(id);
      } else if (what == ')') out << brackets(print(g_.argument(id, look[++k] - '0').node, strength::comparison));
      else if (what == '^') out << print(g_.argument(id, look[++k] - '0').node, strength::atom);
      else if (what == '*') out << print(g_.argument(id, look[++k] - '0').node, strength::product);
      else if (depth == 0 && is_connective(id)) out << condition(g_.argument(id, what - '0').node);
      else out << print(g_.argument(id, what - '0').node, depth > 0 ? strength::comparison : own == strength::comparison ? strength::sum : own);
    }
    for (axis_set rest = again; rest != 0; rest = without_first(rest)) --primes_[first_axis(rest)];
    scope_ = outside;
    return out;
  }
  /// What && and || join: comparisons as they are, one of the other kind in parentheses.
  [[nodiscard]] constexpr bool is_connective(int id) const { return g_[id].op->infix == "&&" || g_[id].op->infix == "||"; }
  constexpr text condition(int id) {
    if (is_connective(id)) return brackets(print(id, strength::comparison));
    return print(id, strength::comparison);
  }
  [[nodiscard]] static constexpr strength strength_of(operation const& op) {
    std::string_view const look = op.latex;
    if (!op.infix.empty()) return strength::comparison;
    if (look.starts_with("$0 + ") || look.starts_with("$0 - ") || look.starts_with("1 - ")) return strength::sum;
    if (look.ends_with(" $0") || look.ends_with("\\sum_{$b} e^{$0}")) return strength::reach;
    if (look.starts_with("$*0")) return strength::product;
    if (look.ends_with("$(") || look.find("^{$") != std::string_view::npos) return strength::power;
    return strength::atom;
  }

  graph const& g_;
  axis_set scope_;         // the axes that stand for something where the printer is
  vec<int> primes_;        // per axis: how often a sum within a sum runs over it again
  int without_prefix_ = -1;
  bool reaching_ = false;  // whether what `factors` wrote last reaches to the right
};

}  // namespace detail

/// The node as LaTeX, for math mode.
[[nodiscard]] constexpr text to_latex(graph const& g, int id) { return detail::latex_printer{g, g[id].axes}.print(id, detail::latex_strength::comparison); }

}  // namespace gradsmith::ir
