// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Prints the tables of docs/language.md, from the operations themselves; reference.py puts them into the page. {NAME}
// stands for the largest error of an operation, which reference.py knows.
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <gradsmith/pass/present.hpp>

#include "support/all_operations.hpp"
#include "support/formulas.hpp"

namespace gs = gradsmith;
using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Text for a cell of a table.
std::string plain(std::string_view text) {
  std::string cell;
  for (char letter : text) {
    if (letter == '|') cell += '\\';
    cell += letter;
  }
  return cell;
}
std::string code(std::string_view text) { return "`" + plain(text) + "`"; }
/// A formula as code, a sentence as it is.
std::string formula_text(std::string_view text) {
  for (std::string_view word : {"the ", "where ", " or ", " for "})
    if (text.find(word) != text.npos) return plain(text);
  return code(text);
}
std::string number(double x) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%g", x);
  return digits;
}
void append(std::string& list, std::string const& item, char const* separator = ", ") {
  if (item.empty()) return;
  if (!list.empty()) list += separator;
  list += item;
}

/// As to_string prints it: simplified, with what reads better put in.
std::string as_printed(builder& b, ref e) {
  b.graph.outputs.truncate(0);
  b.output(e);
  stages const run(b.graph);
  if (run.simplified.failed()) return std::string(run.simplified.error.view());
  ir::graph const g = pass::present(ir::view_of(pass::without_zeros(ir::view_of(run.simplified))));
  return std::string(ir::to_text(g, g.outputs[0].node).view());
}

std::vector<std::string> argument_names(ir::operation const& op) {
  if (op.arity == 1) return {"x"};
  if (op.arity == 2) return {"a", "b"};
  return {"a", "b", "c"};
}

std::string domain_text(domain_of_argument const& d, std::string const& x) {
  bool const below = std::isfinite(d.lower), above = std::isfinite(d.upper);
  std::string text;
  if (below && above) text = number(d.lower) + (d.lower_open ? " < " : " <= ") + x + (d.upper_open ? " < " : " <= ") + number(d.upper);
  else if (below) text = x + (d.lower_open ? " > " : " >= ") + number(d.lower);
  else if (above) text = x + (d.upper_open ? " < " : " <= ") + number(d.upper);
  switch (d.without) {
    case gaps::none: break;
    case gaps::zero: append(text, x + " != 0"); break;
    case gaps::non_positive_integers: append(text, x + " not 0, -1, -2, ..."); break;
    case gaps::odd_quarter_turns: append(text, x + " no odd multiple of pi/2"); break;
  }
  return text;
}
std::string domains_of(ir::operation const& op) {
  std::string text;
  auto const names = argument_names(op);
  for (int k = 0; k < op.arity && k < 3; ++k) append(text, domain_text(op.facts->domain[k], op.kind == ir::form::elementwise ? names[static_cast<std::size_t>(k)] : "x_k"));
  return text.empty() ? "all" : code(text);
}

char const* word(monotonicity m) { return m == monotonicity::increasing ? "increasing" : m == monotonicity::decreasing ? "decreasing" : ""; }
char const* word(curvature c) {
  return c == curvature::convex ? "convex" : c == curvature::concave ? "concave" : c == curvature::linear ? "linear" : "";
}
char const* word(smoothness s) {
  char const* const words[]{"jump", "kink", "C1", "C2", "smooth"};
  return words[static_cast<int>(s)];
}

/// `bounds`: what is known of the value, where the operation itself does not say.
std::string properties(ir::operation const& op, interval bounds) {
  operation_facts const& f = *op.facts;
  std::string text;
  if (op.arity == 1 || op.kind != ir::form::elementwise) {
    append(text, word(f.monotone[0]));
  } else {
    auto const names = argument_names(op);
    for (monotonicity m : {monotonicity::increasing, monotonicity::decreasing}) {
      std::string in;
      for (int k = 0; k < op.arity; ++k)
        if (f.monotone[k] == m) append(in, names[static_cast<std::size_t>(k)], " and ");
      if (!in.empty()) append(text, word(m) + std::string(" in ") + in);
    }
  }
  append(text, word(f.curved));
  append(text, f.mirrored == symmetry::even ? "even" : f.mirrored == symmetry::odd ? "odd" : "");
  if (op.range != nullptr) {
    interval box[3];
    for (int k = 0; k < op.arity && k < 3; ++k) box[k] = {f.domain[k].lower, f.domain[k].upper};
    bounds = op.range(box);
  }
  append(text, bounds.lower > 0 ? "positive" : bounds.lower == 0 ? "never negative" : bounds.upper == 0 ? "never positive" : "");
  append(text, word(f.smooth));
  std::string positive;
  if (f.monotone[0] == monotonicity::none) append(positive, word(f.positive.monotone));
  if (f.curved == curvature::none || f.positive.curved == curvature::linear) append(positive, word(f.positive.curved));
  if (!positive.empty()) text += "; for x > 0 " + positive;
  return text;
}

/// f(x), f(a, b): how a formula calls it, and its derivatives by its arguments.
void print_elementwise(ir::operation const& op) {
  builder b;
  auto const names = argument_names(op);
  std::vector<ref> symbols;
  std::string call, derivatives;
  for (std::string const& name : names) {
    symbols.push_back(b.symbol(name));
    append(call, name);
  }
  call = op.infix.empty() ? std::string(op.name) + "(" + call + ")" : names[0] + " " + std::string(op.infix) + " " + names[1];
  ref const y = ir::make_node(b.graph, op, 0, symbols.data());
  for (std::size_t k = 0; k < symbols.size(); ++k)
    append(derivatives, (names.size() > 1 ? "by " + names[k] + " " : "") + code(as_printed(b, b.diff(y, symbols[k]))), "; ");
  std::printf("| %s | %s | %s | %s | %s | {%s} |\n", code(call).c_str(), formula_text(op.facts->formula).c_str(), domains_of(op).c_str(),
              derivatives.c_str(), properties(op, y.range()).c_str(), std::string(op.name).c_str());
}

/// f(k, x): with the derivative by an entry, x(k) for a reduction and x(l) for what stays along k.
void print_with_axis(ir::operation const& op) {
  builder b;
  over const k = b.axis("k"), l = b.axis("l");
  ref const x = b.symbol("x", {k});
  std::vector<ref> arguments{x};
  std::string call = std::string(op.name) + "(k, x";
  if (&op == &ir::info<op::pick>) {
    arguments.push_back(b.symbol("label", {}, ir::role::input));
    call += ", label";
  } else if (op.arity == 2) {  // what weighs or chooses stands first
    std::string_view const first = &op == &ir::info<op::weighted_mean> ? "w" : "mask";
    arguments.insert(arguments.begin(), b.symbol(first, {k}, ir::role::input));
    call = std::string(op.name) + "(k, " + std::string(first) + ", x";
  }
  ref const y = ir::make_node(b.graph, op, k.axes, arguments.data());
  ref const by = op.kind == ir::form::along ? b.at(x, {l}) : x;
  std::string const derivative = as_printed(b, b.diff(y, by));
  std::printf("| %s | %s | %s | %s%s | %s |\n", code(call + ")").c_str(), formula_text(op.facts->formula).c_str(), domains_of(op).c_str(),
              op.kind == ir::form::along ? "by x(l) " : "", code(derivative).c_str(), properties(op, y.range()).c_str());
}

}  // namespace

int main() {
  for (operation_family const& family : public_elementwise()) {
    std::printf("== %.*s\n", static_cast<int>(family.name.size()), family.name.data());
    std::puts("| written | value | domain | derivative | properties | ulp |\n|---|---|---|---|---|---|");
    for (ir::operation const* op : family.operations) print_elementwise(*op);
  }
  for (operation_family const& family : public_with_axes()) {
    std::printf("== %.*s\n", static_cast<int>(family.name.size()), family.name.data());
    std::puts("| written | value | domain | derivative | properties |\n|---|---|---|---|---|");
    for (ir::operation const* op : family.operations) print_with_axis(*op);
  }
}
