// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs a scheduled program as emission does, one element at a time: slots in order, passes over the data block by block,
// steps, loops, entries by level, buffers. What is read before it has been computed, written twice or not at all is an
// error: it is the schedule that this checks.
#pragma once

#include <gradsmith/op/lowered.hpp>
#include <gradsmith/pass/program.hpp>

#include "support/all_operations.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace gradsmith::tests {

class wrong_schedule : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

class scheduled {
 public:
  /// The element of a symbol at the position along each of its dimensions.
  using leaf_function = std::function<double(int symbol, int const* position)>;

  /// Row-major, in the order of the axes of each output.
  std::vector<std::vector<double>> outputs;
  /// What was done for that, counted while it was done.
  operation_counts done;

  /// `extents`: of the axes that the graph names; `block`: the rows that a pass takes at once.
  scheduled(pass::program const& p, std::vector<int> const& extents, int block, leaf_function leaf)
      : p_(p), g_(p.graph), leaf_(std::move(leaf)), memory_(at(p.buffers.size())), totals_(at(p.entries.size())), at_(ir::max_axes, -1) {
    for (int a = 0; a < g_.axes.size(); ++a) extents_.push_back(g_.axes[g_.axes[a].origin].extent != 0 ? g_.axes[g_.axes[a].origin].extent : extents[at(g_.axes[a].origin)]);
    for (int b = 0; b < p.buffers.size(); ++b) memory_[at(b)] = {std::vector<double>(at(size(g_[p.buffers[b].node].axes))), std::vector<bool>(at(size(g_[p.buffers[b].node].axes)))};
    for (ir::output const& out : g_.outputs) {
      int count = 1;
      for (int d = 0; d < out.rank; ++d) count *= extents_[at(out.axes[d])];
      outputs.emplace_back(at(count));
      written_.emplace_back(at(count));
    }
    for (int slot = 0; slot < p.slots; ++slot) slot % 2 == 0 ? run_steps(slot) : run_pass(slot, block);
    for (int b = 0; b < p.buffers.size(); ++b)
      if (p.buffers[b].output >= 0) copy_direct(p.buffers[b]);
    for (std::size_t k = 0; k < outputs.size(); ++k)
      if (std::find(written_[k].begin(), written_[k].end(), false) != written_[k].end()) fail("leaves a part of an output out", g_.outputs[static_cast<int>(k)].node);
  }

 private:
  struct memory {
    std::vector<double> value;
    std::vector<bool> written;
  };
  struct total {  // what a reduction has taken so far, by cell: the values of its arguments
    std::vector<std::vector<double>> columns[2];
  };

  static std::size_t at(int n) { return static_cast<std::size_t>(n); }
  [[noreturn]] void fail(std::string const& what, int id) const {
    throw wrong_schedule("the schedule " + what + ": n" + std::to_string(id) + " = " + std::string(g_[id].op->name));
  }

  // ---- places

  [[nodiscard]] int size(ir::axis_set axes) const {
    int count = 1;
    for (; axes != 0; axes = ir::without_first(axes)) count *= extents_[at(ir::first_axis(axes))];
    return count;
  }
  [[nodiscard]] std::size_t offset(ir::axis_set axes, int id) const {
    int sum = 0;
    for (; axes != 0; axes = ir::without_first(axes)) {
      int const a = ir::first_axis(axes);
      if (at_[at(a)] < 0) fail("reads outside of the loop over " + std::string(g_.axes[a].name), id);
      if (at_[at(a)] >= extents_[at(a)]) fail("reads beyond the end of " + std::string(g_.axes[a].name), id);
      sum = sum * extents_[at(a)] + at_[at(a)];
    }
    return at(sum);
  }
  template <class F>
  void for_each_place(ir::axis_set axes, F f) {
    if (axes == 0) return f();
    int const a = ir::first_axis(axes);
    auto const [low, high] = range(a);
    for (int n = low; n < high; ++n) {
      at_[at(a)] = n;
      for_each_place(ir::without_first(axes), f);
    }
    at_[at(a)] = -1;
  }
  [[nodiscard]] std::pair<int, int> range(int axis) const {
    if (axis != p_.stream) return {0, extents_[at(axis)]};
    if (rows_ == 0) throw wrong_schedule("the schedule has a loop over the rows outside of a pass over them");
    return {first_row_, first_row_ + rows_};
  }

  // ---- memory

  [[nodiscard]] memory& memory_of(int id) {
    if (p_.buffer_of[id] < 0) fail("has no memory for what it needs", id);
    return memory_[at(p_.buffer_of[id])];
  }
  /// A symbol, or what lies in a buffer, at the current place.
  [[nodiscard]] double read(int id) {
    if (g_.kind(id) == ir::form::symbol) {
      int position[ir::max_rank]{};
      for (int d = 0; d < g_[id].count; ++d) {
        int const axis = g_[g_.argument(id, d).node].tag;
        (void)offset(ir::axis_bit(axis), id);
        position[d] = at_[at(axis)];
      }
      return leaf_(g_[id].tag, position);
    }
    memory& m = memory_of(id);
    std::size_t const where = offset(g_[id].axes, id);
    if (!m.written[where]) fail("reads what is not there yet", id);
    return m.value[where];
  }
  void write(int id, double value, bool once = true) {
    memory& m = memory_of(id);
    std::size_t const where = offset(g_[id].axes, id);
    if (once && m.written[where]) fail("writes twice", id);
    m.value[where] = value;
    m.written[where] = true;
  }
  void forget(int id) { memory_of(id).written.assign(memory_of(id).written.size(), false); }

  // ---- passes

  [[nodiscard]] bool reduces_rows(pass::entry const& e) const {
    return (e.kind == pass::entry_kind::reduce || e.kind == pass::entry_kind::scatter) && p_.stream >= 0 && ir::contains(g_[e.node].bound, p_.stream);
  }
  template <class F>
  void for_row_reductions(int slot, F f) {
    for (pass::step const& s : p_.steps)
      for (int e = s.first; s.slot == slot && e < s.first + s.count; ++e)
        if (reduces_rows(p_.entries[e])) f(e);
  }
  void run_pass(int slot, int block) {
    for_row_reductions(slot, [&](int e) { begin_total(e); });
    for (first_row_ = 0; first_row_ < extents_[at(p_.stream)]; first_row_ += block) {
      rows_ = std::min(block, extents_[at(p_.stream)] - first_row_);
      for (int b = 0; b < p_.buffers.size(); ++b)
        if (p_.buffers[b].kind == pass::storage::block) forget(p_.buffers[b].node);
      run_steps(slot);
    }
    rows_ = 0;
    for_row_reductions(slot, [&](int e) { end_total(e); });
    for (int b = 0; b < p_.buffers.size(); ++b)
      if (p_.buffers[b].kind == pass::storage::block) forget(p_.buffers[b].node);
  }
  void run_steps(int slot) {
    for (pass::step const& s : p_.steps) {
      if (s.slot != slot) continue;
      if (s.is_contraction) contract(s);
      else if (s.is_scan) scan(s);
      else run_loops(s);
    }
  }

  // ---- reductions: all values of a cell are kept, and made into one at the end

  void begin_total(int e) {
    int const id = p_.entries[e].node;
    for (auto& column : totals_[at(e)].columns) column.assign(at(size(g_[id].axes)), {});
    if (p_.entries[e].kind == pass::entry_kind::scatter) scattered_[id].assign(at(size(g_[id].axes)), 0);
  }
  void take(int e, double const* x, int count) {
    int const id = p_.entries[e].node;
    done = done + g_[id].op->cost;
    if (totals_[at(e)].columns[0].empty()) fail("adds to a total that has not begun", id);
    for (int k = 0; k < count; ++k) totals_[at(e)].columns[k][offset(g_[id].axes, id)].push_back(x[k]);
  }
  void end_total(int e) {
    int const id = p_.entries[e].node;
    if (p_.entries[e].kind == pass::entry_kind::scatter) {
      for_each_place(g_[id].axes, [&] { write(id, scattered_[id][offset(g_[id].axes, id)]); });
      return;
    }
    if (totals_[at(e)].columns[0].empty()) fail("ends a total that has not begun", id);
    for_each_place(g_[id].axes, [&] { write_total(e); });
    for (auto& column : totals_[at(e)].columns) column.clear();
  }
  void write_total(int e) {
    int const id = p_.entries[e].node;
    std::size_t const cell = offset(g_[id].axes, id);
    auto& columns = totals_[at(e)].columns;
    double const* const x[]{columns[0][cell].data(), columns[1][cell].data()};
    write(id, scalar_functions_of(*g_[id].op).reduce(x, static_cast<int>(columns[0][cell].size())));
  }

  void contract(pass::step const& s) {
    int const id = p_.entries[s.first].node;
    ir::axis_set const a = g_[g_.argument(id, 0).node].axes, b = g_[g_.argument(id, 1).node].axes;
    ir::axis_set const summed = g_[id].bound, repeated = a & b & ~summed;
    auto const is_data = [&](int operand) { return g_.kind(operand) == ir::form::symbol && p_.stream >= 0 && ir::contains(g_[operand].axes, p_.stream); };
    bool const is_product = repeated == 0 && ir::count(a) <= 2 && ir::count(b) <= 2;
    bool const is_product_each = ir::count(repeated) == 1 && ir::first_axis(repeated) != p_.stream && ir::count(a) == 3 && ir::count(b) == 3 &&
                                 !is_data(g_.argument(id, 0).node) && !is_data(g_.argument(id, 1).node);
    // One operand has an axis of its own besides.
    auto const is_product_beside = [&](ir::axis_set wide, ir::axis_set other, int operand) {
      return repeated == 0 && ir::count(wide) == 3 && ir::count(other) == 2 && !is_data(operand);
    };
    if (!ir::is_subset(summed, a & b) || ir::count(summed) != 1 ||
        (!is_product && !is_product_each && !is_product_beside(a, b, g_.argument(id, 0).node) && !is_product_beside(b, a, g_.argument(id, 1).node)))
      fail("has a contraction that no kernel knows", id);
    if (!reduces_rows(p_.entries[s.first])) begin_total(s.first);
    for_each_place(a | b, [&] {
      double x[]{read(g_.argument(id, 0).node), read(g_.argument(id, 1).node)};
      if (g_[id].tag != 0) leave_out_triangles(id, x, ir::first_axis(a & ~summed & ~repeated), ir::first_axis(b & ~summed & ~repeated), ir::first_axis(summed));
      take(s.first, x, 2);
    });
    if (!reduces_rows(p_.entries[s.first])) end_total(s.first);
  }
  // What the kernels leave out: entries that are said to be 0 have to be; a result that is not asked for is 0.
  void leave_out_triangles(int id, double (&x)[2], int kept_of_first, int kept_of_second, int summed) const {
    auto const is_out = [&](int which, int row, int column) {
      int const part = op::contraction::triangle(g_[id].tag, which), distance = at_[at(column)] - at_[at(row)];
      return (part == op::contraction::lower && distance > 0) || (part == op::contraction::upper && distance < 0);
    };
    int const kept[]{kept_of_first, kept_of_second};
    for (int k = 0; k < 2; ++k)
      if (is_out(k, kept[k], summed) && x[k] != 0 && !std::isnan(x[k])) fail("takes a matrix for a triangle", id);
    if (is_out(0, kept[0], summed) || is_out(1, kept[1], summed) || is_out(2, kept[0], kept[1])) x[0] = x[1] = 0;
  }
  void scan(pass::step const& s) {
    int const id = p_.entries[s.first].node, from = g_.argument(id, 0).node, axis = ir::first_axis(g_[id].bound);
    if (axis == p_.stream) fail("adds up along the rows", id);
    for_each_place(g_[id].axes & ~g_[id].bound, [&] {
      double so_far = 0;
      for (int k = 0; k < extents_[at(axis)]; ++k) {
        at_[at(axis)] = g_[id].op->place(k, extents_[at(axis)]);
        done = done + g_[id].op->cost;
        write(id, so_far += read(from));
      }
      at_[at(axis)] = -1;
    });
  }

  // ---- loops

  struct registers {
    std::vector<double> value;
    std::vector<bool> known;
    std::vector<int> of;  // node -> entry, or -1
  };
  [[nodiscard]] int first_reduced_loop(pass::step const& s, int e) const { return s.loops - ir::count(g_[p_.entries[e].node].bound); }

  void run_loops(pass::step const& s) {
    registers in{std::vector<double>(at(s.count)), std::vector<bool>(at(s.count)), std::vector<int>(at(g_.nodes.size()), -1)};
    for (int e = s.first; e < s.first + s.count; ++e) {
      pass::entry const& each = p_.entries[e];
      check_lanes(s, each);
      bool const totals = each.kind == pass::entry_kind::reduce || each.kind == pass::entry_kind::scatter;
      if (!totals && each.kind != pass::entry_kind::store) in.of[at(each.node)] = e - s.first;
      if (totals && !reduces_rows(each)) begin_total(e);
      if (each.kind == pass::entry_kind::reduce && each.in_register)
        for (int loop = 0; loop < s.loops; ++loop)
          if (ir::contains(g_[each.node].bound, s.order[loop]) != (loop >= first_reduced_loop(s, e))) fail("keeps a total in a register while its cell changes", each.node);
    }
    run_level(s, -1, in);
    for (int e = s.first; e < s.first + s.count; ++e) {
      pass::entry const& each = p_.entries[e];
      bool const totals = each.kind == pass::entry_kind::scatter || each.kind == pass::entry_kind::reduce;
      if (totals && !reduces_rows(each)) end_total(e);
    }
  }
  /// Our own memory is read and written by whole vectors: its last axis, or the rows of a block, lie in the lanes.
  void check_lanes(pass::step const& s, pass::entry const& e) const {
    if (s.lane < 0 || p_.buffer_of[e.node] < 0 || e.kind == pass::entry_kind::scatter || !ir::contains(g_[e.node].axes, s.order[s.lane])) return;
    if (e.kind != pass::entry_kind::load && e.kind != pass::entry_kind::reduce && !e.kept) return;
    pass::buffer const& b = p_.buffers[p_.buffer_of[e.node]];
    bool const rows = b.kind == pass::storage::block && s.order[s.lane] == p_.stream;
    if (!rows && (b.rank == 0 || b.axes[b.rank - 1] != s.order[s.lane])) fail("has lanes along which memory does not lie", e.node);
  }
  // The entries of a level, then the loop inside it.
  void run_level(pass::step const& s, int level, registers& in) {
    for (int e = 0; e < s.count; ++e)
      if (p_.entries[s.first + e].level >= level) in.known[at(e)] = false;
    for (int e = 0; e < s.count; ++e)
      if (p_.entries[s.first + e].level == level) run_entry(s.first + e, s, in);
    if (level + 1 == s.loops) return;
    int const axis = s.order[level + 1];
    auto const [low, high] = range(axis);
    for (int n = low; n < high; ++n) {
      at_[at(axis)] = n;
      run_level(s, level + 1, in);
    }
    at_[at(axis)] = -1;
  }
  [[nodiscard]] double value(int id, registers const& in) const {
    int const e = in.of[at(id)];
    if (e < 0 || !in.known[at(e)]) fail("uses what is in no register", id);
    return in.value[at(e)];
  }
  void run_entry(int e, pass::step const& s, registers& in) {
    pass::entry const& each = p_.entries[e];
    int const id = each.node;
    ir::node const& n = g_[id];
    auto const keep = [&](double v) {
      in.value[at(e - s.first)] = v;
      in.known[at(e - s.first)] = true;
      if (each.kept) write(id, v);
    };
    switch (each.kind) {
      case pass::entry_kind::load: return keep(load(id, in));
      case pass::entry_kind::gather: return keep(gathered(id, in));
      case pass::entry_kind::scatter: return scatter(id, in);
      case pass::entry_kind::store: return store(id, value(g_.argument(id, 0).node, in));
      default: break;
    }
    double x[4]{};
    for (int k = 0; k < n.count; ++k) x[k] = value(g_.argument(id, k).node, in);
    if (each.kind == pass::entry_kind::reduce) return take(e, x, n.count);
    auto const of_numbers = scalar_functions_of(*n.op).value;
    if (of_numbers == nullptr) fail("computes what has no instruction", id);
    done = done + n.op->cost;
    keep(of_numbers(x));
  }
  [[nodiscard]] double load(int id, registers const& in) {
    switch (g_.kind(id)) {
      case ir::form::literal: return g_[id].value;
      case ir::form::extent: return extents_[at(g_[id].tag)];
      case ir::form::index: return static_cast<double>(offset(g_[id].axes, id));
      case ir::form::gather: return p_.buffer_of[id] >= 0 ? read(id) : gathered(id, in);
      default: return read(id);
    }
  }

  // ---- positions

  /// Multiples of axes are strides; others, and all that vary along the rows, have been computed.
  [[nodiscard]] bool is_stride(int id) const {
    if (p_.stream >= 0 && ir::contains(g_[id].axes, p_.stream)) return false;
    ir::form const kind = g_.kind(id);
    return kind == ir::form::sum || kind == ir::form::literal || kind == ir::form::index || kind == ir::form::extent;
  }
  [[nodiscard]] double stride(int id) const {
    switch (g_.kind(id)) {
      case ir::form::literal: return g_[id].value;
      case ir::form::extent: return extents_[at(g_[id].tag)];
      case ir::form::index: return static_cast<double>(offset(g_[id].axes, id));
      case ir::form::sum: break;
      default: fail("has a position that is no stride", id);
    }
    double sum = g_[id].value;
    for (int k = 0; k < g_[id].count; ++k) sum += g_.argument(id, k).weight * stride(g_.argument(id, k).node);
    return sum;
  }
  // Sets the places along the slots of a gather or scatter-add.
  void find_positions(int id, registers const& in) {
    int found[ir::max_axes]{};
    for (int k = 1; k + 1 < g_[id].count; k += 2) {
      int const slot = g_[g_.argument(id, k).node].tag, position = g_.argument(id, k + 1).node;
      double const wanted = is_stride(position) ? stride(position) : value(position, in);
      bool const exists = wanted >= 0 && wanted < extents_[at(slot)];
      if (!exists && is_stride(position)) fail("has a stride that leads beyond the end", id);
      found[slot] = exists ? static_cast<int>(wanted) : 0;
    }
    for (int k = 1; k + 1 < g_[id].count; k += 2) at_[at(g_[g_.argument(id, k).node].tag)] = found[g_[g_.argument(id, k).node].tag];
  }
  [[nodiscard]] double gathered(int id, registers const& in) {
    std::vector<int> const outside = at_;
    find_positions(id, in);
    double const v = read(g_.argument(id, 0).node);
    at_ = outside;
    return v;
  }
  void scatter(int id, registers const& in) {
    std::vector<int> const outside = at_;
    double const v = value(g_.argument(id, 0).node, in);
    done = done + g_[id].op->cost;
    find_positions(id, in);
    scattered_[id][offset(g_[id].axes, id)] += v;
    at_ = outside;
  }

  // ---- outputs

  void store(int id, double v) {
    ir::output const& out = g_.outputs[g_[id].tag];
    int const sum = place_in(out, id);
    if (written_[at(g_[id].tag)][at(sum)]) fail("stores twice", id);
    outputs[at(g_[id].tag)][at(sum)] = v;
    written_[at(g_[id].tag)][at(sum)] = true;
  }
  /// The element of an output that a node stores: where it is along the node's axes, and along the others, which were
  /// written out, in the entry that the node names.
  [[nodiscard]] int place_in(ir::output const& out, int id) const {
    int entry = static_cast<int>(g_[id].value), place = 0, stride = 1;
    for (int d = out.rank; d-- > 0;) {
      int const extent = extents_[at(out.axes[d])];
      if (ir::contains(g_[id].axes, out.axes[d])) {
        (void)offset(ir::axis_bit(out.axes[d]), id);
        place += stride * at_[at(out.axes[d])];
      } else {
        place += stride * (entry % extent);
        entry /= extent;
      }
      stride *= extent;
    }
    return place;
  }
  void copy_direct(pass::buffer const& b) {
    for_each_place(g_[b.node].axes, [&] { store(g_.outputs[b.output].node, read(b.node)); });
  }

  pass::program const& p_;
  ir::graph const& g_;
  leaf_function leaf_;
  std::vector<int> extents_;
  std::vector<memory> memory_;
  std::vector<total> totals_;
  std::map<int, std::vector<double>> scattered_;
  std::vector<std::vector<bool>> written_;
  std::vector<int> at_;  // along each axis, or -1
  int first_row_ = 0;
  int rows_ = 0;  // of the block; 0 outside of passes
};

}  // namespace gradsmith::tests
