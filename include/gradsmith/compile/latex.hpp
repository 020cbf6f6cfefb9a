// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// to_latex<e...>: expressions, derivatives and compiled programs as LaTeX.
#pragma once

#include <gradsmith/compile/formula.hpp>
#include <gradsmith/compile/reading.hpp>
#include <gradsmith/ir/latex.hpp>

namespace gradsmith {

namespace detail {

/// One formula as it is; of several, a line each: L = ..., and the partials of L.
template <class Parsed>
constexpr text program_as_latex() {
  ir::graph const g = graph_to_print<Parsed>();
  if (g.outputs.size() == 1 && g.outputs[0].symbol < 0) return ir::to_latex(g, g.outputs[0].node);
  int values = 0;
  for (ir::output const& out : g.outputs) values += out.symbol < 0 ? 1 : 0;
  text lines{"\\begin{aligned}"};
  int number = 0;
  text loss{"L"};
  for (int k = 0; k < g.outputs.size(); ++k) {
    ir::output const& out = g.outputs[k];
    lines << (k == 0 ? " " : " \\\\ ");
    if (out.symbol < 0) {
      loss = text{"L"};
      if (values > 1) loss << "_{" << ++number << "}";
      lines << loss;
    } else {
      ir::symbol const& s = g.symbols[out.symbol];
      text subscripts;
      for (int d = 0; d < s.rank; ++d) subscripts << g.axes[s.axes[d]].name;
      lines << "\\frac{\\partial " << loss << "}{\\partial " << ir::detail::latex_printer::name_of(s.name, subscripts) << "}";
    }
    lines << " &= " << ir::to_latex(g, out.node);
  }
  return lines << " \\end{aligned}";
}
template <class Parsed>
constexpr text error_of_reading() {
  return text{graph_of<Parsed>().error_text()};
}

}  // namespace detail

/// The expressions, or a compiled program, as LaTeX for math mode; a compile-time string. Derivatives in them are worked
/// out and simplified. N_i is the extent of the axis i.
template <auto... E>
inline constexpr auto to_latex = detail::freeze_text<&detail::error_of_reading<detail::program_of<E...>>, &detail::program_as_latex<detail::program_of<E...>>>();

}  // namespace gradsmith
