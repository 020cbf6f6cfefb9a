// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What an evaluation should take: the bytes of data that it reads, its operations, and the time of the slower of the two.
#pragma once

#include <cstdio>
#include <string>
#include <utility>

#include <gradsmith/compile/operations.hpp>

namespace gradsmith {

/// What a prediction assumes of the machine: a roofline. [Williams2009]
struct machine_model {
  double bytes_per_second = 24e9;    // that one core reads, from the last level of cache or from memory
  double vectors_per_second = 2.5e9;  // operations on whole vectors; a division counts 4, a transcendental 12
};

/// What one evaluation in double should take, for given extents.
struct predicted_cost {
  double bytes = 0;       // of data that are read
  double operations = 0;  // by their weights: operation_counts::weighted
  double reading = 0;     // seconds that the bytes take
  double computing = 0;   // seconds that the operations take

  [[nodiscard]] constexpr double seconds() const noexcept { return reading > computing ? reading : computing; }
};

namespace detail {

/// The bytes of data that a program reads, as sums of element sizes times the extents of axes: once for each pass.
template <class C>
class data_reads {
  static constexpr auto const& program = C::program;

 public:
  struct term {
    ir::axis_set axes = 0;
    int times = 0;
  };
  term terms[ir::room(program.node_count)]{};
  int count = 0;

  consteval data_reads() {
    for (int slot = 1; slot < program.slots; slot += 2) {
      bool known[ir::room(program.node_count)]{};
      for (int s = 0; s < program.step_count; ++s) {
        if (program.steps[s].slot != slot) continue;
        for (int e = program.steps[s].first; e < program.steps[s].first + program.steps[s].count; ++e) note(program.entries[e].node, known);
      }
    }
  }
  /// "16*i*j + 8*i" for elements of 8 bytes.
  [[nodiscard]] std::string to_text(std::size_t element_size) const {
    std::string out;
    for (int t = 0; t < count; ++t) {
      out.append(t > 0 ? " + " : "").append(std::to_string(static_cast<std::size_t>(terms[t].times) * element_size));
      for (ir::axis_set rest = terms[t].axes; rest != 0; rest = ir::without_first(rest)) out.append("*").append(program.graph.axes[ir::first_axis(rest)].name);
    }
    return out.empty() ? "0" : out;
  }
  template <class... Bindings>
  [[nodiscard]] double elements(Bindings const&... extents) const {
    double total = 0;
    for (int t = 0; t < count; ++t) {
      double product = terms[t].times;
      for (ir::axis_set rest = terms[t].axes; rest != 0; rest = ir::without_first(rest)) {
        auto const& axis = program.graph.axes[program.graph.axes[ir::first_axis(rest)].origin];
        double extent = axis.extent;
        ((extent = Bindings::name.view() == axis.name ? static_cast<double>(extents.value) : extent), ...);
        product *= extent;
      }
      total += product;
    }
    return total;
  }

 private:
  // A node of a step, or an argument of one: input that varies along the rows is read from memory.
  constexpr void note(int id, bool* known) {
    if (program.node(id).op->kind != ir::form::symbol) {
      for (int k = 0; k < program.node(id).count; ++k)
        if (int const argument = program.argument(id, k); program.node(argument).op->kind == ir::form::symbol) note(argument, known);
      return;
    }
    if (known[id] || !program.is_streamed(id)) return;
    known[id] = true;
    int t = 0;
    while (t < count && terms[t].axes != program.node(id).axes) ++t;
    if (t == count) terms[count++].axes = program.node(id).axes;
    ++terms[t].times;
  }
};

/// Three digits and a unit: 1.23 ms.
inline std::string with_unit(double x, double const* sizes, char const* const* units) {
  int k = 0;
  while (sizes[k + 1] != 0 && x < sizes[k]) ++k;
  char text[48];
  std::snprintf(text, sizeof text, "%.3g %s", x / sizes[k], units[k]);
  return text;
}
inline std::string as_time(double seconds) {
  static constexpr double sizes[] = {1, 1e-3, 1e-6, 1e-9, 0};
  static constexpr char const* units[] = {"s", "ms", "us", "ns"};
  return with_unit(seconds, sizes, units);
}
inline std::string as_bytes(double bytes) {
  static constexpr double sizes[] = {1e9, 1e6, 1e3, 1, 0};
  static constexpr char const* units[] = {"GB", "MB", "kB", "bytes"};
  return with_unit(bytes, sizes, units);
}

template <class C>
[[nodiscard]] std::string reads_to_text() {
  static constexpr data_reads<C> reads;
  if (reads.count == 0) return {};
  return "bytes of data read per evaluation, in double\n  " + reads.to_text(sizeof(double)) + "\n";
}

template <class C, class... Bindings>
[[nodiscard]] predicted_cost predict(machine_model const& machine, Bindings const&... extents) {
  static constexpr data_reads<C> reads;
  static constexpr operation_polynomial<C> operations;
  constexpr double lanes = static_cast<double>(simd::batch<double>::size);
  double const bytes = reads.elements(extents...) * sizeof(double), weighted = operations.weighted(extents...);
  return {.bytes = bytes, .operations = weighted, .reading = bytes / machine.bytes_per_second, .computing = weighted / lanes / machine.vectors_per_second};
}

/// The lines of a prediction for given extents. (C, which nothing here needs, carries the instruction set.)
template <class C, class... Bindings>
[[nodiscard]] std::string lines_of(predicted_cost const& of, machine_model const& machine, Bindings const&... extents) {
  std::string out = "prediction";
  char const* between = " for ";
  char text[160];
  ((std::snprintf(text, sizeof text, "%s%.*s = %.0f", std::exchange(between, ", "), static_cast<int>(Bindings::name.view().size()), Bindings::name.view().data(), static_cast<double>(extents.value)), out += text), ...);
  out.append(", in double\n  data       ").append(as_bytes(of.bytes)).append(", ").append(as_time(of.reading));
  std::snprintf(text, sizeof text, " at %.3g GB/s\n  operations %.3g, ", machine.bytes_per_second / 1e9, of.operations);
  out.append(text).append(as_time(of.computing));
  std::snprintf(text, sizeof text, " at %.3g vectors of %d each nanosecond\n  time       ", machine.vectors_per_second / 1e9, static_cast<int>(simd::batch<double>::size));
  out.append(text).append(as_time(of.seconds())).append(of.reading > of.computing ? ", bound by memory\n" : ", bound by arithmetic\n");
  return out;
}

}  // namespace detail

}  // namespace gradsmith
