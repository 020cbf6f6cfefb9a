// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Nodes as text: formulas in the user's notation, and listings of a whole graph.
#pragma once

#include <gradsmith/ir/graph.hpp>

namespace gradsmith::ir {

/// "i, j" for a set of axes; a fresh copy of an axis has a prime.
constexpr void print_axis(graph const& g, int axis, text& out) {
  out << g.axes[axis].name;
  for (int copy = axis; copy > g.axes[axis].origin; --copy)
    if (g.axes[copy].origin == g.axes[axis].origin && (g.axes[copy].slot == 0 || copy == axis)) out << "'";
}

[[nodiscard]] constexpr text list_axes(graph const& g, axis_set axes) {
  text names;
  for (axis_set rest = axes; rest != 0; rest = without_first(rest)) {
    if (rest != axes) names << ", ";
    print_axis(g, first_axis(rest), names);
  }
  return names;
}

namespace detail {

// How tightly an expression binds; an operand that binds less is put into parentheses.
enum class binding_strength { comparison, sum, product, power, atom };

class formula_printer {
 public:
  constexpr formula_printer(graph const& g, text& out) : g_(g), out_(out) {}

  constexpr void print(int id, binding_strength context) {
    node const& n = g_[id];
    switch (n.op->kind) {
      case form::literal: return print_number(n.value, context);
      case form::symbol: return print_symbol(id);
      case form::extent: out_ << "extent("; print_axis(g_, n.tag, out_); out_ << ")"; return;
      case form::index: return print_index(n.tag);
      case form::wildcard: out_ << "?" << n.tag; return;
      case form::sum: return print_sum(id, context);
      case form::product: return print_quotient(id, 1, context);
      case form::gather: return print_gather(id);
      default: return n.op->infix.empty() ? print_call(id) : print_infix(id, context);
    }
  }

 private:
  constexpr void print_number(double value, binding_strength context) {
    bool const brackets = value < 0 && context > binding_strength::sum;
    if (brackets) out_ << "(";
    out_ << value;
    if (brackets) out_ << ")";
  }

  constexpr void print_index(int axis) {
    if (!inside_position_) out_ << "index(";
    print_axis(g_, axis, out_);
    if (!inside_position_) out_ << ")";
  }

  // The indices are printed only where they differ from the declaration.
  constexpr void print_symbol(int id) {
    node const& n = g_[id];
    symbol const& s = g_.symbols[n.tag];
    out_ << s.name;
    bool as_declared = true;
    for (int d = 0; d < n.count; ++d)
      as_declared = as_declared && g_[g_.argument(id, d).node].op->kind == form::index && g_[g_.argument(id, d).node].tag == s.axes[d];
    if (as_declared) return;
    for (int d = 0; d < n.count; ++d) {
      out_ << (d == 0 ? "(" : ", ");
      print_axis(g_, g_[g_.argument(id, d).node].tag, out_);
    }
    out_ << ")";
  }

  /// "x(i, r + p)" for entries of a symbol, "at(r, e, r + p)" for those of an expression.
  constexpr void print_gather(int id) {
    node const& n = g_[id];
    int const source = g_.argument(id, 0).node;
    bool const of_symbol = g_.kind(source) == form::symbol;
    out_ << (of_symbol ? g_.symbols[g_[source].tag].name : std::string_view{"at"}) << "(";
    if (!of_symbol) {
      for (int k = 1; k < n.count; k += 2) out_ << g_.axes[g_[g_.argument(id, k).node].tag].name << ", ";
      print(source, binding_strength::comparison);
      for (int k = 2; k < n.count; k += 2) {
        out_ << ", ";
        print_position(g_.argument(id, k).node);
      }
    }
    for (int d = 0; of_symbol && d < g_[source].count; ++d) {
      int const index = g_.argument(source, d).node;
      int position = index;
      for (int k = 1; k < n.count; k += 2)
        if (g_.argument(id, k).node == index) position = g_.argument(id, k + 1).node;
      if (d > 0) out_ << ", ";
      print_position(position);
    }
    out_ << ")";
  }
  /// An axis by its name alone, as in formulas.
  constexpr void print_position(int id) {
    inside_position_ = true;
    print(id, binding_strength::comparison);
    inside_position_ = false;
  }

  // Positive terms first, so that y - x does not read as -x + y.
  constexpr void print_sum(int id, binding_strength context) {
    node const& n = g_[id];
    bool const single = n.count == 1 && n.value == 0;
    binding_strength const own = single && g_.argument(id, 0).weight > 0 ? binding_strength::product : binding_strength::sum;
    bool const brackets = context > own;
    if (brackets) out_ << "(";
    bool first = true;
    if (n.value > 0) print_term(first, n.value, -1);
    for (int k = 0; k < n.count; ++k)
      if (g_.argument(id, k).weight >= 0) print_term(first, g_.argument(id, k).weight, g_.argument(id, k).node);
    for (int k = 0; k < n.count; ++k)
      if (g_.argument(id, k).weight < 0) print_term(first, g_.argument(id, k).weight, g_.argument(id, k).node);
    if (n.value < 0) print_term(first, n.value, -1);
    if (brackets) out_ << ")";
  }
  constexpr void print_term(bool& first, double weight, int id) {
    double const magnitude = weight < 0 ? -weight : weight;
    if (weight < 0) out_ << (first ? "-" : " - ");
    else if (!first) out_ << " + ";
    first = false;
    if (id < 0) {
      out_ << magnitude;
    } else if (magnitude == 1) {
      print(id, weight < 0 ? binding_strength::product : binding_strength::sum);
    } else {
      print_quotient(id, magnitude, binding_strength::product);
    }
  }
  /// 3 for 0.333... and 0.666...: what reads better as a quotient of small integers; else 1.
  [[nodiscard]] static constexpr int denominator(double magnitude) {
    if (!(magnitude < 1000) || is_whole(1000 * magnitude)) return 1;
    for (int below = 3; below < 100; ++below)
      if (is_whole(magnitude * below) && magnitude * below >= 1) return below;
    return 1;
  }
  [[nodiscard]] static constexpr bool is_whole(double x) { return x < 1e15 && static_cast<double>(static_cast<std::int64_t>(x)) == x; }

  /// coefficient * node: 2*x*y/(3*z), whose factors need not be those of a product.
  constexpr void print_quotient(int id, double coefficient, binding_strength context) {
    bool const brackets = context > binding_strength::product;
    if (brackets) out_ << "(";
    int const below = denominator(coefficient);
    bool first = true;
    if (coefficient * below != 1) out_ << coefficient * below, first = false;
    bool const is_product = g_.kind(id) == form::product;
    int const count = is_product ? g_[id].count : 1;
    int divisors = below == 1 ? 0 : 1;
    for (int k = 0; k < count; ++k) {
      edge const factor = is_product ? g_.argument(id, k) : edge{id, 1};
      if (factor.weight < 0) ++divisors;
      if (factor.weight < 0) continue;
      if (!first) out_ << "*";
      first = false;
      print_power(factor.node, static_cast<int>(factor.weight));
    }
    if (first) out_ << "1";
    if (divisors > 0) out_ << (divisors > 1 ? "/(" : "/");
    first = true;
    if (below != 1) out_ << below, first = false;
    for (int k = 0; is_product && k < count; ++k) {
      edge const factor = g_.argument(id, k);
      if (factor.weight >= 0) continue;
      if (!first) out_ << "*";
      first = false;
      print_power(factor.node, -static_cast<int>(factor.weight));
    }
    if (divisors > 1) out_ << ")";
    if (brackets) out_ << ")";
  }
  /// As functions of the language, which has no operator for powers.
  constexpr void print_power(int id, int exponent) {
    if (exponent == 1) return print(id, binding_strength::power);
    out_ << (exponent == 2 ? "square(" : exponent == 3 ? "cube(" : "pow(");
    print(id, binding_strength::comparison);
    if (exponent > 3) out_ << ", " << exponent;
    out_ << ")";
  }

  constexpr void print_call(int id) {
    node const& n = g_[id];
    out_ << n.op->name << "(" << list_axes(g_, n.bound);
    for (int k = 0; k < n.count; ++k) {
      if (k > 0 || n.bound != 0) out_ << ", ";
      print(g_.argument(id, k).node, binding_strength::comparison);
    }
    out_ << ")";
  }
  constexpr void print_infix(int id, binding_strength context) {
    bool const brackets = context > binding_strength::comparison;
    if (brackets) out_ << "(";
    print(g_.argument(id, 0).node, binding_strength::sum);
    out_ << " " << g_[id].op->infix << " ";
    print(g_.argument(id, 1).node, binding_strength::sum);
    if (brackets) out_ << ")";
  }

  graph const& g_;
  text& out_;
  bool inside_position_ = false;
};

}  // namespace detail

/// The node as a formula.
[[nodiscard]] constexpr text to_text(graph const& g, int id) {
  text out;
  detail::formula_printer{g, out}.print(id, detail::binding_strength::comparison);
  return out;
}

}  // namespace gradsmith::ir
