// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// compile<e...>: expressions become a function object that evaluates them.
#pragma once

#include <gradsmith/compile/arguments.hpp>
#include <gradsmith/emit/straight.hpp>
#include <gradsmith/lang/binding.hpp>
#include <gradsmith/pass/derivative_outputs.hpp>
#include <gradsmith/pass/key.hpp>
#include <gradsmith/pass/pipeline.hpp>
#include <gradsmith/compile/results.hpp>

namespace gradsmith {

/// The compiled form of a parsed graph: its constants, shared by everything that runs or explains it.
template <class Parsed>
struct compiled {
  using stages = pass::pipeline<Parsed>;
  static constexpr ir::graph_view parsed = stages::parsed::view;
  static constexpr auto const& program = stages::program;
  /// What is needed while programs run, apart from the graph: an object that names no operation, so that
  /// no pass is compiled into the user's program.
  static constexpr auto tables = pass::tables_of(program);
  static constexpr text error() { return stages::error(); }
};

/// The tables of a program that has an error, as far as they were parsed.
template <class Parsed>
struct uncompiled {
  static constexpr ir::graph_view tables = compiled<Parsed>::parsed;
};

template <auto... E>
struct parse_expressions {
  constexpr ir::graph operator()() const { return pass::parse<E...>(); }
};

/// The parsed graph of expressions, under a short name.
template <auto... E>
using parsed = pass::key_of<parse_expressions<lang::as_expression(E)...>>;

namespace detail {

template <auto Loss>
struct parse_loss {
  constexpr ir::graph operator()() const { return pass::parse_loss<Loss>(); }
};

}  // namespace detail

/// The parsed graph of a loss, which must be a number.
template <auto Loss>
using parsed_loss = pass::key_of<detail::parse_loss<lang::as_expression(Loss)>>;

/// Memory and bindings for repeated evaluations that allocate nothing.
template <class C, class T, class Running = emit::undivided>
struct workspace {
  emit::context<C, T> context;
  typename Running::template memory<C, T> memory;
  buffer<T> converted[ir::room(C::tables.symbol_count)];  // one per symbol, empty for those that are read as they are
};

namespace detail {

template <class C>
struct is_unstreamed_leaf {
  static constexpr bool holds(int id) { return C::program.node(id).op->kind == ir::form::symbol && !C::program.is_streamed(id); }
};

/// Arrays of another element type that loops read in place are copied, converted; the sources then show the copies.
template <class C, class T>
[[gnu::always_inline]] inline void convert_unstreamed(emit::source* sources, std::size_t const* extents, buffer<T>* copies) {
  emit::for_each_of<emit::selection<C::program.node_count, is_unstreamed_leaf<C>>>([&](auto each_leaf) {
    constexpr int symbol_number = C::program.node(each_leaf).tag;
    constexpr auto declared = C::tables.symbols[symbol_number];
    constexpr auto dimensions = static_cast<std::size_t>(declared.rank);
    emit::source& bound_source = sources[symbol_number];
    if (bound_source.convert == nullptr) return;
    array_view<T const, declared.rank> dense{};
    std::size_t element_count = 1;
    for (std::size_t dim = dimensions; dim-- > 0;) {
      dense.extents[dim] = extents[declared.axes[dim]];
      dense.strides[dim] = bound_source.stride[dim];
      bound_source.stride[dim] = static_cast<std::ptrdiff_t>(element_count);
      element_count *= dense.extents[dim];
    }
    buffer<T>& copy = copies[symbol_number];
    if (copy.size() < element_count) copy = buffer<T>(element_count);
    std::size_t const run_length = dimensions > 0 ? dense.extents[dimensions - 1] : 1;
    std::ptrdiff_t const run_stride = dimensions > 0 ? dense.strides[dimensions - 1] : 1;
    for (std::size_t converted = 0; converted < element_count; converted += run_length)
      bound_source.convert(bound_source.at(dense.offset(converted)), run_stride, copy.data() + converted, run_length);
    bound_source.data = copy.data();
    bound_source.element_size = sizeof(T);
    bound_source.convert = nullptr;
  });
}

/// Output k is dense and row-major at `to`.
template <class C, class T>
[[gnu::always_inline]] inline void set_output(emit::bound_arrays<C, T>& c, int k, T* to) {
  auto const& out = C::tables.outputs[k];
  c.outputs[k].data = to;
  std::ptrdiff_t stride = 1;
  for (int d = out.rank; d-- > 0;) {
    c.outputs[k].stride[d] = stride;
    stride *= static_cast<std::ptrdiff_t>(c.extent[out.axes[d]]);
  }
}

}  // namespace detail

/// A function object that evaluates expressions: const, re-entrant, owns nothing. `Running`: how its program runs, see
/// in_parallel.
template <class Parsed, class Running = emit::undivided>
class function {
  using C = compiled<Parsed>;
  template <class... Bindings>
  using arguments = emit::arguments<C, emit::calling::all_symbols, Bindings...>;
  static constexpr int outputs = C::tables.output_count;

  template <class... Bindings>
  static constexpr text error() {
    if constexpr ((is_binding<Bindings> && ...)) return arguments<Bindings...>::error();
    else return emit::reject_positional<Bindings...>();
  }

  template <int Given, class... Bindings>
  static constexpr text into_error() {
    if (Given != outputs && C::error().empty())
      return text{"into(workspace, out...): the function has "} << outputs << (outputs == 1 ? " output" : " outputs") << ", and " << Given
                                                                << (Given == 1 ? " is given" : " are given");
    return error<Bindings...>();
  }

 public:
  [[no_unique_address]] Running running{};

  /// f(w = weights, x = X, ...): allocates a workspace and returns all outputs, numbers for scalars, else
  /// gradsmith::array. Errors: data_error where extents disagree.
  // Inlined, so that the address of `compile<...>`, whose name spells the formula out, is not asked for.
  template <class... Bindings>
  [[gnu::always_inline]] auto operator()(Bindings const&... bindings) const {
    return evaluate(running, bindings...);
  }

  /// Memory for evaluations with arrays of these extents.
  template <class... Bindings>
  [[nodiscard]] [[gnu::always_inline]] auto workspace(Bindings const&... bindings) const {
    return make_workspace(running, bindings...);
  }

  /// f.into(w, out...)(bindings...): evaluates into the given arrays (row-major, dense), or numbers, and
  /// allocates nothing. Errors: data_error if extents differ from those of the workspace.
  template <class T, class... Output>
  [[nodiscard, gnu::always_inline]] auto into(gradsmith::workspace<C, T, Running>& w, Output&... out) const {
    return [&w, &out..., way = running]<class... Bindings>(Bindings const&... bindings) __attribute__((always_inline)) {
      constexpr int given = sizeof...(Output);
      if constexpr (!is_wrong<&into_error<given, Bindings...>>()) {
        if constexpr (emit::is_straight<C>) {
          static_cast<void>(way);  // nothing to divide; clang would call the capture unused
          emit::context<C, T> in_registers;
          arguments<Bindings...>::apply(in_registers, bindings...);
          require_same_extents(in_registers, w.context);
          detail::convert_unstreamed<C, T>(in_registers.sources, in_registers.extent, w.converted);
          int output_number = 0;
          (set_destination(in_registers, output_number++, out), ...);
          emit::run_straight(in_registers);
        } else {
          emit::bound_arrays<C, T> bound;
          arguments<Bindings...>::apply(bound, bindings...);
          require_same_extents(bound, w.context);
          for (int which = 0; which < C::tables.symbol_count; ++which) w.context.sources[which] = bound.sources[which];
          detail::convert_unstreamed<C, T>(w.context.sources, w.context.extent, w.converted);
          int output_number = 0;
          (set_destination(w.context, output_number++, out), ...);
          way.template run<C, T>(w.context, w.memory);
        }
      } else {
        stop_compilation<error_sentence<&into_error<given, Bindings...>>>();
      }
    };
  }

 private:
  template <class... Bindings>
  static auto make_workspace(Running way, Bindings const&... bindings) {
    if constexpr (!is_wrong<&error<Bindings...>>()) {
      using T = typename arguments<Bindings...>::element;
      gradsmith::workspace<C, T, Running> w;
      arguments<Bindings...>::apply(w.context, bindings...);
      detail::convert_unstreamed<C, T>(w.context.sources, w.context.extent, w.converted);
      w.memory = way.template attach<C, T>(w.context, rows(w.context));
      return w;
    } else {
      stop_compilation<error_sentence<&error<Bindings...>>>();
      return gradsmith::workspace<C, double, Running>{};
    }
  }

  template <class... Bindings>
  static auto evaluate(Running way, Bindings const&... bindings) {
    if constexpr (!is_wrong<&error<Bindings...>>()) {
      using T = typename arguments<Bindings...>::element;
      auto w = make_workspace(way, bindings...);
      results<C, T> made;
      [&]<std::size_t... K>(std::index_sequence<K...>) {
        (detail::set_output<C, T>(w.context, static_cast<int>(K), made.template allocate<static_cast<int>(K)>(w.context.extent)), ...);
      }(std::make_index_sequence<static_cast<std::size_t>(outputs)>{});
      way.template run<C, T>(w.context, w.memory);
      return made;
    } else {
      stop_compilation<error_sentence<&error<Bindings...>>>();
      return results<uncompiled<Parsed>, double>{};
    }
  }

  /// Declared extents were compared with their declarations.
  template <class T>
  [[gnu::always_inline]] static void require_same_extents(emit::bound_arrays<C, T> const& given, emit::bound_arrays<C, T> const& of_workspace) {
    emit::for_each_below<C::tables.axis_count>([&](auto each_axis) __attribute__((always_inline)) {
      if constexpr (C::tables.axes[C::tables.axes[each_axis].origin].extent == 0)
        if (given.extent[each_axis] != of_workspace.extent[each_axis])
          throw_data_error("along the axis ", C::tables.axes[each_axis].name, ", the workspace has ", of_workspace.extent[each_axis],
                           " and the arrays have ", given.extent[each_axis]);
    });
  }
  template <class T>
  [[nodiscard]] static std::size_t rows(emit::context<C, T> const& c) {
    constexpr int stream = C::program.stream;
    if constexpr (stream >= 0) return c.extent[stream];
    else return 0;
  }
  template <class T, class Output>
  [[gnu::always_inline]] static void set_destination(emit::bound_arrays<C, T>& c, int k, Output& out) {
    std::size_t size = 1;
    for (int d = 0; d < C::tables.outputs[k].rank; ++d) size *= c.extent[C::tables.outputs[k].axes[d]];
    if constexpr (std::is_same_v<Output, T>) {
      if (size != 1) throw_data_error("output ", k, " has ", size, " elements, a number is given for it");
      detail::set_output<C, T>(c, k, &out);
    } else {
      if (std::ranges::size(out) != size)
        throw_data_error("output ", k, " has ", size, " elements, the array given for it ", std::ranges::size(out));
      detail::set_output<C, T>(c, k, std::ranges::data(out));
    }
  }
};

/// The function that evaluates the expressions `E...`; gradient(e) stands for all partials of e.
template <auto... E>
inline constexpr function<parsed<E...>> compile{};

}  // namespace gradsmith
