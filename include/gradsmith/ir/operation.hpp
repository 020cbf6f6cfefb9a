// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the compiler knows of an operation: one record per operation type, found by instantiation.
//
// An operation is a struct (see op/exp.hpp). There is no list of operations and no switch over them:
// nodes point to the record of their operation, passes ask the record, and emission comes back from
// the record to the type.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <gradsmith/ir/axis_set.hpp>
#include <gradsmith/ir/facts.hpp>
#include <gradsmith/ir/interval.hpp>

namespace gradsmith {

struct ref;  // a handle to a node of a graph under construction: ir/ref.hpp
namespace ir {
class graph;
struct node;
struct edge;
}  // namespace ir

/// Scalar operations of one evaluation, by kind.
struct operation_counts {
  double add = 0, mul = 0, fma = 0, div = 0, sqrt = 0, transcendental = 0, compare = 0, select = 0;

  /// div and sqrt count 4, a transcendental 12, everything else 1.
  [[nodiscard]] constexpr double weighted() const noexcept {
    return add + mul + fma + 4 * (div + sqrt) + 12 * transcendental + compare + select;
  }
};
[[nodiscard]] constexpr operation_counts operator+(operation_counts a, operation_counts const& b) noexcept {
  a.add += b.add, a.mul += b.mul, a.fma += b.fma, a.div += b.div;
  a.sqrt += b.sqrt, a.transcendental += b.transcendental, a.compare += b.compare, a.select += b.select;
  return a;
}
[[nodiscard]] constexpr operation_counts operator*(double times, operation_counts a) noexcept {
  a.add *= times, a.mul *= times, a.fma *= times, a.div *= times;
  a.sqrt *= times, a.transcendental *= times, a.compare *= times, a.select *= times;
  return a;
}

}  // namespace gradsmith

namespace gradsmith::ir {

/// How a node relates to its arguments; the structure of the language, not a list of operations.
enum class form : unsigned char {
  literal,      // a number
  symbol,       // a parameter or an input, indexed by its arguments
  extent,       // the length of an axis
  index,        // the position along an axis: 0, 1, ...
  sum,          // constant + sum of weight * argument: the canonical linear combination
  product,      // product of argument ^ weight, weights are integers: the canonical monomial
  elementwise,  // varies along the axes of its arguments together
  reduction,    // runs over the axes `bound`, which its result no longer has
  along,        // works along the axes `bound`, which its result keeps (softmax)
  gather,       // the entries of its first argument at computed positions along the axes `bound` (ir/gather.hpp)
  derivative,   // diff(e, s), jvp, vjp, until the differentiation pass resolves it
  let,          // a named subexpression, until it is spliced
  wildcard,     // the variable of a rule
};

/// The type-erased record of an operation.
struct operation {
  std::string_view name;
  std::string_view infix{};  // how formulas write it between its two arguments, if they do
  // How others write it, for reading back (docs/guide/reading-back.md): "$0", "$1" stand for arguments, "$t" for the total
  // of a reduction.
  std::string_view latex{};
  std::string_view cpp{};
  std::string_view cpp_function{};  // what `cpp` calls and <cmath> lacks
  form kind = form::elementwise;
  int arity = 1;
  bool commutative = false;
  bool linear = false;  // a reduction through which constant factors and sums pass
  bool sparse = false;  // 0 nearly everywhere: what is multiplied by it is formed where it is not
  bool scatters = false;  // a sum of what belongs to an entry, by positions as a gather has them
  bool sequential = false;  // along its axis, each entry needs the one before
  bool by_blocks = false;         // a reduction that keeps a running product and finishes it every few steps
  bool scales_with_rows = false;  // a reduction that is n/b times larger over n rows than over b of them
  bool shipped = false;           // with the library, so that its name tells it from all others
  std::uint64_t hash = 0;
  double start = 0;  // of the total of a reduction
  operation_counts cost{};
  operation_facts const* facts = nullptr;  // null where an operation says nothing of itself

  /// A simpler way to write it, known without any rule; an empty handle where there is none.
  ref (*canonical)(axis_set along, ref const* arguments) = nullptr;
  /// Elementwise: the derivative by each argument. (From `partials(y, x...)`, or from a formula `derivative(x...)`.)
  void (*partials)(ref result, ref const* arguments, ref* derivatives) = nullptr;
  /// Reductions and operations along an axis: the adjoint of the argument.
  ref (*pullback)(ref result, ref argument, ref adjoint) = nullptr;
  /// The same forward: the tangent of the result from that of the argument. Reductions need none.
  ref (*pushforward)(ref result, ref argument, ref tangent) = nullptr;
  /// The operation whose value is minus that of this one, where it costs no more.
  operation const* negated = nullptr;
  /// The same with less to do, for arguments within these bounds; null if they are not narrow enough.
  operation const* (*within)(interval const* arguments) = nullptr;
  /// Comparisons: the choice of x where the comparison of a and b holds, else of z.
  ref (*select)(ref a, ref b, ref x, ref z) = nullptr;
  interval (*range)(interval const* arguments) = nullptr;
  /// The same node with other arguments, where its form does not say how to make one.
  ref (*remake)(graph& g, node const& n, edge const* arguments) = nullptr;
  /// The operation in terms of those that have instructions; an empty handle where it has its own.
  ref (*expand)(ref result, ref const* arguments) = nullptr;
  /// Sequential operations: the number, among `count`, of the entry that is computed as number k.
  int (*place)(int k, int count) = nullptr;
};

/// A set of operations by their hashes: may hold more than was put in, never less.
using operation_set = std::uint64_t;
[[nodiscard]] constexpr operation_set set_of(operation const* op) noexcept { return operation_set{1} << (op->hash >> 58); }

[[nodiscard]] constexpr std::uint64_t hash_text(std::string_view letters) noexcept {
  std::uint64_t hash = 14695981039346656037u;
  for (char letter : letters) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211u;
  return hash;
}

// From the record back to the type: naming `info<Op>` defines a friend that answers for its address.
// Three compilers agree on it, and it needs no list of operations (decision record 0002).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif
template <operation const* Record>
struct type_slot {
  friend constexpr auto operation_type_of(type_slot<Record>);
};
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

template <operation const* Record, class Op>
struct type_registration {
  friend constexpr auto operation_type_of(type_slot<Record>) { return std::type_identity<Op>{}; }
  static constexpr bool done = true;
};

template <class Op>
consteval operation make_record();

/// The record of the operation `Op`.
template <class Op>
inline constexpr operation info = make_record<Op>();

/// The operation type whose record is `*Record`.
template <operation const* Record>
using operation_type = typename decltype(operation_type_of(type_slot<Record>{}))::type;

}  // namespace gradsmith::ir
