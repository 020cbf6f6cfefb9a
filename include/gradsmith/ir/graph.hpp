// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The expression as a plain value: nodes in a flat array, hash-consed, so that equal subexpressions
// are one node. Arguments stand before their users. The same code runs at compile time and at run time.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include <gradsmith/ir/axis_set.hpp>
#include <gradsmith/ir/operation.hpp>
#include <gradsmith/support/text.hpp>
#include <gradsmith/support/vec.hpp>

namespace gradsmith::ir {

/// An argument: a node and its weight (the coefficient in a sum, the exponent in a product, else 1).
struct edge {
  int node = -1;
  double weight = 1;
};

struct node {
  operation const* op = nullptr;
  int first = 0;       // the arguments are edges [first, first + count)
  int count = 0;
  axis_set axes = 0;   // the node varies along these
  axis_set bound = 0;  // the axes that a reduction runs over, or that softmax works along
  double value = 0;    // of a literal; the constant term of a sum
  int tag = 0;         // which symbol, axis, let, wildcard or output
  interval range{};
  std::uint64_t hash = 0;
  int becomes = -1;    // what the rules made of it
};

struct axis {
  std::string_view name;
  int extent = 0;  // 0: known when data are bound
  int origin = 0;  // the named axis whose extent this one shares (itself, unless it is a fresh copy)
  bool streamed = false;  // the formula says that data are read along it
  int slot = 0;    // not 0: a copy that only gathers know, which of them put a position in its place
};

inline constexpr int max_rank = 6;

enum class role : unsigned char { parameter, input };

struct symbol {
  std::string_view name;
  role kind = role::input;
  int rank = 0;
  int axes[max_rank]{};   // as declared
  axis_set index_of = 0;  // the axes that it holds positions of, of which all are checked: entries and labels
  axis_set label_of = 0;  // those of them that pick chooses from
};

/// A hash of 128 bits over a sequence of numbers.
struct fingerprint {
  std::uint64_t high = 0x243F6A8885A308D3u;
  std::uint64_t low = 0x13198A2E03707344u;

  constexpr void add(std::uint64_t value) noexcept {
    high = (high ^ value ^ (high >> 29)) * 0x9E3779B97F4A7C15u;
    low = (low + (value ^ (value >> 31)) + (low >> 27)) * 0xD1B54A32D192ED03u;
  }
};

/// A named subexpression: how to come by its graph, which was parsed when it was declared.
struct graph_view;
struct let_record {
  graph_view (*view)() = nullptr;
};

struct output {
  int node = -1;
  int rank = 0;
  int axes[max_rank]{};  // the order of its layout, slowest first
  int symbol = -1;       // the symbol that it is the gradient by, if it is one
  // A derivative that lies beside those by other symbols, so that its rows are further apart than they are long:
  int row_length = 0;    // of all together, -1 if only the data tell; 0: it is dense
  int column = 0;        // where its own part of a row begins
};

class graph;

/// How nodes are rewritten by other rules than the library's own.
struct rewriting {
  int (*node)(graph&, int);
  int (*settled_node)(graph&, int);  // when no derivative is left to be worked out
};

/// What a rule did to a node, as formulas.
struct rewritten {
  std::string_view rule;
  text before, after;
};

class graph {
 public:
  vec<node> nodes;
  vec<edge> edges;
  vec<axis> axes;
  vec<symbol> symbols;
  vec<output> outputs;   // the roots
  vec<let_record const*> lets;
  vec<int> reading;      // symbols (>= 0) and lets (~number) in the order in which they are read
  fingerprint written;   // of the formulas as they were written, before they became canonical
  text error;            // the first thing found wrong; passes stop at it
  rewriting const* rules = nullptr;       // those of with_rules, if the formulas ask for any
  int (*rewrite)(graph&, int) = nullptr;  // applies rules to a node just made
  vec<rewritten>* history = nullptr;      // what they did, where somebody wants to read it
  bool expanding = false;                 // distribute products over sums: the normal form of `equivalent`
  bool guarding = false;                  // a choice makes the positions safe that it does not take: while formulas are read
  int rewrite_depth = 0;

  [[nodiscard]] constexpr node const& operator[](int id) const noexcept { return nodes.items[id]; }
  [[nodiscard]] constexpr edge argument(int id, int k) const noexcept { return edges.items[nodes.items[id].first + k]; }
  [[nodiscard]] constexpr form kind(int id) const noexcept { return nodes.items[id].op->kind; }
  [[nodiscard]] constexpr bool is_literal(int id) const noexcept { return nodes.items[id].op->kind == form::literal; }
  [[nodiscard]] constexpr bool failed() const noexcept { return !error.empty(); }
  constexpr void fail(text const& sentence) {
    if (error.empty()) error << sentence;
  }
  constexpr void use_rules(rewriting const* wanted) {
    if (wanted == nullptr) return;
    if (rules != nullptr && rules != wanted) fail("two with_rules name different rules; name all of them in one: with_rules<A, B>(e)");
    rules = wanted;
  }

  /// The node like `fresh` with the arguments [arguments, arguments + count): found, or added.
  constexpr int intern(node fresh, edge const* arguments, int count) {
    if (2 * (nodes.length + 1) > table_.length) grow();
    fresh.first = edges.length;
    int const slot = slot_of(fresh, arguments, count);
    if (int const there = table_.items[slot]; there != 0) return there - 1;
    table_.items[slot] = nodes.length + 1;
    edges.append(arguments, count);
    nodes.push_back(fresh);
    return nodes.length - 1;
  }
  /// The node that `intern` would return, if it is there already; -1 if it is not.
  [[nodiscard]] constexpr int find(node wanted, edge const* arguments, int count) const {
    return table_.length == 0 ? -1 : table_.items[slot_of(wanted, arguments, count)] - 1;
  }

  /// Room for so many nodes and edges before anything moves.
  constexpr void reserve(int node_count, int edge_count) {
    nodes.reserve(node_count);
    edges.reserve(edge_count);
    int slots = 64;
    while (slots < 2 * (node_count + 1)) slots *= 2;
    if (slots > table_.length) rehash(slots);
  }

  /// The number of the axis with that name; added if new. Two extents for one name are an error.
  constexpr int axis_number(std::string_view name, int extent) {
    for (int k = 0; k < axes.size(); ++k)
      if (axes[k].name == name && axes[k].origin == k) {
        if (extent != 0 && axes[k].extent != 0 && axes[k].extent != extent)
          fail(text{"the axis "} << name << " is declared with the extents " << axes[k].extent << " and " << extent
                             << "; give it one, or use two axes");
        if (axes[k].extent == 0) axes[k].extent = extent;
        return k;
      }
    return add_axis({name, extent, axes.size()});
  }
  /// A new axis with the extent of `like`.
  constexpr int fresh_axis(int like) { return add_axis({axes[like].name, axes[like].extent, axes[like].origin}); }
  /// The copy of `like` in whose place gathers put a position; added if new. `number`: which, counted from 1.
  constexpr int slot_axis(int like, int number) {
    for (int k = 0; k < axes.size(); ++k)
      if (axes[k].origin == axes[like].origin && axes[k].slot == number) return k;
    return add_axis({.name = axes[like].name, .extent = axes[like].extent, .origin = axes[like].origin, .slot = number});
  }

  /// The number of the symbol with that name; added if new. Two declarations of one name must agree.
  constexpr int symbol_number(symbol const& wanted) {
    for (int k = 0; k < symbols.size(); ++k) {
      if (symbols[k].name != wanted.name) continue;
      bool same_declaration = symbols[k].kind == wanted.kind && symbols[k].rank == wanted.rank;
      for (int d = 0; same_declaration && d < wanted.rank; ++d) same_declaration = symbols[k].axes[d] == wanted.axes[d];
      if (!same_declaration)
        fail(text{wanted.name} << " is declared as " << declaration(symbols[k]) << " and as " << declaration(wanted)
                               << "; give the two different names");
      symbols[k].index_of |= wanted.index_of;
      symbols[k].label_of |= wanted.label_of;
      return k;
    }
    symbols.push_back(wanted);
    return symbols.size() - 1;
  }

  /// A symbol as it was declared: "param w(j)".
  [[nodiscard]] constexpr text declaration(symbol const& s) const {
    text out{s.kind == role::parameter ? "param " : "input "};
    out << s.name;
    for (int d = 0; d < s.rank; ++d) out << (d == 0 ? "(" : ", ") << axes[s.axes[d]].name;
    return s.rank == 0 ? out : out << ")";
  }

 private:
  // The high half is folded in first: small integers as doubles have 40 zero low bits.
  [[nodiscard]] static constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t bits) noexcept {
    return ((hash ^ bits ^ (bits >> 32)) * 0x9E3779B97F4A7C15u) ^ (hash >> 29);
  }
  [[nodiscard]] constexpr bool same(node const& a, node const& b, edge const* arguments) const noexcept {
    if (a.hash != b.hash || a.op != b.op || a.count != b.count || a.axes != b.axes || a.bound != b.bound || a.tag != b.tag ||
        std::bit_cast<std::uint64_t>(a.value) != std::bit_cast<std::uint64_t>(b.value))
      return false;
    edge const* const known = edges.items + a.first;
    for (int k = 0; k < a.count; ++k)
      if (known[k].node != arguments[k].node || known[k].weight != arguments[k].weight) return false;
    return true;
  }
  /// The slot of the table where the node is, or where it would be put; `wanted` gets its hash.
  [[nodiscard]] constexpr int slot_of(node& wanted, edge const* arguments, int count) const noexcept {
    std::uint64_t hash = mix(mix(wanted.op->hash, wanted.axes ^ (wanted.bound << 1)),
                             std::bit_cast<std::uint64_t>(wanted.value) + static_cast<std::uint64_t>(wanted.tag));
    for (int k = 0; k < count; ++k)
      hash = mix(hash, std::bit_cast<std::uint64_t>(arguments[k].weight) ^ static_cast<std::uint64_t>(arguments[k].node));
    wanted.hash = hash;
    wanted.count = count;
    int const last = table_.length - 1;
    int const* const table = table_.items;
    int slot = static_cast<int>(hash >> 32) & last;
    while (table[slot] != 0 && !same(nodes.items[table[slot] - 1], wanted, arguments)) slot = (slot + 1) & last;
    return slot;
  }
  constexpr int add_axis(axis fresh) {
    if (axes.size() == max_axes) {
      fail("a program may have at most 64 axes, hidden ones included; split the loss");
      return 0;
    }
    axes.push_back(fresh);
    return axes.size() - 1;
  }
  constexpr void grow() {
    int slots = 64;
    while (slots < 4 * (nodes.length + 1)) slots *= 2;
    rehash(slots);
  }
  constexpr void rehash(int slots) {
    vec<int> grown(slots);
    int* const table = grown.items;
    node const* const list = nodes.items;
    for (int k = 0; k < nodes.length; ++k) {
      int slot = static_cast<int>(list[k].hash >> 32) & (slots - 1);
      while (table[slot] != 0) slot = (slot + 1) & (slots - 1);
      table[slot] = k + 1;
    }
    table_ = std::move(grown);
  }

  vec<int> table_;  // open addressing; node number + 1, 0 is empty
};

}  // namespace gradsmith::ir
