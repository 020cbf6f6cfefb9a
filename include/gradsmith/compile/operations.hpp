// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// operations<e...>: what the compiled program does, counted, as polynomials in the extents of its axes.
#pragma once

#include <gradsmith/compile.hpp>

namespace gradsmith {

/// The operations of a program per lane, for extents that are multiples of the block: remainders and
/// horizontal sums are left out. A sum of terms, each the counts times the extents of some axes.
template <class C>
class operation_polynomial {
  static constexpr auto const& program = C::program;

 public:
  struct term {
    ir::axis_set axes = 0;
    operation_counts counts;
  };

  consteval operation_polynomial() {
    for (int s = 0; s < program.step_count; ++s) {
      auto const& step = program.steps[s];
      for (int e = step.first; e < step.first + step.count; ++e) {
        auto const& entry = program.entries[e];
        if (entry.kind == pass::entry_kind::load || entry.kind == pass::entry_kind::store) continue;
        ir::axis_set axes = program.node(entry.node).axes;
        if (entry.kind == pass::entry_kind::reduce)
          for (int k = 0; k < program.node(entry.node).count; ++k) axes |= program.node(program.argument(entry.node, k)).axes;
        if (entry.kind == pass::entry_kind::scatter) {
          axes = 0;  // one addition for each position, however many entries there are
          for (int k = 0; k < program.node(entry.node).count; k += 2) axes |= program.node(program.argument(entry.node, k)).axes;
        }
        add(axes, program.node(entry.node).op->cost);
      }
    }
  }

  /// The counts for given extents: operations<e>.at(i = 1000, j = 32). Axes with compile-time extents
  /// need none.
  template <class... Bindings>
    requires(is_binding<Bindings> && ...)
  [[nodiscard]] constexpr operation_counts at(Bindings const&... extents) const {
    constexpr auto wrong = [] { return check_axes("operations need", "at(...)", Bindings::name.view()...); };
    if constexpr (is_wrong<wrong>()) stop_compilation<error_sentence<wrong>>();
    operation_counts total;
    for (int t = 0; t < count_; ++t) {
      double times = 1;
      for (ir::axis_set rest = terms_[t].axes; rest != 0; rest = ir::without_first(rest)) {
        auto const& axis = program.graph.axes[program.graph.axes[ir::first_axis(rest)].origin];
        double extent = axis.extent;
        ((extent = Bindings::name.view() == axis.name ? static_cast<double>(extents.value) : extent), ...);
        times *= extent;
      }
      total = total + times * terms_[t].counts;
    }
    return total;
  }
  /// What is wrong with the names of the extents that are given: a forgotten axis would count as 0, and a budget on
  /// it would hold.
  template <class... Name>
  [[nodiscard]] static constexpr text check_axes(std::string_view who_needs, std::string_view call, Name... names) {
    std::string_view const given[]{names..., ""};
    for (int a = 0; a < program.axis_count; ++a) {
      auto const& axis = program.graph.axes[a];
      bool known = axis.extent != 0 || axis.origin != a;
      for (std::string_view name : given) known = known || name == axis.name;
      if (known) continue;
      return text{who_needs} << " the extent of the axis " << axis.name << "; add " << axis.name << " = ... to " << call;
    }
    for (std::string_view name : given) {
      bool known = name.empty();
      for (int a = 0; a < program.axis_count; ++a) known = known || program.graph.axes[a].name == name;
      if (!known) return text{name} << " is not an axis of the expression";
    }
    return {};
  }
  /// div and sqrt count 4, a transcendental 12, the rest 1.
  template <class... Bindings>
  [[nodiscard]] constexpr double weighted(Bindings const&... extents) const {
    return at(extents...).weighted();
  }

  [[nodiscard]] constexpr int size() const noexcept { return count_; }
  [[nodiscard]] constexpr term const& operator[](int k) const noexcept { return terms_[k]; }

  /// One line per kind that occurs: "fma: 2*i*j + j".
  [[nodiscard]] constexpr text to_text() const {
    text out;
    line(out, "add", &operation_counts::add);
    line(out, "mul", &operation_counts::mul);
    line(out, "fma", &operation_counts::fma);
    line(out, "div", &operation_counts::div);
    line(out, "sqrt", &operation_counts::sqrt);
    line(out, "transcendental", &operation_counts::transcendental);
    line(out, "compare", &operation_counts::compare);
    line(out, "select", &operation_counts::select);
    return out;
  }

 private:
  constexpr void add(ir::axis_set axes, operation_counts const& counts) {
    int t = 0;
    while (t < count_ && terms_[t].axes != axes) ++t;
    if (t == count_) terms_[count_++].axes = axes;
    terms_[t].counts = terms_[t].counts + counts;
  }
  constexpr void line(text& out, std::string_view name, double operation_counts::* kind) const {
    bool any = false;
    for (int t = 0; t < count_; ++t) {
      double const number = terms_[t].counts.*kind;
      if (number == 0) continue;
      out << (any ? " + " : name);
      if (!any) out << ": ";
      any = true;
      if (number != 1 || terms_[t].axes == 0) out << number;
      bool star = number != 1;
      for (ir::axis_set rest = terms_[t].axes; rest != 0; rest = ir::without_first(rest)) {
        if (star) out << "*";
        star = true;
        out << program.graph.axes[ir::first_axis(rest)].name;
      }
    }
    if (any) out << "\n";
  }

  term terms_[ir::room(program.entry_count)]{};
  int count_ = 0;
};

namespace detail {

template <class C>
consteval auto count_operations() {
  if constexpr (is_wrong<&C::error>()) stop_compilation<error_sentence<&C::error>>();
  return operation_polynomial<C>{};
}

}  // namespace detail

/// What compile<E...> does per evaluation.
template <auto... E>
inline constexpr auto operations = detail::count_operations<compiled<parsed<E...>>>();

}  // namespace gradsmith
