// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Keyword arguments against the symbols of a program: what is missing, unknown or of the wrong shape is
// a sentence at compile time if types tell, an exception with both extents otherwise.
#pragma once

#include <gradsmith/compile/positions.hpp>
#include <gradsmith/data/array.hpp>
#include <gradsmith/emit/workspace.hpp>
#include <gradsmith/ir/print.hpp>
#include <gradsmith/lang/binding.hpp>
#include <gradsmith/support/data_error.hpp>
#include <gradsmith/support/diagnostics.hpp>

namespace gradsmith::emit {

/// The sentence for arguments that are not all `symbol = value`.
template <class... Given>
constexpr text reject_positional() {
  int number = 0;
  int first = 0;
  ((++number, first = !is_binding<Given> && first == 0 ? number : first), ...);
  if (first == 0) return {};
  text out{"argument "};
  return out << first << " is not bound to a symbol; write each argument as symbol = value";
}

/// How a program's symbols may be bound.
enum class calling : unsigned char {
  all_symbols,  // compile: parameters and inputs
  inputs_only,  // bind: parameters live in the problem
};

namespace detail {

template <class Binding>
using bound_type = std::remove_cvref_t<decltype(std::declval<Binding const&>().value)>;
template <class Binding>
using bound_view = decltype(array_adapter<bound_type<Binding>>::view(std::declval<bound_type<Binding> const&>()));
/// The rank of what is bound, -1 if its type is none that can be bound.
template <class Binding>
inline constexpr int bound_rank = -1;
template <class Binding>
  requires bindable_array<bound_type<Binding>>
inline constexpr int bound_rank<Binding> = bound_view<Binding>::rank;

/// The axis whose extent an axis shares: a copy's origin; for w(k) with w declared on j, that of j.
template <class C>
struct extent_classes {
  int of[ir::max_axes]{};

  consteval extent_classes() {
    auto const& g = C::parsed;
    for (int a = 0; a < ir::max_axes; ++a) of[a] = a < C::tables.axis_count ? C::tables.axes[a].origin : a;
    for (int id = 0; id < g.node_count; ++id) {
      if (g.nodes[id].op->kind != ir::form::symbol) continue;
      auto const& symbol = g.symbols[g.nodes[id].tag];
      for (int d = 0; d < symbol.rank; ++d) join(g.nodes[g.edges[g.nodes[id].first + d].node].tag, symbol.axes[d]);
    }
  }
  constexpr void join(int a, int b) {
    int const from = of[a];
    int const to = of[b];
    if (from == to) return;
    for (int k = 0; k < ir::max_axes; ++k)
      if (of[k] == (from > to ? from : to)) of[k] = from > to ? to : from;
  }
};

template <class C>
inline constexpr extent_classes<C> extent_class{};

}  // namespace detail

/// Throws data_error if what is bound to symbol `s` is used as positions along an axis and is none.
template <class Tables, class View>
void check_positions(Tables const& tables, int s, std::size_t const* extents, View const& view) {
  std::size_t size = 1;
  for (std::size_t extent : view.extents) size *= extent;
  for (ir::axis_set rest = tables.symbols[s].index_of; rest != 0; rest = ir::without_first(rest)) {
    int const axis = ir::first_axis(rest);
    auto const limit = static_cast<double>(extents[axis]);
    for (std::size_t k = 0; k < size; ++k) {
      auto const value = static_cast<double>(view.data[view.offset(k)]);
      if (!(value >= 0 && value < limit) || value != static_cast<double>(static_cast<std::int64_t>(value)))
        throw_data_error(tables.symbols[s].name, "[", k, "] is ", value, ", not a position along the axis ", tables.axes[axis].name,
                         ", which has ", extents[axis], " entries counted from 0");
    }
  }
}

/// The bindings of one call, checked against the program `C`.
template <class C, calling How, class... Bindings>
class arguments {
  static constexpr auto const& program = C::program;
  static constexpr auto const& tables = C::tables;
  static constexpr int count = sizeof...(Bindings);

  static constexpr std::string_view name_of(int k) {
    std::string_view const names[]{Bindings::name.view()..., ""};
    return names[k];
  }
  static constexpr int rank_of(int k) {
    int const ranks[]{detail::bound_rank<Bindings>..., 0};
    return ranks[k];
  }
  static constexpr bool is_integer(int k) {
    bool const integers[]{std::is_integral_v<detail::bound_type<Bindings>>..., false};
    return integers[k];
  }
  static constexpr int position_of(std::string_view name) {
    for (int k = 0; k < count; ++k)
      if (name_of(k) == name) return k;
    return -1;
  }
  static constexpr bool is_parameter(int s) { return tables.symbols[s].kind == ir::role::parameter; }
  /// A parameter may be given flat; then its extents come from elsewhere.
  static constexpr bool is_flat(int s) {
    int const k = position_of(tables.symbols[s].name);
    return k >= 0 && rank_of(k) == 1 && tables.symbols[s].rank > 1;
  }
  static constexpr bool is_axis(std::string_view name) {
    for (int a = 0; a < tables.axis_count; ++a)
      if (tables.axes[a].name == name) return true;
    return false;
  }
  static constexpr bool is_symbol(std::string_view name) {
    for (int s = 0; s < tables.symbol_count; ++s)
      if (tables.symbols[s].name == name) return true;
    return false;
  }

  static constexpr text list_symbols() {
    text names;
    for (int s = 0; s < tables.symbol_count; ++s)
      if (How == calling::all_symbols || !is_parameter(s)) names << (names.empty() ? "" : ", ") << tables.symbols[s].name;
    return names;
  }
  static constexpr text declaration(int s) {
    text out{tables.symbols[s].name};
    for (int d = 0; d < tables.symbols[s].rank; ++d)
      out << (d == 0 ? "(" : ", ") << tables.axes[tables.symbols[s].axes[d]].name;
    return tables.symbols[s].rank == 0 ? out : out << ")";
  }

  static constexpr text check_names() {
    for (int k = 0; k < count; ++k) {
      for (int m = 0; m < k; ++m)
        if (name_of(k) == name_of(m)) return text{name_of(k)} << " is bound twice";
      if (!is_symbol(name_of(k)) && !is_axis(name_of(k)))
        return text{name_of(k)} << " is not a symbol or axis of the expression; it has " << list_symbols();
      if (rank_of(k) < 0)
        return text{name_of(k)} << " cannot be bound to this type; bind a number, a contiguous container of numbers, or "
                                << "gs::matrix(data, rows, columns)";
      if (!is_symbol(name_of(k)) && !is_integer(k))
        return text{name_of(k)} << " is an axis; bind an integer to it, its extent";
    }
    for (int s = 0; s < tables.symbol_count; ++s) {
      auto const& symbol = tables.symbols[s];
      int const k = position_of(symbol.name);
      if (How == calling::inputs_only && is_parameter(s)) {
        if (symbol.index_of != 0 || s == detail::position_facts<C>::parameter_of_positions())
          return text{symbol.name} << " is a parameter, but stands for a position along an axis; positions are inputs";
        if (k >= 0) return text{symbol.name} << " is a parameter: bind takes only inputs; give it its values with problem.set(" << symbol.name << " = ...)";
        continue;
      }
      if (k < 0) return text{symbol.name} << " is not bound; add " << symbol.name << " = ... to the arguments";
      if (rank_of(k) != symbol.rank && !(is_flat(s) && is_parameter(s))) return wrong_rank(s, rank_of(k));
    }
    return check_extents();
  }
  static constexpr text wrong_rank(int s, int rank) {
    text out = declaration(s);
    int const wanted = tables.symbols[s].rank;
    out << (wanted == 0 ? " is a number" : wanted == 1 ? " is a vector" : wanted == 2 ? " is a matrix" : " is an array")
        << ", but a" << (rank == 0 ? " number" : rank == 1 ? " vector" : rank == 2 ? " matrix" : "n array of higher rank") << " is bound to it";
    if (wanted == 2 && rank == 1) out << "; write " << tables.symbols[s].name << " = gs::matrix(data, rows, columns)";
    return out;
  }
  static constexpr text check_extents() {
    auto const& classes = detail::extent_class<C>.of;
    for (int a = 0; a < tables.axis_count; ++a)
      for (int b = 0; b < a; ++b)
        if (classes[a] == classes[b] && tables.axes[a].extent != 0 && tables.axes[b].extent != 0 && tables.axes[a].extent != tables.axes[b].extent)
          return text{"the axes "} << tables.axes[b].name << " and " << tables.axes[a].name << " index the same symbol, but are declared with the extents "
                                   << tables.axes[b].extent << " and " << tables.axes[a].extent << "; give both the same";
    bool known[ir::max_axes]{};
    for (int a = 0; a < tables.axis_count; ++a)
      if (tables.axes[a].extent != 0 || position_of(tables.axes[a].name) >= 0) known[classes[a]] = true;
    for (int s = 0; s < tables.symbol_count; ++s)
      if (position_of(tables.symbols[s].name) >= 0 && !is_flat(s))
        for (int d = 0; d < tables.symbols[s].rank; ++d) known[classes[tables.symbols[s].axes[d]]] = true;
    for (int a = 0; a < tables.axis_count; ++a)
      if (!known[classes[a]])
        return text{"the extent of the axis "} << tables.axes[a].name << " is not known, because no array that is bound has it; add "
                                               << tables.axes[a].name << " = ... to the arguments";
    return {};
  }
  template <class Binding>
  static constexpr int floating_kind() {
    if constexpr (detail::bound_rank<Binding> > 0) {
      using element_type = typename detail::bound_view<Binding>::element;
      return std::is_same_v<element_type, float> ? 1 : std::is_same_v<element_type, double> ? 2 : 0;
    }
    return 0;
  }
  static constexpr text check_types() {
    int const kinds[]{floating_kind<Bindings>()..., 0};
    int doubles = 0;
    int floats = 0;
    while (doubles < count && kinds[doubles] != 2) ++doubles;
    while (floats < count && kinds[floats] != 1) ++floats;
    if (doubles == count || floats == count) return {};
    text out{"the arrays have different floating-point types: "};
    out << name_of(doubles) << " holds double and " << name_of(floats) << " float; convert one of them";
    if (How == calling::inputs_only) out << ", or name the type, bind<loss, double>";
    return out;
  }

 public:
  /// What is wrong with the expression or with the bindings, in one sentence; empty if nothing is. Unless
  /// the element type is given, all floating-point arrays must have the same.
  static constexpr text error(bool element_type_is_given = false) {
    if (text const wrong = C::error(); !wrong.empty()) return wrong;
    if (text const wrong = check_names(); !wrong.empty()) return wrong;
    if (text const wrong = detail::position_facts<C>::error(); !wrong.empty()) return wrong;
    if (element_type_is_given) return {};
    return check_types();
  }

  /// The type of the floating-point arrays that are bound; double if there is none.
  using element = std::conditional_t<((floating_kind<Bindings>() == 1) || ...), float, double>;

  /// Sets the extents of `c`, then its sources; throws data_error where they disagree.
  template <class T>
  [[gnu::always_inline]] static void apply(bound_arrays<C, T>& c, Bindings const&... bindings) {
    known_extents known;
    (take_axis(known, bindings), ...);
    (take_shape(known, bindings), ...);
    for_each_below<tables.axis_count>([&](auto each_axis) __attribute__((always_inline)) {
      if constexpr (constexpr std::size_t known_extent = declared_extent(each_axis); known_extent != 0) c.extent[each_axis] = known_extent;
      else c.extent[each_axis] = known.value[class_of(each_axis)];
    });
    (set_source(c, bindings), ...);
    check_computed_positions<C>(c);
  }

 private:
  struct known_extents {
    std::size_t value[ir::room(tables.axis_count)]{};
    char const* from[ir::room(tables.axis_count)]{};  // the name of the symbol or axis that told
    bool is_set[ir::room(tables.axis_count)]{};
  };

  [[noreturn]] static void extents_differ(std::string_view axis, std::string_view a, std::size_t extent_a, std::string_view b, std::size_t extent_b) {
    throw_data_error("along the axis ", axis, ", ", a, " has ", extent_a, " and ", b, " has ", extent_b);
  }
  [[nodiscard]] static constexpr std::size_t class_of(int axis) { return static_cast<std::size_t>(detail::extent_class<C>.of[axis]); }
  [[gnu::noinline]] static void learn(known_extents& known, int axis, std::size_t extent, std::string_view from) {
    std::size_t const k = class_of(axis);
    std::string_view const name = tables.axes[axis].name;
    for (int a = 0; a < tables.axis_count; ++a) {
      auto const fixed = static_cast<std::size_t>(tables.axes[a].extent);
      if (fixed == 0 || fixed == extent || class_of(a) != k) continue;
      if (tables.axes[a].name == name) extents_differ(name, from, extent, "its declaration", fixed);
      throw_data_error("along the axis ", name, ", ", from, " has ", extent, " and the declaration of ", tables.axes[a].name, ", which indexes it too, has ", fixed);
    }
    if (extent == 0) throw_data_error("along the axis ", name, ", ", from, " is empty");
    if (known.is_set[k] && known.value[k] != extent) extents_differ(name, known.from[k], known.value[k], from, extent);
    known.value[k] = extent;
    known.from[k] = from.data();
    known.is_set[k] = true;
  }

  static std::size_t extent_given(std::int64_t extent, std::string_view axis) {
    if (extent < 0) throw_data_error("the extent of the axis ", axis, " is given as ", extent);
    return static_cast<std::size_t>(extent);
  }
  template <class Binding>
  static void take_axis(known_extents& known, Binding const& b) {
    if constexpr (is_axis(Binding::name.view()) && !is_symbol(Binding::name.view()))
      for (int a = 0; a < tables.axis_count; ++a)
        if (tables.axes[a].name == Binding::name.view() && tables.axes[a].origin == a)
          learn(known, a, extent_given(static_cast<std::int64_t>(b.value), Binding::name.view()), Binding::name.view());
  }
  template <class Binding>
  static constexpr int symbol_of = [] {
    for (int each_symbol = 0; each_symbol < tables.symbol_count; ++each_symbol)
      if (tables.symbols[each_symbol].name == Binding::name.view()) return each_symbol;
    return -1;
  }();

  template <class Binding>
  [[gnu::always_inline]] static void take_shape(known_extents& known, Binding const& b) {
    constexpr int s = symbol_of<Binding>;
    if constexpr (s >= 0) {
      if constexpr (!is_flat(s)) {
        auto const view = array_adapter<detail::bound_type<Binding>>::view(b.value);
        [&]<int... D>(std::integer_sequence<int, D...>) {
          (take_extent<s, D>(known, view.extents[static_cast<std::size_t>(D)], Binding::name.view()), ...);
        }(std::make_integer_sequence<int, tables.symbols[s].rank>{});
      }
    }
  }
  /// Of an axis whose extent is declared nothing is learned where it is right.
  template <int Symbol, int Dimension>
  [[gnu::always_inline]] static void take_extent(known_extents& known, std::size_t extent, std::string_view from) {
    constexpr int axis = tables.symbols[Symbol].axes[Dimension];
    if constexpr (constexpr std::size_t declared = declared_extent(axis); declared == 0) learn(known, axis, extent, from);
    else if (extent != declared) differs_from_declared<axis>(extent, from);
  }
  template <int Axis>
  [[gnu::noinline, gnu::cold]] static void differs_from_declared(std::size_t extent, std::string_view from) {
    known_extents nothing;
    learn(nothing, Axis, extent, from);
  }
  /// The extent with which an axis, or one that shares its extent, is declared; 0 if none is.
  static constexpr std::size_t declared_extent(int axis) {
    for (int a = 0; a < tables.axis_count; ++a)
      if (class_of(a) == class_of(axis) && tables.axes[a].extent != 0) return static_cast<std::size_t>(tables.axes[a].extent);
    return 0;
  }

  template <class From, class T>
  static void convert(void const* from, std::ptrdiff_t stride, void* to, std::size_t elements) {
    auto const* const start = static_cast<From const*>(from);
    auto* const converted = static_cast<T*>(to);
    // A loop of its own for contiguous elements: compilers make vectors of it.
    if (stride == 1)
      for (std::size_t k = 0; k < elements; ++k) converted[k] = static_cast<T>(start[k]);
    else
      for (std::size_t k = 0; k < elements; ++k) converted[k] = static_cast<T>(start[static_cast<std::ptrdiff_t>(k) * stride]);
  }

  template <class T, class Binding>
  [[gnu::always_inline]] static void set_source(bound_arrays<C, T>& c, Binding const& b) {
    constexpr int s = symbol_of<Binding>;
    if constexpr (s >= 0) {
      auto const view = array_adapter<detail::bound_type<Binding>>::view(b.value);
      using element_type = typename decltype(view)::element;
      source& to = c.sources[s];
      to = {.data = view.data, .element_size = sizeof(element_type)};
      if constexpr (!std::is_same_v<element_type, T>) to.convert = &convert<element_type, T>;
      if constexpr (is_flat(s)) {
        std::size_t size = 1;
        for (int d = tables.symbols[s].rank; d-- > 0;) {
          to.stride[d] = static_cast<std::ptrdiff_t>(size);
          size *= c.extent[tables.symbols[s].axes[d]];
        }
        if (size != view.extents[0])
          throw_data_error(Binding::name.view(), " has ", view.extents[0], " elements, its axes have ", size);
      } else {
        for (int d = 0; d < view.rank; ++d) to.stride[d] = view.strides[static_cast<std::size_t>(d)];
      }
      if constexpr (tables.symbols[s].index_of != 0) check_positions(tables, s, c.extent, view);
    }
  }

};

}  // namespace gradsmith::emit
