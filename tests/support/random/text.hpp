// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A random formula as C++: what a user would have written.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "support/random/formula.hpp"

namespace gradsmith::tests {

class formula_text {
 public:
  explicit formula_text(formula const& f) : f_(f), live_(f.nodes.size()) {
    live_[formula::index(f.root)] = true;
    for (std::size_t id = live_.size(); id-- > 0;)
      for (int a : f.nodes[id].arguments)
        if (live_[id]) live_[formula::index(a)] = true;
    for (std::size_t id = 0; id < live_.size(); ++id)
      if (live_[id] && f.nodes[id].kind == formula::part::symbol) used_ |= 1u << f.nodes[id].which;
  }
  [[nodiscard]] bool uses(std::size_t symbol) const { return (used_ >> symbol & 1u) != 0; }

  /// Axes, symbols, and `loss`, one let per node.
  [[nodiscard]] std::string declarations() const {
    std::string all;
    for (auto const& a : f_.axes) all += "[[maybe_unused]] constexpr auto " + a.name + " = gs::axis<\"" + a.name + "\"" + (a.known ? ", " + std::to_string(a.extent) : "") + ">;\n";
    for (std::size_t s = 0; s < f_.symbols.size(); ++s)
      if (auto const& each = f_.symbols[s]; uses(s)) all += "constexpr auto " + each.name + " = gs::" + (each.parameter ? "param" : "input") + "<\"" + each.name + "\">" + list(each.axes) + ";\n";
    for (int id = 0; id <= f_.root; ++id)
      if (live_[formula::index(id)] && !is_inline(id)) all += "constexpr auto " + name(id) + " = gs::let([] { return " + text(f_.of(id)) + "; });\n";
    return all + "constexpr auto loss = " + name(f_.root) + ";\n";
  }
  static std::string number(double x) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", x);
    std::string const made = text;
    return made.find_first_of(".en") == std::string::npos ? made + ".0" : made;
  }

 private:
  using part = formula::part;

  [[nodiscard]] bool is_inline(int id) const {
    part const kind = f_.of(id).kind;
    return kind == part::number || kind == part::position || kind == part::extent || kind == part::symbol;
  }
  [[nodiscard]] std::string axis(int a) const { return f_.axes[formula::index(a)].name; }
  [[nodiscard]] std::string list(std::vector<int> const& axes) const {
    std::string all;
    for (int a : axes) all += (all.empty() ? "" : ", ") + axis(a);
    return axes.empty() ? "" : "(" + all + ")";
  }
  [[nodiscard]] std::string name(int id) const { return is_inline(id) ? text(f_.of(id)) : "n" + std::to_string(id); }
  [[nodiscard]] std::string argument(formula::node const& n, int k) const { return name(n.arguments[formula::index(k)]); }
  [[nodiscard]] std::string text(formula::node const& n) const {
    switch (n.kind) {
      case part::number: return number(n.number);
      case part::position: return "gs::position(" + axis(n.which) + ")";
      case part::extent: return "gs::extent(" + axis(n.which) + ")";
      case part::symbol: {
        auto const& s = f_.symbols[formula::index(n.which)];
        return n.indices == s.axes ? s.name : s.name + list(n.indices);
      }
      case part::pick: return "gs::pick(" + axis(n.which) + ", " + argument(n, 0) + ", " + argument(n, 1) + ")";
      case part::gather: return gather(n);
      case part::along_axes: {
        std::string all = "gs::call<gs::op::" + std::string(axis_lines()[formula::index(n.which)].type) + ">(";
        for (formula::axis_set rest = n.bound; rest != 0; rest &= rest - 1) all += axis(formula::first(rest)) + ", ";
        for (std::size_t k = 0; k < n.arguments.size(); ++k) all += (k == 0 ? "" : ", ") + argument(n, static_cast<int>(k));
        return all + ")";
      }
      default: break;
    }
    std::string const type(elementwise_lines()[formula::index(n.which)].type);
    if (type == "- ") return "-" + argument(n, 0);
    if (type.size() == 1) return argument(n, 0) + " " + type + " " + argument(n, 1);
    std::string all = "gs::call<gs::op::" + type + ">(" + argument(n, 0);
    for (std::size_t k = 1; k < n.arguments.size(); ++k) all += ", " + argument(n, static_cast<int>(k));
    return all + ")";
  }
  [[nodiscard]] std::string gather(formula::node const& n) const {
    formula::node const& source = f_.of(n.arguments[0]);
    if (source.kind != part::symbol) return "gs::at(" + axis(n.which) + ", " + argument(n, 0) + ", " + argument(n, 1) + ")";
    std::string all;
    for (int a : source.indices) all += (all.empty() ? "" : ", ") + (a == n.which ? argument(n, 1) : axis(a));
    return f_.symbols[formula::index(source.which)].name + "(" + all + ")";
  }

  formula const& f_;
  std::vector<bool> live_;
  unsigned used_ = 0;
};

}  // namespace gradsmith::tests
