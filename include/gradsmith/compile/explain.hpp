// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// explain<loss>(): what the compiler made of a loss, pass by pass, and the schedule that is run.
#pragma once

#include <string>
#include <vector>

#include <gradsmith/ir/listing.hpp>
#include <gradsmith/compile/prediction.hpp>
#include <gradsmith/pass/batch.hpp>
#include <gradsmith/pass/present.hpp>

namespace gradsmith {

namespace detail {

template <class C>
class explainer {
  static constexpr auto const& program = C::program;
  using stages = typename C::stages;

 public:
  [[nodiscard]] static std::string write() {
    std::string out;
    graph_after(out, "parse", "what is written, derivatives still to be worked out", stages::parsed::view);
    rules_of<default_rules>(out, stages::parsed::view);
    graph_after(out, "simplify", "the rules make it stable", stages::stable::view);
    graph_after(out, "differentiate", "by the chain rule", stages::differentiated::view);
    rules_of<default_rules>(out, stages::differentiated::view);
    graph_after(out, "simplify", "the rules once more, on what the chain rule made", stages::simplified::view);
    formulas(out);
    graph_after(out, "expand", "named functions by what they are made of", stages::expanded::view);
    if (stages::short_axes != 0) graph_after(out, "unroll", "short axes written out", stages::unrolled::view);
    graph_after(out, "lower", "the operations that run", stages::lowered::view);
    schedule(out);
    out += "operations per evaluation\n";
    text const counted = operation_polynomial<C>{}.to_text();
    out += counted.empty() ? "  none\n" : indented(counted.view());
    return out += reads_to_text<C>();
  }

 private:
  static void graph_after(std::string& out, std::string_view pass, std::string_view what, ir::graph_view const& view) {
    out.append("after ").append(pass).append(": ").append(what).append("\n").append(ir::listing(view).view());
    out += view.output_count == 1 ? "  the output:" : "  the outputs:";
    for (int k = 0; k < view.output_count; ++k) out.append(" ").append(name(view.outputs[k].node));
    out += "\n\n";
  }
  /// What is evaluated, one formula for each output.
  static void formulas(std::string& out) {
    ir::graph const shown = pass::present(ir::view_of(pass::without_zeros(stages::simplified::view)));
    out += "in formulas\n";
    for (int k = 0; k < shown.outputs.size(); ++k)
      out.append("  output").append(std::to_string(k)).append(" = ").append(ir::to_text(shown, shown.outputs[k].node).view()).append("\n");
    out += "\n";
  }
  /// What each rule does to the graph: simplified once more, at run time. A template, so that no header pays for it.
  template <class Rules>
  static void rules_of(std::string& out, ir::graph_view const& before) {
    vec<ir::rewritten> history;
    (void)pass::simplify<Rules>(before, &history);
    if (history.empty()) return;
    out += "rules that apply\n";
    for (int k = 0; k < history.size(); ++k) {
      ir::rewritten const& each = history[k];
      bool known = false;
      for (int earlier = 0; earlier < k; ++earlier) known = known || (history[earlier].rule == each.rule && history[earlier].before.view() == each.before.view());
      if (known) continue;
      out.append("  ").append(each.rule).append("\n      ").append(each.before.view()).append("\n    = ").append(each.after.view()).append("\n");
    }
    out += "\n";
  }
  [[nodiscard]] static std::string indented(std::string_view lines) {
    std::string out = "  ";
    for (std::size_t k = 0; k < lines.size(); ++k) {
      out += lines[k];
      if (lines[k] == '\n' && k + 1 < lines.size()) out += "  ";
    }
    return out;
  }
  [[nodiscard]] static std::string axes(ir::axis_set set) { return std::string(ir::list_axes(ir::thaw(program.graph.view()), set).view()); }
  // Appended to, as g++ 12 at -O3 warns of the + of a literal and a string (GCC bug 105329).
  [[nodiscard]] static std::string name(int id) { return std::string("n").append(std::to_string(id)); }

  static void schedule(std::string& out) {
    out.append("schedule, vectors of ").append(simd::instruction_set).append("\n");
    if (program.stream < 0) {
      out += "  no axis is streamed: no input varies along an axis of run-time extent that need not be there as a whole\n";
    } else {
      out.append("  streamed axis ").append(program.graph.axes[program.stream].name);
      out += program.graph.axes[program.stream].streamed
                 ? ": the formula asks for it"
                 : has_parameters(program.stream) ? ": the others have parameters too or cumulative sums, or fewer input bytes"
                 : ": of the axes of run-time extent that no parameter has, the one of most input bytes";
      out += "; its positions lie in the lanes\n";
      out.append("  passes over the data: ").append(std::to_string(program.slots / 2)).append("\n");
      if (program.slots > 3) out += "  more than one, because a value that varies along the data needs a sum over all of them\n";
      if (text const wrong = pass::rows_error(stages::parsed::view, program.stream); !wrong.empty()) out.append("  ").append(wrong.view()).append("\n");
      else if (multiplies_rows()) out += "  a product over the data: a batch gives no estimate of it\n";
      else if (uses_sum_nonlinearly()) out += "  a sum over the data stands inside a nonlinear function: on a batch the value is the plug-in\n  estimate, with the batch's own sum in its place\n";
    }
    int slot = -1;
    for (int s = 0; s < program.step_count; ++s) {
      if (program.steps[s].slot != slot) heading(out, slot = program.steps[s].slot);
      step(out, s);
    }
  }
  [[nodiscard]] static bool has_parameters(int axis) { return ir::contains(pass::detail::axes_of_parameters(stages::parsed::view), axis); }
  [[nodiscard]] static bool multiplies_rows() {
    for (int id = 0; id < program.node_count; ++id)
      if (pass::is_product_over_rows(program.graph.view(), id, program.stream)) return true;
    return false;
  }
  /// Whether a sum over the rows enters anything but a linear combination of such sums.
  [[nodiscard]] static bool uses_sum_nonlinearly() {
    std::vector<bool> from_rows(ir::room(program.node_count));
    for (int id = 0; id < program.node_count; ++id) {
      ir::node const& n = program.node(id);
      if (n.op->kind == ir::form::reduction && ir::contains(n.bound, program.stream)) {
        from_rows[static_cast<std::size_t>(id)] = true;
        if (!n.op->scales_with_rows) return true;
        continue;
      }
      bool any = false;
      for (int k = 0; k < n.count; ++k) any = any || from_rows[static_cast<std::size_t>(program.argument(id, k))];
      if (!any) continue;
      from_rows[static_cast<std::size_t>(id)] = true;
      if (program.is_streamed(id) || !is_linear(id, from_rows)) return true;
    }
    return false;
  }
  /// Whether a node is linear in those of its arguments that are sums over the rows, taken together.
  [[nodiscard]] static bool is_linear(int id, std::vector<bool> const& from_rows) {
    ir::node const& n = program.node(id);
    ir::operation const* const op = n.op;
    auto const varies = [&](int argument_number) {
      return argument_number < n.count && from_rows[static_cast<std::size_t>(program.argument(id, argument_number))];
    };
    if (op == &ir::info<op::plus> || op == &ir::info<op::minus> || op == &ir::info<op::rounded_minus> || op == &ir::info<op::negate> || op == &ir::info<op::output>) return true;
    if (op == &ir::info<op::times> || op == &ir::info<op::negated_times> || op == &ir::info<op::multiply_add> || op == &ir::info<op::negated_multiply_add>) return !(varies(0) && varies(1));
    if (op == &ir::info<op::contraction>) return varies(0) + varies(1) + varies(2) < 2;
    if (op == &ir::info<op::divide>) return !varies(1);
    return op->linear || op == &ir::info<op::scatter> || (op->kind == ir::form::gather && varies(0));
  }
  static void heading(std::string& out, int slot) {
    if (slot % 2 == 1) out += "  for each block of rows" + (slot > 1 ? ", pass " + std::to_string((slot + 1) / 2) : std::string()) + "\n";
    else out += slot == 0 ? "  before the data\n" : "  after the data\n";
  }
  static void step(std::string& out, int s) {
    auto const& step = program.steps[s];
    if (step.is_contraction) {
      int const id = program.entries[step.first].node;
      static constexpr char const* kinds[]{"", "the lower triangle of ", "the upper triangle of "};
      auto const part = [&](int which_part) { return kinds[op::contraction::triangle(program.node(id).tag, which_part)]; };
      out += "    " + name(id) + " = contraction of " + part(0) + name(program.argument(id, 0)) + " and " + part(1) + name(program.argument(id, 1)) +
             " over " + axes(program.node(id).bound) + ", " + part(2) + "result [" + axes(program.node(id).axes) + "]\n";
      return;
    }
    if (step.is_scan) {
      int const id = program.entries[step.first].node;
      out.append("    ").append(name(id)).append(" = ").append(program.node(id).op->name).append(" of ").append(name(program.argument(id, 0)));
      out.append(" along ").append(axes(program.node(id).bound)).append("\n");
      return;
    }
    out += step.loops == 0 ? "    once:" : "    loop over ";
    for (int k = 0; k < step.loops; ++k) {
      out += (k > 0 ? ", " : "") + axes(ir::axis_bit(step.order[k]));
      if (k == step.lane) out += " (lanes)";
    }
    if (step.loops > 0) out += ":";
    for (int e = step.first; e < step.first + step.count; ++e) {
      auto const& entry = program.entries[e];
      if (entry.kind == pass::entry_kind::load) continue;
      out.append(" ").append(name(entry.node));
      if (entry.kind == pass::entry_kind::reduce || entry.kind == pass::entry_kind::scatter) out.append("=").append(program.node(entry.node).op->name);
      if (entry.kind == pass::entry_kind::store) out.append("=output").append(std::to_string(program.node(entry.node).tag));
      if (entry.kept) out += "*";
    }
    out += "\n";
  }
};

template <class Extent>
concept extent_given = is_binding<Extent> && requires(Extent const& extent) { static_cast<double>(extent.value); };

template <class C, class... Extents>
constexpr text error_of_explaining() {
  if constexpr (!(extent_given<Extents> && ...))
    return text{"explain takes a machine_model, or none, and then extents, such as i = 1000"};
  else if constexpr (is_wrong<&C::error>() || sizeof...(Extents) == 0) return C::error();
  else return operation_polynomial<C>::check_axes("a prediction needs", "explain(...)", Extents::name.view()...);
}

/// Says what is wrong; of no use but its type.
template <class C, class... Extents>
constexpr auto stop_if_unexplained() {
  constexpr auto error = &error_of_explaining<C, Extents...>;
  if constexpr (is_wrong<error>()) stop_compilation<error_sentence<error>>();
}

/// What explain<e...> is about: a loss with its gradient, or outputs.
template <auto First, auto... Rest>
struct explained {
  using type = compiled<parsed<First, Rest...>>;
};
template <auto Loss>
struct explained<Loss> {
  using alone = parsed<Loss>;
  /// What varies along an axis has no gradient: it is explained as it is.
  static consteval bool is_number() {
    return !alone::view.error_text().empty() || (alone::view.output_count == 1 && alone::view.outputs[0].rank == 0);
  }
  template <bool Number, class = void>
  struct choice {
    using type = compiled<parsed<Loss, gradient(Loss)>>;
  };
  template <class Unused>
  struct choice<false, Unused> {
    using type = compiled<alone>;
  };
  using type = typename choice<is_number()>::type;
};

}  // namespace detail

/// What explain<e...> returns: a string. What is wrong with the formula is said of this type, which the call asks for
/// and whose name has only its key: within explain<e...> itself, compilers would print the whole formula first.
template <class C, class... Extents>
class explanation : public std::string {
  using checked = decltype(detail::stop_if_unexplained<C, Extents...>());

 public:
  /// The numbers of its last lines; zeros without extents.
  predicted_cost predicted;

  explicit explanation(machine_model const& machine, Extents const&... extents) {
    if constexpr (!is_wrong<&detail::error_of_explaining<C, Extents...>>()) {
      append(detail::explainer<C>::write());
      if constexpr (sizeof...(Extents) > 0) {
        predicted = detail::predict<C>(machine, extents...);
        append(detail::lines_of<C>(predicted, machine, extents...));
      }
    }
  }
};

/// The graph of compile<Loss, gradient(Loss)>, or of compile<e> for what is no single number, after every pass, with what the rules did to it, the schedule, the
/// operations and the bytes of data that an evaluation takes; with more than one expression, of compile<First, Second, ...>.
/// In the schedule `n7*` is kept in memory for a later step; what is not starred stays in registers. With extents,
/// explain<loss>(i = 10000, j = 32), also the time that is to be expected, on a machine_model if one comes first; as a number,
/// explain<loss>(i = 10000, j = 32).predicted.seconds().
template <auto First, auto... Rest, class... Extents>
[[nodiscard]] auto explain(Extents const&... extents)
    -> explanation<typename detail::explained<First, Rest...>::type, Extents...> {
  return explanation<typename detail::explained<First, Rest...>::type, Extents...>{machine_model{}, extents...};
}
template <auto First, auto... Rest, class... Extents>
[[nodiscard]] auto explain(machine_model const& machine, Extents const&... extents)
    -> explanation<typename detail::explained<First, Rest...>::type, Extents...> {
  return explanation<typename detail::explained<First, Rest...>::type, Extents...>{machine, extents...};
}

}  // namespace gradsmith
