// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Computed positions against the arrays they lead to, before anything is read: x(i, r + p) is checked by the least and
// the greatest position, q(i*(i + 1)/2 + j) and w(k(i) + 1) by all of them.
#pragma once

#include <gradsmith/emit/context.hpp>
#include <gradsmith/emit/each.hpp>
#include <gradsmith/ir/fraction.hpp>
#include <gradsmith/ir/gather.hpp>
#include <gradsmith/ir/scalar_functions.hpp>
#include <gradsmith/op/stop_gradient.hpp>
#include <gradsmith/support/buffer.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith::emit {

namespace detail {

/// The positions that a formula computes, as it was written.
template <class C>
struct position_facts {
  static constexpr ir::graph_view const& g = C::parsed;

  static constexpr int argument(int id, int k) { return g.edges[g.nodes[id].first + k].node; }
  static constexpr ir::form form(int id) { return g.nodes[id].op->kind; }
  static constexpr int slot(int gather, int k) { return g.nodes[argument(gather, 2 * k + 1)].tag; }

  /// An operation in x that is not evaluated where positions are checked; null: x is made of axes, numbers and symbols.
  template <int Id>
  static consteval ir::operation const* unknown_in() {
    constexpr ir::operation const* op = g.nodes[Id].op;
    if constexpr (op->kind == ir::form::symbol) return nullptr;
    else if constexpr (!is_evaluated<Id>()) return op;
    else
      return []<int... K>(std::integer_sequence<int, K...>) {
        ir::operation const* found = nullptr;
        ((found = found != nullptr ? found : unknown_in<argument(Id, K)>()), ...);
        return found;
      }(std::make_integer_sequence<int, g.nodes[Id].count>{});
  }

  /// A parameter among what x is computed from, -1 if there is none.
  static constexpr int parameter_in(int id) {
    ir::node const& n = g.nodes[id];
    if (n.op->kind == ir::form::symbol) return g.symbols[n.tag].kind == ir::role::parameter ? n.tag : -1;
    for (int k = 0; k < n.count; ++k)
      if (int const found = parameter_in(argument(id, k)); found >= 0) return found;
    return -1;
  }
  /// A parameter that a position is computed from, -1 if there is none.
  static constexpr int parameter_of_positions() {
    for (int id = 0; id < g.node_count; ++id)
      for (int k = 2; gathers::holds(id) && k < g.nodes[id].count; k += 2)
        if (int const found = parameter_in(argument(id, k)); found >= 0) return found;
    return -1;
  }

  /// What is wrong with how positions are computed, in one sentence; empty if nothing is.
  static constexpr text error() {
    ir::operation const* unknown = nullptr;
    for_each_of<selection<g.node_count, gathers>>([&](auto each_gather) {
      for_each_below<g.nodes[each_gather].count / 2>([&](auto each_position) {
        if (unknown == nullptr) unknown = unknown_in<argument(each_gather, 2 * each_position + 2)>();
      });
    });
    if (unknown == nullptr) return {};
    return text{"a position is computed with "} << unknown->name << ", which is not evaluated where positions are checked; compute the positions into an array and bind that";
  }

  /// The gathers that outputs need: others may be left from before a choice made them safe.
  struct live_gathers {
    bool list[ir::room(g.node_count)]{};
    consteval live_gathers() {
      for (int k = 0; k < g.output_count; ++k) list[g.outputs[k].node] = true;
      for (int id = g.node_count - 1; id >= 0; --id) {
        for (int k = 0; list[id] && k < g.nodes[id].count; ++k) list[argument(id, k)] = true;
        list[id] = list[id] && form(id) == ir::form::gather;
      }
    }
  };
  struct gathers {
    static constexpr live_gathers live{};
    static constexpr bool holds(int id) { return live.list[id]; }
  };

 private:
  template <int Id>
  static consteval bool is_evaluated() {
    constexpr ir::form kind = g.nodes[Id].op->kind;
    if constexpr (kind == ir::form::elementwise) {
      using op_type = ir::operation_type<g.nodes[Id].op>;
      return ir::scalar_functions<op_type>::has_value || std::is_same_v<op_type, op::stop_gradient>;
    } else if constexpr (kind == ir::form::reduction) {
      return ir::scalar_functions<ir::operation_type<g.nodes[Id].op>>::reduces && g.nodes[Id].count == 1;
    } else {
      return kind < ir::form::elementwise || kind == ir::form::gather;
    }
  }
};

/// Moves `at` on by one along the axes; false after the last, and then it is at the first again.
inline bool next_position(ir::axis_set along, std::size_t const* extent, std::size_t* at) {
  for (ir::axis_set rest = along; rest != 0; rest = ir::without_first(rest)) {
    int const axis = ir::first_axis(rest);
    if (++at[axis] < extent[axis]) return true;
    at[axis] = 0;
  }
  return false;
}

/// The value of a position with the axes at `at`.
template <class C, int Id, class T>
[[nodiscard]] double position_value(bound_arrays<C, T> const& c, std::size_t* at) {
  using facts = position_facts<C>;
  constexpr ir::form kind = facts::form(Id);
  constexpr int count = facts::g.nodes[Id].count;
  constexpr int tag = facts::g.nodes[Id].tag;
  if constexpr (kind == ir::form::literal) {
    constexpr double number = facts::g.nodes[Id].value;
    return number;
  } else if constexpr (kind == ir::form::index) {
    return static_cast<double>(at[tag]);
  } else if constexpr (kind == ir::form::extent) {
    return static_cast<double>(c.extent[tag]);
  } else if constexpr (kind == ir::form::symbol) {
    std::ptrdiff_t offset = 0;
    for_each_below<count>([&](auto each_dimension) {
      constexpr int each_axis = facts::g.nodes[facts::argument(Id, each_dimension)].tag;
      offset += static_cast<std::ptrdiff_t>(at[each_axis]) * c.sources[tag].stride[each_dimension];
    });
    T value{};
    if (c.sources[tag].convert != nullptr) c.sources[tag].convert(c.sources[tag].at(offset), 1, &value, 1);
    else value = static_cast<T const*>(c.sources[tag].data)[offset];
    return static_cast<double>(value);
  } else if constexpr (kind == ir::form::sum) {
    // (i + 1)/3 is a whole number where i + 1 is a multiple of 3, in spite of 0.333...
    constexpr double denominator = ir::common_denominator(facts::g.edges + facts::g.nodes[Id].first, count, facts::g.nodes[Id].value);
    constexpr auto scaled = [](double weight_or_constant) { return denominator > 1 ? ir::nearest_whole(weight_or_constant * denominator) : weight_or_constant; };
    constexpr double constant_term = scaled(facts::g.nodes[Id].value);
    double total = constant_term;
    for_each_below<count>([&](auto each_term) {
      constexpr double term_weight = scaled(facts::g.edges[facts::g.nodes[Id].first + each_term].weight);
      total += term_weight * position_value<C, facts::argument(Id, each_term)>(c, at);
    });
    return denominator > 1 ? total / denominator : total;
  } else if constexpr (kind == ir::form::product) {
    double above = 1;
    double below = 1;
    for_each_below<count>([&](auto each_factor) {
      constexpr int exponent = static_cast<int>(facts::g.edges[facts::g.nodes[Id].first + each_factor].weight);
      double const base = position_value<C, facts::argument(Id, each_factor)>(c, at);
      for (int k = 0; k < (exponent < 0 ? -exponent : exponent); ++k) (exponent < 0 ? below : above) *= base;
    });
    return above / below;
  } else if constexpr (kind == ir::form::gather) {
    std::size_t elsewhere[ir::max_axes];
    for (int k = 0; k < ir::max_axes; ++k) elsewhere[k] = at[k];
    for_each_below<count / 2>([&](auto each_position) {
      constexpr int each_slot = facts::slot(Id, each_position);
      elsewhere[each_slot] = static_cast<std::size_t>(position_value<C, facts::argument(Id, 2 * each_position + 2)>(c, at));
    });
    return position_value<C, facts::argument(Id, 0)>(c, elsewhere);
  } else if constexpr (kind == ir::form::reduction) {
    std::size_t elsewhere[ir::max_axes];
    constexpr ir::axis_set along = facts::g.nodes[Id].bound;
    for (int k = 0; k < ir::max_axes; ++k) elsewhere[k] = ir::contains(along, k) ? 0 : at[k];
    std::size_t count_of_values = 1;
    for (int k = 0; k < ir::max_axes; ++k) count_of_values *= ir::contains(along, k) && c.extent[k] > 0 ? c.extent[k] : 1;
    buffer<double> reduced_values(count_of_values);
    std::size_t made_so_far = 0;
    do reduced_values.data()[made_so_far++] = position_value<C, facts::argument(Id, 0)>(c, elsewhere);
    while (next_position(along, c.extent, elsewhere));
    double const* const list = reduced_values.data();
    return ir::scalar_functions<ir::operation_type<facts::g.nodes[Id].op>>::reduce(&list, static_cast<int>(made_so_far));
  } else {
    using op_type = ir::operation_type<facts::g.nodes[Id].op>;
    return [&]<int... K>(std::integer_sequence<int, K...>) {
      if constexpr (std::is_same_v<op_type, op::stop_gradient>) return (position_value<C, facts::argument(Id, K)>(c, at) + ...);
      else return static_cast<double>(op_type::value(position_value<C, facts::argument(Id, K)>(c, at)...));
    }(std::make_integer_sequence<int, count>{});
  }
}

[[noreturn]] inline void position_outside(std::string_view name, double position, std::string_view axis, std::size_t extent) {
  throw_data_error(name, " is read at position ", position, " of the axis ", axis, ", which has ", extent, " entries counted from 0");
}

/// Whether the declared extents say that a position exists, wherever it is read.
template <class C, int Gather, int Position>
[[nodiscard]] consteval bool is_known_to_exist() {
  using facts = position_facts<C>;
  constexpr int id = facts::argument(Gather, 2 * Position + 2);
  ir::graph_view const& g = facts::g;
  auto const extent = [&](int of_axis) { return g.axes[g.axes[of_axis].origin].extent; };
  if (!ir::is_affine_position(g, id)) return false;
  ir::node const& n = g.nodes[id];
  if (n.op->kind == ir::form::index) return extent(n.tag) != 0 && extent(n.tag) <= extent(facts::slot(Gather, Position));
  double least = n.value, greatest = n.value;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const& term = g.edges[n.first + k];
    ir::node const& along = g.nodes[term.node];
    if (along.op->kind != ir::form::index || extent(along.tag) == 0) return false;
    double const end = term.weight * (extent(along.tag) - 1);
    (end > 0 ? greatest : least) += end;
  }
  return (n.op->kind == ir::form::sum || n.op->kind == ir::form::literal) && least >= 0 && greatest < extent(facts::slot(Gather, Position));
}

template <class C, int Gather, int Position, class T>
void check_position(bound_arrays<C, T> const& c) {
  using facts = position_facts<C>;
  constexpr int id = facts::argument(Gather, 2 * Position + 2);
  constexpr int slot = facts::slot(Gather, Position);
  constexpr int array = facts::argument(Gather, 0);
  constexpr int symbol = facts::form(array) == ir::form::symbol ? facts::g.nodes[array].tag : -1;
  constexpr int number = facts::g.nodes[id].tag;
  auto const require = [&](double read_at) {
    if (read_at >= 0 && read_at < static_cast<double>(c.extent[slot]) && read_at == static_cast<double>(static_cast<std::int64_t>(read_at))) return;
    position_outside(symbol >= 0 ? C::tables.symbols[symbol].name : std::string_view{"at(...)"}, read_at,
                     C::tables.axes[slot].name, c.extent[slot]);
  };
  constexpr ir::axis_set axes = facts::g.nodes[id].axes;
  std::size_t at[ir::max_axes]{};
  if constexpr (ir::is_affine_position(facts::g, id)) {
    // Each axis at the end where the position is least, then where it is greatest.
    for (bool greatest : {false, true}) {
      if constexpr (facts::form(id) == ir::form::index) {
        at[number] = greatest ? c.extent[number] - 1 : 0;
      } else if constexpr (facts::form(id) == ir::form::sum) {
        for_each_below<facts::g.nodes[id].count>([&](auto each_term) {
          constexpr auto each_edge = facts::g.edges[facts::g.nodes[id].first + each_term];
          if constexpr (constexpr int term_axis = facts::g.nodes[each_edge.node].tag; facts::form(each_edge.node) == ir::form::index)
            at[term_axis] = (each_edge.weight > 0) == greatest ? c.extent[term_axis] - 1 : 0;
        });
      }
      require(position_value<C, id>(c, at));
    }
  } else {
    do require(position_value<C, id>(c, at));
    while (next_position(axes, c.extent, at));
  }
}

}  // namespace detail

/// Throws data_error if a computed position does not exist.
template <class C, class T>
void check_computed_positions(bound_arrays<C, T> const& c) {
  using facts = detail::position_facts<C>;
  for_each_of<selection<facts::g.node_count, typename facts::gathers>>([&](auto each_gather) {
    for_each_below<facts::g.nodes[each_gather].count / 2>([&](auto each_position) {
      // Symbols are checked with their arrays.
      if constexpr (facts::form(facts::argument(each_gather, 2 * each_position + 2)) != ir::form::symbol && !detail::is_known_to_exist<C, each_gather, each_position>())
        detail::check_position<C, each_gather, each_position>(c);
    });
  });
}

}  // namespace gradsmith::emit
