// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// From an operation's struct to its record, and from a record and arguments to a node.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <gradsmith/ir/product.hpp>

namespace gradsmith::ir {

[[nodiscard]] constexpr int number_of_arguments(operation const& op) noexcept { return op.arity; }

/// x as a node that varies along the axes, with 0 times the position along those that it lacks.
[[nodiscard]] constexpr ref varying_along(ref x, axis_set axes) {
  for (axis_set missing = axes & ~x.axes(); missing != 0; missing = without_first(missing))
    x = combine(x, 1, index(*x.graph, first_axis(missing)), 0, 0);
  return x;
}

/// The node `op(arguments...)`; `along` are the axes that a reduction or softmax works on.
[[nodiscard]] constexpr ref make_node(graph& g, operation const& op, axis_set along, ref const* arguments) {
  if (op.canonical != nullptr)
    if (ref const simpler = op.canonical(along, arguments); simpler.exists()) return simpler;
  edge edges[4]{};
  interval ranges[4]{};
  node made{.op = &op};
  for (int k = 0; k < op.arity; ++k) {
    // What an operation works along must be there, also where simplification found nothing to vary.
    ref const argument = op.kind == form::elementwise ? arguments[k] : varying_along(arguments[k], along);
    edges[k] = {argument.id, 1};
    ranges[k] = argument.range();
    made.axes |= argument.axes();
  }
  if (op.commutative && edges[1].node < edges[0].node) {
    std::swap(edges[0], edges[1]);
    std::swap(ranges[0], ranges[1]);
  }
  if (op.kind != form::elementwise) made.bound = along;
  if (op.kind == form::reduction) made.axes &= ~along;
  if (op.range != nullptr) made.range = op.range(ranges);
  return finished(g, g.intern(made, edges, op.arity));
}

template <class Op, class... Ref>
[[nodiscard]] constexpr ref apply(axis_set along, Ref... arguments) {
  ref const list[]{arguments...};
  return make_node(*list[0].graph, info<Op>, along, list);
}

/// As many handles as an operation has arguments: its partial derivatives.
template <int Count>
using refs = std::array<ref, static_cast<std::size_t>(Count)>;

namespace detail {

// The operation's functions with arrays for arguments. Static functions, not lambdas: clang 19 evaluates
// a let before it has instantiated the body of a lambda, and g++ 12 warns of shadowing in lambdas.
template <class Op, std::size_t... K>
struct unpacked {
  static constexpr ref canonical(axis_set along, ref const* x) { return Op::canonical(along, x[K]...); }
  static constexpr void partials(ref y, ref const* x, ref* derivatives) {
    refs<Op::arity> const all = Op::partials(y, x[K]...);
    ((derivatives[K] = all[K]), ...);
  }
  static constexpr void derivative(ref, ref const* x, ref* derivatives) {
    if constexpr (sizeof...(K) == 1) {
      derivatives[0] = as_ref(*x[0].graph, Op::derivative(x[0]));
    } else {
      auto const all = Op::derivative(x[K]...);
      ((derivatives[K] = as_ref(*x[0].graph, std::get<K>(all))), ...);
    }
  }
  static constexpr ref pullback(ref y, ref x, ref adjoint) { return Op::pullback(y, x, adjoint); }
  static constexpr ref pushforward(ref y, ref x, ref tangent) { return Op::pushforward(y, x, tangent); }
  static constexpr ref expand(ref y, ref const* x) { return Op::expand(y, x[K]...); }
  static constexpr interval range(interval const* x) { return Op::range(x[K]...); }
  static constexpr operation const* within(interval const* x) { return Op::within(x[K]...); }
};

template <class Op, std::size_t... K>
constexpr void fill_record(operation& record, std::index_sequence<K...>) {
  using functions = unpacked<Op, K...>;
  constexpr ref nothing{};
  if constexpr (requires { Op::infix; }) record.infix = Op::infix;
  if constexpr (requires { Op::latex; }) record.latex = Op::latex;
  if constexpr (requires { Op::cpp; }) record.cpp = Op::cpp;
  if constexpr (requires { Op::cpp_function; }) record.cpp_function = Op::cpp_function;
  if constexpr (requires { Op::start; }) record.start = Op::start;
  if constexpr (requires { Op::kind; }) record.kind = Op::kind;
  if constexpr (requires(Op const* op) { is_shipped(op); }) record.shipped = true;
  if constexpr (requires { Op::commutative; }) record.commutative = Op::commutative;
  if constexpr (requires { Op::linear; }) record.linear = Op::linear;
  if constexpr (requires { Op::sparse; }) record.sparse = Op::sparse;
  if constexpr (requires { Op::scatters; }) record.scatters = Op::scatters;
  if constexpr (requires { Op::sequential; }) record.sequential = Op::sequential, record.place = &Op::place;
  if constexpr (requires { Op::scales_with_rows; }) record.scales_with_rows = Op::scales_with_rows;
  if constexpr (requires { Op::block; }) record.by_blocks = true;
  if constexpr (requires { Op::cost; }) record.cost = Op::cost;
  if constexpr (requires { Op::facts; }) record.facts = &Op::facts;
  if constexpr (requires { Op::canonical(axis_set{}, ((void)K, nothing)...); }) record.canonical = &functions::canonical;
  if constexpr (requires { Op::partials(nothing, ((void)K, nothing)...); }) record.partials = &functions::partials;
  else if constexpr (requires { Op::derivative(((void)K, nothing)...); }) record.partials = &functions::derivative;
  if constexpr (requires { Op::pullback(nothing, nothing, nothing); }) record.pullback = &functions::pullback;
  if constexpr (requires { Op::pushforward(nothing, nothing, nothing); }) record.pushforward = &functions::pushforward;
  if constexpr (requires { Op::expand(nothing, ((void)K, nothing)...); }) record.expand = &functions::expand;
  if constexpr (requires { typename Op::negated; }) record.negated = &info<typename Op::negated>;
  if constexpr (requires { Op::within(((void)K, interval{})...); }) record.within = &functions::within;
  if constexpr (requires { Op::select(nothing, nothing, nothing, nothing); }) record.select = &Op::select;
  if constexpr (requires { Op::range(((void)K, interval{})...); }) record.range = &functions::range;
}

}  // namespace detail

template <class Op>
consteval operation make_record() {
  static_assert(sizeof(Op) > 0, "an operation must be complete where its record is made");
  operation record;
  record.name = Op::name;
  record.arity = Op::arity;
  record.hash = hash_text(Op::name);
  detail::fill_record<Op>(record, std::make_index_sequence<Op::arity>{});
  static_assert(type_registration<&info<Op>, Op>::done);
  return record;
}

}  // namespace gradsmith::ir

namespace gradsmith::op {

// Inside `op`, `exp` is the struct of that operation; derivatives call `gs::exp`, as users do.
namespace gs = gradsmith;
using ir::refs;

/// Found for the operations of this namespace only, which have different names.
template <class Op>
constexpr bool is_shipped(Op const*) noexcept {
  return true;
}

}  // namespace gradsmith::op

namespace gradsmith {

/// A number stays a number until it meets a handle, whose graph it joins.
namespace ir {
[[nodiscard]] constexpr graph* graph_of() noexcept { return nullptr; }
template <class First, class... Rest>
[[nodiscard]] constexpr graph* graph_of(First const& first, Rest const&... rest) noexcept {
  if constexpr (std::is_same_v<First, ref>) return first.graph;
  else return graph_of(rest...);
}
template <class T>
[[nodiscard]] constexpr ref as_ref(graph& g, T const& value) {
  if constexpr (std::is_same_v<T, ref>) return value;
  else return literal(g, static_cast<double>(value));
}
}  // namespace ir

/// `Op` applied to handles and numbers; lang/ has the overload for expressions. One and two arguments
/// have functions of their own: every derivative and every rule instantiates them.
template <class Op>
[[nodiscard]] constexpr ref call(ref x) {
  static_assert(Op::arity == 1);
  return ir::make_node(*x.graph, ir::info<Op>, 0, &x);
}
template <class Op>
[[nodiscard]] constexpr ref call(ref a, ref b) {
  static_assert(Op::arity == 2);
  ref const list[]{a, b};
  return ir::make_node(*a.graph, ir::info<Op>, 0, list);
}
template <class Op>
[[nodiscard]] constexpr ref call(ref a, double b) {
  return call<Op>(a, ir::literal(*a.graph, b));
}
template <class Op>
[[nodiscard]] constexpr ref call(double a, ref b) {
  return call<Op>(ir::literal(*b.graph, a), b);
}
template <class Op, class... T>
  requires(sizeof...(T) > 2 && ((std::is_same_v<T, ref> || arithmetic<T>)&&...))
[[nodiscard]] constexpr ref call(T const&... arguments) {
  static_assert(Op::arity == static_cast<int>(sizeof...(T)));
  ir::graph& g = *ir::graph_of(arguments...);
  return ir::apply<Op>(0, ir::as_ref(g, arguments)...);
}

}  // namespace gradsmith
