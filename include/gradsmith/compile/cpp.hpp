// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// to_cpp<e...>: a program as C++ that needs nothing but the standard library. It prints the schedule that is run, with
// one row of the data at a time in place of a block of them and numbers in place of vectors.
#pragma once

#include <gradsmith/compile/cpp_expression.hpp>
#include <gradsmith/compile/cpp_names.hpp>
#include <gradsmith/compile/reading.hpp>
#include <gradsmith/ir/print.hpp>
#include <gradsmith/pass/present.hpp>

namespace gradsmith {

namespace detail {

/// Writes the function that a scheduled program is.
template <class Program>
class cpp_writer {
  using strength = cpp_strength;

 public:
  constexpr cpp_writer(Program const& p, ir::graph_view const& written) : p_(p), names_(p, written), made_(p.node_count), uses_(p.node_count), declared_(p.node_count) {
    for (int a = 0; a < p.axis_count; ++a) where_.push_back(names_.axes[a]);
  }

  constexpr text write() {
    text body;
    int slot = -1;
    for (int s = 0; s < p_.step_count; ++s) {
      if (p_.steps[s].slot != slot) {
        if (slot >= 0 && slot % 2 == 1) close();
        slot = p_.steps[s].slot;
        if (slot % 2 == 1) open_rows(slot);
      }
      step(p_.steps[s]);
    }
    if (slot % 2 == 1) close();
    text code = arrays_;
    code << out_;
    if (code.view().find("std::fill_n") != std::string_view::npos) body << "#include <algorithm>\n";
    body << "#include <cmath>\n#include <cstddef>\n";
    if (!arrays_.empty()) body << "#include <vector>\n";
    body << "\n";
    for (std::string_view each : functions_) body << each << "\n\n";
    return body << names_.heading(code.view()) << code << "}\n";
  }

  /// The first operation that has no C++; empty if all have.
  [[nodiscard]] static constexpr std::string_view missing(Program const& p) {
    for (int e = 0; e < p.entry_count; ++e) {
      ir::operation const* const op = p.node(p.entries[e].node).op;
      pass::entry_kind const kind = p.entries[e].kind;
      bool const computed = (kind == pass::entry_kind::compute && !op->sequential) || kind == pass::entry_kind::reduce;
      if (computed && op->cpp.empty()) return op->name;
    }
    return {};
  }

 private:
  // ---- lines and loops

  constexpr text& line() {
    for (int k = 0; k < depth_; ++k) out_ << "  ";
    return out_;
  }
  constexpr void open(int axis) {
    std::string_view const at = names_.axes[axis].view();
    line() << "for (std::size_t " << at << " = 0; " << at << " < " << names_.extent(axis) << "; ++" << at << ") {\n";
    ++depth_;
  }
  constexpr void close() {
    --depth_;
    line() << "}\n";
  }
  constexpr void close(int count) {
    for (int k = 0; k < count; ++k) close();
  }
  [[nodiscard]] constexpr bool reduces_rows(int id) const { return p_.stream >= 0 && ir::contains(p_.node(id).bound, p_.stream); }

  constexpr void open_rows(int slot) {
    for (int s = 0; s < p_.step_count; ++s)
      for (int e = p_.steps[s].first; p_.steps[s].slot == slot && e < p_.steps[s].first + p_.steps[s].count; ++e)
        if (is_total(e) && reduces_rows(p_.entries[e].node)) begin_total(p_.entries[e].node);
    open(p_.stream);
  }
  [[nodiscard]] constexpr bool is_total(int e) const {
    return p_.entries[e].kind == pass::entry_kind::reduce || p_.entries[e].kind == pass::entry_kind::scatter;
  }

  // ---- memory

  /// The number of elements of what is laid out along these axes.
  constexpr text size_of(int const* axes, int rank) {
    text size;
    for (int d = 0; d < rank; ++d) size << (d == 0 ? "" : "*") << names_.extent(axes[d]);
    return size;
  }
  /// "(i*extent_j + j)" without the parentheses.
  constexpr text flat(int const* axes, int const* at, int rank) {
    text index;
    for (int d = 0; d < rank; ++d) {
      bool const simple = d < 2;
      text outer;
      if (d > 0) outer << (simple ? "" : "(") << index << (simple ? "" : ")") << "*" << names_.extent(axes[d]) << " + ";
      index = outer;
      index << where_[at[d]];
    }
    return index;
  }
  constexpr text element(std::string_view name, int const* axes, int const* at, int rank) {
    text out{name};
    return rank == 0 ? out : out << "[" << flat(axes, at, rank) << "]";
  }
  constexpr text element_of(int id) {
    pass::buffer const& b = p_.buffer_for(id);
    return element(name_of(id), b.axes, b.axes, b.rank);
  }
  constexpr std::string_view name_of(int id) {
    pass::buffer const& b = p_.buffer_for(id);
    if (b.output >= 0) return names_.outputs[b.output].view();
    if (made_[id].name.empty()) made_[id].name = names_.fresh();
    return made_[id].name.view();
  }
  /// Arrays that are kept between loops are declared where the function begins.
  constexpr void declare(int id) {
    pass::buffer const& b = p_.buffer_for(id);
    if (b.output >= 0 || b.rank == 0 || declared_[id]) return;
    declared_[id] = true;
    arrays_ << "  std::vector<double> " << name_of(id) << "(" << size_of(b.axes, b.rank) << ");\n";
  }

  constexpr void begin_total(int id) {
    pass::buffer const& b = p_.buffer_for(id);
    declare(id);
    std::string_view const name = name_of(id);
    text const start = cpp_number(p_.node(id).op->start);
    if (b.rank > 0 && b.output >= 0) line() << "std::fill_n(" << name << ", " << size_of(b.axes, b.rank) << ", " << cpp_double(p_.node(id).op->start) << ");\n";
    else if (b.rank > 0 && depth_ == 1 && p_.node(id).op->start == 0) return;  // so it is declared
    else if (b.rank > 0) line() << name << ".assign(" << size_of(b.axes, b.rank) << ", " << start << ");\n";
    else line() << (b.output >= 0 ? "" : "double ") << name << " = " << start << ";\n";
  }

  // ---- steps

  constexpr void step(pass::step const& s) {
    if (s.is_contraction) return contraction(p_.entries[s.first].node);
    if (s.is_scan) return scan(p_.entries[s.first].node);
    vec<int> loops;
    for (int k = 0; k < s.loops; ++k)
      if (!(s.slot % 2 == 1 && s.order[k] == p_.stream)) loops.push_back(s.order[k]);
    int const last = s.first + s.count;
    for (int e = s.first; e < last; ++e) count_uses(e);
    int inner = loops.size();  // the loop before which totals begin
    for (int e = s.first; e < last; ++e) {
      int const id = p_.entries[e].node;
      if (p_.entries[e].kind == pass::entry_kind::compute && p_.entries[e].kept) declare(id);
      if (p_.entries[e].kind == pass::entry_kind::gather && p_.entries[e].kept) declare(id);
      if (!is_total(e) || reduces_rows(id)) continue;
      if (p_.entries[e].kind == pass::entry_kind::scatter || !p_.entries[e].in_register || p_.buffer_for(id).rank == 0) begin_total(id);
      else declare(id), inner = loops.size() - ir::count(p_.node(id).bound);
    }
    for (int k = 0; k <= loops.size(); ++k) {
      if (k == inner)
        for (int e = s.first; e < last; ++e)
          if (p_.entries[e].kind == pass::entry_kind::reduce && p_.entries[e].in_register && !reduces_rows(p_.entries[e].node) && p_.buffer_for(p_.entries[e].node).rank > 0)
            line() << element_of(p_.entries[e].node) << " = " << cpp_number(p_.node(p_.entries[e].node).op->start) << ";\n";
      if (k < loops.size()) open(loops[k]);
    }
    for (int e = s.first; e < last; ++e) evaluate(p_.entries[e]);
    close(loops.size());
    for (int e = s.first; e < last; ++e) forget(p_.entries[e]);
  }

  constexpr void count_uses(int e) {
    ir::node const& n = p_.node(p_.entries[e].node);
    if (p_.entries[e].kind == pass::entry_kind::load && n.op->kind != ir::form::gather) return;
    for (int k = 0; k < n.count; ++k) ++uses_[p_.argument(p_.entries[e].node, k)];
  }
  constexpr void forget(pass::entry const& e) {
    ir::node const& n = p_.node(e.node);
    for (int k = 0; k < n.count; ++k) uses_[p_.argument(e.node, k)] = 0;
    made_[e.node].inlined = {};
  }

  constexpr void evaluate(pass::entry const& e) {
    int const id = e.node;
    switch (e.kind) {
      case pass::entry_kind::load: return;
      case pass::entry_kind::store: {
        ir::output const& out = p_.graph.outputs[p_.node(id).tag];
        text const value = operand(p_.argument(id, 0), strength::choice);
        // Along axes that were written out the entry has a position.
        auto entry = static_cast<int>(p_.node(id).value);
        for (int d = out.rank; d-- > 0;) {
          if (ir::contains(p_.node(id).axes, out.axes[d])) continue;
          int const extent = p_.graph.axes[p_.graph.axes[out.axes[d]].origin].extent;
          where_[out.axes[d]] = text{} << entry % extent;
          entry /= extent;
        }
        line() << element(names_.outputs[p_.node(id).tag].view(), out.axes, out.axes, out.rank) << " = " << value << ";\n";
        return;
      }
      case pass::entry_kind::reduce: {
        text const target = element_of(id);
        text const update = fill(id, target).spelled;
        line() << update << ";\n";
        return;
      }
      case pass::entry_kind::scatter: return scatter(id);
      case pass::entry_kind::gather: return define(e, {gathered(id), strength::atom});
      case pass::entry_kind::compute: return define(e, fill(id, {}));
    }
  }

  /// A value gets a name where it is used twice, is kept, or is long; else it stands in the line that uses it.
  constexpr void define(pass::entry const& e, cpp_expression const& value) {
    int const id = e.node;
    if (e.kept && p_.buffer_for(id).rank > 0) {
      line() << element_of(id) << " = " << value.spelled << ";\n";
      return;
    }
    if (!e.kept && (uses_[id] < 2 || value.spelled.size() < 4) && value.spelled.size() < longest) {
      made_[id].inlined = value;
      return;
    }
    if (made_[id].name.empty()) made_[id].name = names_.fresh();
    line() << "double const " << made_[id].name << " = " << value.spelled << ";\n";
    if (!e.kept) made_[id].inlined = {made_[id].name, strength::atom};
  }
  static constexpr int longest = 64;

  constexpr void contraction(int id) {
    pass::buffer const& b = p_.buffer_for(id);
    bool const over_rows = reduces_rows(id);
    if (!over_rows && b.rank == 0) begin_total(id);
    if (!over_rows && b.rank > 0) declare(id);
    int loops = 0;
    for (; loops < b.rank; ++loops) open(b.axes[loops]);
    text const target = element_of(id);
    if (!over_rows && b.rank > 0) line() << target << " = 0;\n";
    if (!over_rows) open(ir::first_axis(p_.node(id).bound)), ++loops;
    text const update = fill(id, target).spelled;
    line() << update << ";\n";
    close(loops);
  }

  constexpr void scan(int id) {
    int const along = ir::first_axis(p_.node(id).bound);
    pass::buffer const& b = p_.buffer_for(id);
    declare(id);
    int loops = 0;
    for (int d = 0; d < b.rank; ++d)
      if (b.axes[d] != along) open(b.axes[d]), ++loops;
    text const total = names_.fresh();
    line() << "double " << total << " = 0;\n";
    open(along);
    text const forward = where_[along];
    if (p_.node(id).op->place(0, 2) != 0) where_[along] = text{names_.extent(along)} << " - 1 - " << forward;
    text const value = operand(p_.argument(id, 0), strength::choice);
    text const target = element_of(id);
    where_[along] = forward;
    line() << total << " += " << value << ";\n";
    line() << target << " = " << total << ";\n";
    close(loops + 1);
  }

  constexpr void scatter(int id) {
    text const value = operand(p_.argument(id, 0), strength::choice);
    vec<text> const outside = where_;
    for (int k = 1; k < p_.node(id).count; k += 2) place(p_.node(p_.argument(id, k)).tag, p_.argument(id, k + 1));
    text const target = element_of(id);
    where_ = outside;
    line() << target << " += " << value << ";\n";
  }

  // ---- expressions

  constexpr text gathered(int id) {
    vec<text> const outside = where_;
    vec<text> inside = where_;
    for (int k = 1; k < p_.node(id).count; k += 2) {
      int const slot = p_.node(p_.argument(id, k)).tag;
      place(slot, p_.argument(id, k + 1));
      inside[slot] = where_[slot];
      where_[slot] = outside[slot];
    }
    where_ = inside;
    text const found = operand(p_.argument(id, 0), strength::atom);
    where_ = outside;
    return found;
  }
  /// The axis stands at this position from here on.
  constexpr void place(int axis, int position) {
    ir::form const kind = p_.node(position).op->kind;
    bool const counted = kind == ir::form::literal || kind == ir::form::index || kind == ir::form::extent || kind == ir::form::sum;
    if (counted) where_[axis] = count_at(position);
    else {
      use_function(
          "inline std::size_t position(double wanted, std::size_t extent) {\n"
          "  return wanted >= 0 && wanted < static_cast<double>(extent) ? static_cast<std::size_t>(wanted) : 0;\n"
          "}");
      where_[axis] = text{"position("} << operand(position, strength::choice) << ", " << names_.extent(axis) << ")";
    }
  }
  /// A position that is a number of steps along axes, as an integer.
  constexpr text count_at(int id) {
    ir::node const& n = p_.node(id);
    if (n.op->kind == ir::form::literal) return text{} << n.value;
    if (n.op->kind == ir::form::index) return where_[n.tag];
    if (n.op->kind == ir::form::extent) return names_.extent(n.tag);
    text sum;
    for (int sign = 1; sign >= -1; sign -= 2) {
      auto const add = [&](double weight, text const& term) {
        double const magnitude = weight * sign;
        if (!(magnitude > 0)) return;
        if (sum.empty() && sign < 0) sum << "0";
        if (!sum.empty()) sum << (sign > 0 ? " + " : " - ");
        if (term.empty()) sum << magnitude;
        else if (magnitude == 1) sum << term;
        else sum << magnitude << "*" << term;
      };
      for (int k = 0; k < n.count; ++k) add(p_.graph.edges[n.first + k].weight, count_at(p_.argument(id, k)));
      add(n.value, {});
    }
    return sum;
  }

  /// What a node is called, or how it is computed, in the line that is being written.
  constexpr cpp_expression value(int id) {
    ir::node const& n = p_.node(id);
    switch (n.op->kind) {
      case ir::form::literal: return {cpp_number(n.value), n.value < 0 ? strength::sum : strength::atom};
      case ir::form::index: return {text{"static_cast<double>("} << where_[n.tag] << ")", strength::atom};
      case ir::form::extent: return {names_.extent_as_number(n.tag), strength::atom};
      case ir::form::sum: return {text{"static_cast<double>("} << count_at(id) << ")", strength::atom};
      case ir::form::symbol: return {symbol(id), strength::atom};
      default: break;
    }
    if (!made_[id].inlined.spelled.empty()) return made_[id].inlined;
    if (p_.buffer_of[id] >= 0) return {element_of(id), strength::atom};
    return {gathered(id), strength::atom};
  }
  constexpr text symbol(int id) {
    ir::node const& n = p_.node(id);
    ir::symbol const& s = p_.graph.symbols[n.tag];
    int at[ir::max_rank]{};
    for (int d = 0; d < n.count; ++d) at[d] = p_.node(p_.argument(id, d)).tag;
    return element(names_.symbols[n.tag].view(), s.axes, at, n.count);
  }
  constexpr text operand(int id, strength context) {
    cpp_expression const v = value(id);
    if (v.binds >= context) return v.spelled;
    return text{"("} << v.spelled << ")";
  }

  [[nodiscard]] constexpr bool is_literal(int id) const { return p_.node(id).op->kind == ir::form::literal; }
  /// 2*x, -x and x - 2 where a sum or product of two has a number; nothing for others.
  constexpr cpp_expression fill_with_number(int id) {
    ir::node const& n = p_.node(id);
    bool const is_sum = n.op == &ir::info<op::plus>;
    if (!is_sum && n.op != &ir::info<op::times>) return {};
    int const side = is_literal(p_.argument(id, 0)) ? 0 : 1, other = p_.argument(id, 1 - side);
    if (!is_literal(p_.argument(id, side)) || is_literal(other)) return {};
    double const number = p_.node(p_.argument(id, side)).value;
    if (is_sum) return {operand(other, strength::sum) << (number < 0 ? " - " : " + ") << cpp_number(number < 0 ? -number : number), strength::sum};
    if (number == -1) return {text{"-"} << operand(other, strength::product), strength::sum};
    return {cpp_number(number) << "*" << operand(other, strength::atom), number < 0 ? strength::sum : strength::product};
  }

  /// The C++ of an operation with its arguments put in.
  constexpr cpp_expression fill(int id, text const& total) {
    if (cpp_expression short_form = fill_with_number(id); !short_form.spelled.empty()) return short_form;
    std::string_view const spelling = p_.node(id).op->cpp;
    use_function(p_.node(id).op->cpp_function);
    strength const own = cpp_strength_of(spelling);
    text out;
    int brackets = 0;
    for (std::size_t k = 0; k < spelling.size(); ++k) {
      char const letter = spelling[k];
      if (letter == '(') ++brackets;
      if (letter == ')') --brackets;
      if (letter != '$') {
        out << std::string_view{&spelling[k], 1};
        continue;
      }
      bool const first = k == 0;
      ++k;
      if (spelling[k] == 't') {
        out << total;
        continue;
      }
      strength const context = brackets == 0 ? cpp_context(own, spelling, first ? 0 : k) : is_whole_argument(spelling, k) ? strength::choice : strength::atom;
      out << operand(p_.argument(id, spelling[k] - '0'), context);
    }
    return {out, own};
  }
  constexpr void use_function(std::string_view definition) {
    if (definition.empty()) return;
    for (std::string_view each : functions_)
      if (each == definition) return;
    functions_.push_back(definition);
  }

  struct made {
    text name;               // of a variable or array
    cpp_expression inlined;  // in the loop that is being written
  };
  Program const& p_;
  cpp_names<Program> names_;
  vec<made> made_;
  vec<int> uses_;
  vec<bool> declared_;
  vec<text> where_;  // per axis: the position in the line that is being written
  vec<std::string_view> functions_;
  text arrays_;
  text out_;
  int depth_ = 1;
};

template <class Parsed>
constexpr text program_as_cpp() {
  return cpp_writer{compiled<Parsed>::program, compiled<Parsed>::parsed}.write();
}
template <class Parsed>
constexpr text error_of_cpp() {
  if (text wrong = compiled<Parsed>::error(); !wrong.empty()) return wrong;
  std::string_view const missing = cpp_writer<std::remove_cvref_t<decltype(compiled<Parsed>::program)>>::missing(compiled<Parsed>::program);
  if (missing.empty()) return {};
  return text{"to_cpp: the operation "} << missing << " has no C++ of its own; give it cpp, and cpp_function if <cmath> lacks what that calls";
}

}  // namespace detail

/// The program that evaluates the expressions, or a compiled one, as self-contained C++17: a function `evaluate` of the
/// extents of the axes, the arrays (dense and row-major), and the results.
template <auto... E>
inline constexpr auto to_cpp = detail::freeze_text<&detail::error_of_cpp<detail::program_of<E...>>, &detail::program_as_cpp<detail::program_of<E...>>>();

}  // namespace gradsmith
