// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A graph in the language of Graphviz: what is shared is one node, arrows lead from arguments to what is made of them.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/ir/print.hpp>

namespace gradsmith::ir {

namespace detail {

class dot_printer {
 public:
  /// `box_of[id]`: in which of the boxes a node is drawn, -1 for none.
  constexpr dot_printer(graph const& g, vec<int> const& box_of, vec<text> const& boxes) : g_(g), box_of_(box_of), boxes_(boxes), live_(g.nodes.size()) {
    for (output const& out : g.outputs) live_[out.node] = true;
    for (int id = g.nodes.size() - 1; id >= 0; --id)
      if (live_[id] && g.kind(id) != form::symbol)
        for (int k = 0; k < g[id].count; ++k) live_[g.argument(id, k).node] = true;
  }

  [[nodiscard]] constexpr text print() {
    out_ << "digraph {\n  rankdir=BT; ordering=in; node [shape=box, style=rounded, fontname=\"Helvetica\"]; edge [fontname=\"Helvetica\", fontsize=10];\n";
    for (int id = 0; id < g_.nodes.size(); ++id)
      if (is_drawn(id) && box(id) < 0) node_line(id, "  ");
    for (int b = 0; b < boxes_.size(); ++b) {
      out_ << "  subgraph cluster_" << b << " {\n    label=\"" << boxes_[b] << "\"; fontname=\"Helvetica\"; color=gray; labeljust=l;\n";
      for (int id = 0; id < g_.nodes.size(); ++id)
        if (is_drawn(id) && box(id) == b) node_line(id, "    ");
      out_ << "  }\n";
    }
    for (int id = 0; id < g_.nodes.size(); ++id)
      if (is_drawn(id)) edge_lines(id);
    for (int k = 0; k < g_.outputs.size(); ++k) output_line(k);
    return out_ << "}\n";
  }

 private:
  [[nodiscard]] constexpr int box(int id) const { return boxes_.empty() ? -1 : box_of_[id]; }
  /// Numbers stand in what uses them; axes are no values.
  [[nodiscard]] constexpr bool is_drawn(int id) const {
    form const kind = g_.kind(id);
    if (!live_[id]) return false;
    if (kind == form::literal || kind == form::index) return is_output(id);
    return true;
  }
  [[nodiscard]] constexpr bool is_output(int id) const {
    for (output const& out : g_.outputs)
      if (out.node == id) return true;
    return false;
  }
  constexpr void quoted(text const& label) {
    for (char letter : label.view()) {
      if (letter == '"' || letter == '\\') out_ << "\\";
      out_ << std::string_view{&letter, 1};
    }
  }

  constexpr void node_line(int id, std::string_view indent) {
    out_ << indent << "n" << id << " [label=\"";
    quoted(label(id));
    if (g_[id].axes != 0 && g_.kind(id) != form::symbol) {
      out_ << "\\n[";
      quoted(list_axes(g_, g_[id].axes));
      out_ << "]";
    }
    out_ << "\"";
    if (g_.kind(id) == form::symbol)
      out_ << ", shape=ellipse, style=filled, fillcolor=" << (g_.symbols[g_[id].tag].kind == role::parameter ? "lightsalmon" : "lightblue");
    out_ << "];\n";
  }
  [[nodiscard]] constexpr text label(int id) const {
    node const& n = g_[id];
    switch (n.op->kind) {
      case form::literal:
      case form::extent:
      case form::index: return to_text(g_, id);
      case form::symbol: {
        text name{g_.symbols[n.tag].name};
        for (int d = 0; d < n.count; ++d) {
          name << (d == 0 ? "[" : ", ");
          print_axis(g_, g_[g_.argument(id, d).node].tag, name);
        }
        if (n.count > 0) name << "]";
        return name;
      }
      case form::sum: {
        if (is_multiple(n)) return multiple(g_.argument(id, 0).weight);
        text sign{"+"};
        if (n.value != 0) sign << " " << n.value;
        return sign;
      }
      case form::product: return text{"*"};
      case form::gather: return text{"at"};
      default: break;
    }
    if (!n.op->infix.empty()) return infix_label(id);
    text call{n.op->name};
    if (n.bound != 0) call << " over " << list_axes(g_, n.bound);
    bool any = false;
    for (int k = 0; k < n.count; ++k) any = any || is_inline(g_.argument(id, k).node);
    if (!any) return call;
    call << "(";
    for (int k = 0; k < n.count; ++k) {
      if (k > 0) call << ", ";
      place(g_.argument(id, k).node, call);
    }
    return call << ")";
  }
  /// -x and 2*x are sums of one term.
  [[nodiscard]] static constexpr bool is_multiple(node const& n) { return n.op->kind == form::sum && n.count == 1 && n.value == 0; }
  [[nodiscard]] static constexpr text multiple(double weight) {
    text out;
    if (weight == -1) return out << "-";
    return out << weight << "*";
  }
  [[nodiscard]] constexpr text infix_label(int id) const {
    text both;
    place(g_.argument(id, 0).node, both);
    both << " " << g_[id].op->infix << " ";
    place(g_.argument(id, 1).node, both);
    return both;
  }
  [[nodiscard]] constexpr bool is_inline(int id) const { return g_.kind(id) == form::literal || g_.kind(id) == form::index; }
  /// A number or axis as it is; a dot for what an arrow brings.
  constexpr void place(int id, text& to) const {
    if (is_inline(id)) to << to_text(g_, id);
    else to << "\xC2\xB7";
  }

  constexpr void edge_lines(int id) {
    node const& n = g_[id];
    if (n.op->kind == form::symbol) return;
    for (int k = 0; k < n.count; ++k) {
      edge const from = g_.argument(id, k);
      if (is_inline(from.node)) continue;
      out_ << "  n" << from.node << " -> n" << id;
      if (from.weight != 1 && n.op->kind == form::product) out_ << " [label=\"^" << from.weight << "\"]";
      else if (from.weight != 1 && !is_multiple(n)) out_ << " [label=\"" << multiple(from.weight) << "\"]";
      out_ << ";\n";
    }
  }
  constexpr void output_line(int k) {
    output const& out = g_.outputs[k];
    out_ << "  out" << k << " [label=\"";
    if (out.symbol >= 0) quoted(text{"gradient by "} << g_.symbols[out.symbol].name);
    else out_ << (g_.outputs.size() == 1 ? "result" : "value");
    out_ << "\", shape=plaintext];\n  n" << out.node << " -> out" << k << ";\n";
  }

  graph const& g_;
  vec<int> const& box_of_;
  vec<text> const& boxes_;
  vec<bool> live_;
  text out_;
};

}  // namespace detail

/// The live nodes of a graph for Graphviz.
[[nodiscard]] constexpr text to_dot(graph const& g, vec<int> const& box_of, vec<text> const& boxes) { return detail::dot_printer{g, box_of, boxes}.print(); }

}  // namespace gradsmith::ir
