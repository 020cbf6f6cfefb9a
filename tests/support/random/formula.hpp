// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A formula before anything of the library has seen it: its axes, symbols with data, and nodes, each evaluated in long
// double with its derivatives along two directions.
#pragma once

#include <bit>
#include <cstddef>
#include <string>
#include <vector>

#include "support/random/operations.hpp"

namespace gradsmith::tests {

struct formula {
  using axis_set = unsigned;

  struct axis {
    std::string name;
    int extent;
    bool known;  // to the compiler
  };
  struct symbol {
    std::string name;
    bool parameter;
    std::vector<int> axes;  // as declared
    std::vector<double> data;
    std::vector<double> u = {}, v = {};  // directions, of parameters
    bool is_index = false;
  };
  enum class part : unsigned char { number, symbol, position, extent, elementwise, along_axes, pick, gather };
  struct node {
    part kind;
    std::vector<int> arguments = {};
    double number = 0;
    int which = -1;                 // symbol, axis, or line of a list of operations; of a gather and a pick: the axis
    std::vector<int> indices = {};  // of a symbol: the axes that it is indexed by
    axis_set bound = 0;             // of operations along axes
    axis_set axes = 0;
    bool active = false;            // depends on a parameter
    bool is_position = false;       // made of axes, numbers and indices
    std::vector<dual> values = {};  // along `axes`, the first one slowest
  };

  std::vector<axis> axes;
  std::vector<symbol> symbols;
  std::vector<node> nodes;
  int root = -1;

  [[nodiscard]] static axis_set bit(int a) { return 1u << a; }
  [[nodiscard]] static int first(axis_set set) { return std::countr_zero(set); }
  [[nodiscard]] int size(axis_set set) const {
    int count = 1;
    for (; set != 0; set &= set - 1) count *= axes[index(first(set))].extent;
    return count;
  }
  /// The number of an element among those along `set`, at the place `at[axis]`.
  [[nodiscard]] std::size_t offset(axis_set set, int const* at) const {
    int sum = 0;
    for (; set != 0; set &= set - 1) sum = sum * axes[index(first(set))].extent + at[first(set)];
    return index(sum);
  }
  /// The place of element number n.
  void place(axis_set set, int n, int* at) const {
    for (int a = 31; a >= 0; --a)
      if ((set >> a & 1) != 0) at[a] = n % axes[index(a)].extent, n /= axes[index(a)].extent;
  }

  /// Adds a node and evaluates it; its `axes`, `active` and `values` are found here.
  int add(node n) {
    describe(n);
    evaluate(n);
    nodes.push_back(std::move(n));
    return static_cast<int>(nodes.size()) - 1;
  }
  [[nodiscard]] node const& of(int id) const { return nodes[index(id)]; }
  /// The arguments along `bound` of an operation along axes, one after the other, at the place `at` along the others.
  [[nodiscard]] std::vector<dual> entries(node const& n, int* at) const {
    std::vector<dual> all;
    for (int a : n.arguments)
      for (int e = 0; e < size(n.bound); ++e) {
        place(n.bound, e, at);
        all.push_back(of(a).values[offset(of(a).axes, at)]);
      }
    return all;
  }
  [[nodiscard]] static std::size_t index(int n) { return static_cast<std::size_t>(n); }

 private:
  void describe(node& n) const {
    for (int a : n.arguments) n.axes |= of(a).axes, n.active = n.active || of(a).active;
    n.is_position = n.kind == part::number || n.kind == part::position || n.kind == part::extent || n.kind == part::elementwise;
    for (int a : n.arguments) n.is_position = n.is_position && of(a).is_position;
    switch (n.kind) {
      case part::symbol:
        for (int a : n.indices) n.axes |= bit(a);
        n.active = symbols[index(n.which)].parameter;
        n.is_position = symbols[index(n.which)].is_index;
        break;
      case part::position: n.axes = bit(n.which); break;
      case part::along_axes:
        if (!axis_lines()[index(n.which)].keeps_axis) n.axes &= ~n.bound;
        break;
      case part::pick: n.axes &= ~bit(n.which); break;
      case part::gather: n.axes = (of(n.arguments[0]).axes & ~bit(n.which)) | of(n.arguments[1]).axes; break;
      default: break;
    }
  }

  static bounded rounded(double x) { return {x, std::abs(x)}; }
  void evaluate(node& n) const {
    int at[32]{};
    int const count = size(n.axes);
    n.values.assign(index(count), dual());
    if (n.kind == part::along_axes) return evaluate_along(n);
    for (int e = 0; e < count; ++e) {
      place(n.axes, e, at);
      n.values[index(e)] = element(n, at);
    }
  }
  [[nodiscard]] dual const& argument(node const& n, int k, int const* at) const {
    node const& a = of(n.arguments[index(k)]);
    return a.values[offset(a.axes, at)];
  }
  [[nodiscard]] dual element(node const& n, int const* at) const {
    switch (n.kind) {
      case part::number: return n.number;
      case part::extent: return axes[index(n.which)].extent;
      case part::position: return at[n.which];
      case part::symbol: {
        symbol const& s = symbols[index(n.which)];
        int sum = 0;
        for (std::size_t d = 0; d < s.axes.size(); ++d) sum = sum * axes[index(s.axes[d])].extent + at[n.indices[d]];
        dual x = static_cast<long double>(s.data[index(sum)]);
        // Derivatives are added up in another order: as if directions were rounded, so that none cancels exactly.
        if (s.parameter) x.along_u = rounded(s.u[index(sum)]), x.along_v = rounded(s.v[index(sum)]);
        return x;
      }
      case part::pick:
      case part::gather: {
        int moved[32];
        for (int a = 0; a < 32; ++a) moved[a] = at[a];
        moved[n.which] = static_cast<int>(plain(argument(n, 1, at)));
        return argument(n, 0, moved);
      }
      default: break;
    }
    dual x[4];
    for (std::size_t k = 0; k < n.arguments.size(); ++k) x[k] = argument(n, static_cast<int>(k), at);
    return elementwise_lines()[index(n.which)].value(x);
  }
  void evaluate_along(node& n) const {
    axis_line const& line = axis_lines()[index(n.which)];
    int at[32]{};
    int const count = size(n.bound);
    axis_set const others = n.axes & ~n.bound;
    std::vector<dual> to(index(count));
    for (int o = 0; o < size(others); ++o) {
      place(others, o, at);
      line.value(entries(n, at).data(), count, to.data());
      for (int e = 0; e < (line.keeps_axis ? count : 1); ++e) {
        place(n.bound, e, at);
        n.values[offset(n.axes, at)] = to[index(e)];
      }
    }
  }
};

}  // namespace gradsmith::tests
