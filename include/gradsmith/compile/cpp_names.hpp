// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The names of a program that is printed as C++, each an identifier that nothing else has, and the line that declares them.
#pragma once

#include <gradsmith/ir/print.hpp>
#include <gradsmith/pass/present.hpp>

namespace gradsmith::detail {

[[nodiscard]] constexpr bool is_letter_of_names(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
/// Whether a name occurs in C++ code as a whole word.
[[nodiscard]] constexpr bool is_word_of(std::string_view name, std::string_view code) {
  for (std::size_t k = code.find(name); k != std::string_view::npos; k = code.find(name, k + 1)) {
    bool const begins = k == 0 || !is_letter_of_names(code[k - 1]);
    bool const ends = k + name.size() == code.size() || !is_letter_of_names(code[k + name.size()]);
    if (begins && ends) return true;
  }
  return false;
}

template <class Program>
class cpp_names {
 public:
  constexpr cpp_names(Program const& p, ir::graph_view const& written) : p_(p), written_(written) {
    reserve_keywords();
    reserve_functions();
    for (int s = 0; s < p.symbol_count; ++s) symbols.push_back(unique(p.graph.symbols[s].name));
    for (int a = 0; a < p.axis_count; ++a) {
      text extent;
      if (p.graph.axes[a].origin == a) extent = unique((text{"extent_"} << p.graph.axes[a].name).view());
      extents_.push_back(extent);
    }
    for (int a = 0; a < p.axis_count; ++a) axes.push_back(unique(p.graph.axes[a].name));
    for (int k = 0; k < p.output_count; ++k) {
      ir::output const& out = p.graph.outputs[k];
      if (out.symbol >= 0) outputs.push_back(unique((text{"gradient_"} << p.graph.symbols[out.symbol].name).view()));
      else outputs.push_back(unique(out.rank == 0 ? "value" : "values"));
    }
  }

  vec<text> axes, symbols, outputs;

  [[nodiscard]] constexpr text extent(int axis) const {
    int const origin = p_.graph.axes[axis].origin;
    if (int const known = p_.graph.axes[origin].extent; known != 0) return text{} << known;
    return extents_[origin];
  }
  [[nodiscard]] constexpr text extent_as_number(int axis) const {
    if (p_.graph.axes[p_.graph.axes[axis].origin].extent != 0) return extent(axis) << ".0";
    return text{"static_cast<double>("} << extent(axis) << ")";
  }
  /// A name for a value of the program's own.
  constexpr text fresh() {
    for (;;) {
      text name{"t"};
      name << ++made_;
      if (is_taken(name.view())) continue;
      return name;
    }
  }

  /// What the function computes, and its declaration, with what `code` uses as parameters.
  [[nodiscard]] constexpr text heading(std::string_view code) const {
    text out;
    ir::graph const g = pass::present(written_);
    for (int k = 0; k < p_.output_count; ++k) {
      out << "// " << outputs[k] << shape(p_.graph.outputs[k].axes, p_.graph.outputs[k].rank);
      bool const is_gradient = p_.graph.outputs[k].symbol >= 0;
      if (!is_gradient) out << " = " << ir::to_text(g, g.outputs[k].node);
      else out << ": the derivative by " << p_.graph.symbols[p_.graph.outputs[k].symbol].name;
      out << "\n";
    }
    text arrays;
    for (int s = 0; s < p_.symbol_count; ++s)
      if (p_.graph.symbols[s].rank > 0 && is_word_of(symbols[s].view(), code)) arrays << (arrays.empty() ? " " : ", ") << symbols[s] << shape(p_.graph.symbols[s].axes, p_.graph.symbols[s].rank);
    if (!arrays.empty()) out << "// Arrays are dense and row-major:" << arrays << ".\n";
    text line{"inline void evaluate("};
    int const indent = line.size();
    int width = 0;
    bool first = true;
    auto const add = [&](text const& parameter) {
      if (!first) line << ",";
      if (!first && width + parameter.size() > 100) {
        line << "\n";
        for (int k = 0; k < indent; ++k) line << " ";
        width = 0;
      } else if (!first) line << " ";
      line << parameter;
      width += parameter.size() + 2;
      first = false;
    };
    for (int a = 0; a < p_.axis_count; ++a)
      if (p_.graph.axes[a].origin == a && is_word_of(extents_[a].view(), code)) add(text{"std::size_t "} << extents_[a]);
    for (int s = 0; s < p_.symbol_count; ++s)
      if (is_word_of(symbols[s].view(), code)) add(text{p_.graph.symbols[s].rank == 0 ? "double " : "double const* "} << symbols[s]);
    for (int k = 0; k < p_.output_count; ++k) add(text{p_.graph.outputs[k].rank == 0 ? "double& " : "double* "} << outputs[k]);
    return out << line << ") {\n";
  }

 private:
  [[nodiscard]] constexpr text shape(int const* along, int rank) const {
    text out;
    for (int d = 0; d < rank; ++d) out << (d == 0 ? "[" : ", ") << axes[along[d]];
    return rank == 0 ? out : out << "]";
  }
  [[nodiscard]] constexpr bool is_taken(std::string_view name) const {
    for (std::string_view each : reserved_)
      if (each == name) return true;
    for (text const& each : taken_)
      if (each == name) return true;
    return false;
  }
  constexpr text unique(std::string_view wanted) {
    text base;
    for (char letter : wanted) base << std::string_view{is_letter_of_names(letter) ? &letter : "_", 1};
    bool const is_odd = !base.empty() && (base.view()[0] == '_' || (base.view()[0] >= '0' && base.view()[0] <= '9'));
    bool const may_be_macro = wanted.starts_with("M_") || wanted.starts_with("FP_");  // M_PI, FP_NAN
    if (base.empty() || is_odd || may_be_macro) base = text{"x"} << base.view();
    text name = base;
    for (int number = 2; is_taken(name.view()); ++number) name = text{base.view()} << "_" << number;
    taken_.push_back(name);
    return name;
  }
  /// Keywords up to C++20, macros and types of <cmath> and of compilers, and what the code itself declares.
  constexpr void reserve_keywords() {
    for (std::string_view each : {"alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char",
                                  "char8_t", "char16_t", "char32_t", "class", "co_await", "co_return", "co_yield", "compl", "concept", "const",
                                  "const_cast", "consteval", "constexpr", "constinit", "continue", "decltype", "default", "delete", "do", "double",
                                  "dynamic_cast", "else", "enum", "evaluate", "explicit", "export", "extern", "false", "float", "for", "friend",
                                  "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "noexcept", "not", "not_eq", "nullptr",
                                  "operator", "or", "or_eq", "position", "private", "protected", "public", "register", "reinterpret_cast",
                                  "requires", "return", "short", "signed", "sizeof", "static", "static_assert", "static_cast", "std", "struct",
                                  "switch", "template", "this", "thread_local", "throw", "true", "try", "typedef", "typeid", "typename", "union",
                                  "unsigned", "using", "virtual", "void", "volatile", "wchar_t", "while", "xor", "xor_eq", "HUGE_VAL", "HUGE_VALF",
                                  "HUGE_VALL", "INFINITY", "NAN", "MAXFLOAT", "MATH_ERRNO", "MATH_ERREXCEPT", "math_errhandling", "errno", "linux",
                                  "unix", "size_t", "ptrdiff_t", "nullptr_t", "max_align_t", "float_t", "double_t", "div_t", "ldiv_t", "lldiv_t"})
      reserved_.push_back(each);
  }
  /// The functions that operations bring are called by their names.
  constexpr void reserve_functions() {
    for (int id = 0; id < p_.node_count; ++id) {
      std::string_view const definition = p_.node(id).op->cpp_function;
      std::size_t const open = definition.find('(');
      if (open == std::string_view::npos) continue;
      std::size_t start = open;
      while (start > 0 && is_letter_of_names(definition[start - 1])) --start;
      reserved_.push_back(definition.substr(start, open - start));
    }
  }

  Program const& p_;
  ir::graph_view written_;
  vec<text> extents_;
  vec<text> taken_;
  vec<std::string_view> reserved_;
  int made_ = 0;
};

}  // namespace gradsmith::detail
