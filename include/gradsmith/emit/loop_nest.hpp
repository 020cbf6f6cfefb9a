// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Emits one fused loop nest: loads, elementwise operations, reductions and stores of a step, straight-line
// inside the innermost loop, each entry as far out as its axes allow.
#pragma once

#include <algorithm>

#include <gradsmith/emit/context.hpp>
#include <gradsmith/emit/each.hpp>
#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/op/lowered.hpp>

namespace gradsmith::emit::detail {

template <class Op>
inline constexpr bool accumulates_by_blocks = requires { Op::block; };

/// What of a step the loops need, as numbers: reading the program itself at run time would put it, with
/// every pass that its nodes point to, into the user's object.
template <class C, int Step>
struct step_facts {
  static constexpr auto const& program = C::program;
  static constexpr pass::step step = program.steps[Step];

  static constexpr pass::entry entry(int e) { return program.entries[step.first + e]; }
  static constexpr ir::node node(int e) { return program.node(entry(e).node); }
  static constexpr ir::form form(int e) { return node(e).op->kind; }
  static constexpr bool varies(int e, int loop) { return ir::contains(node(e).axes, step.order[loop]); }
  static constexpr int lane_axis() { return step.lane < 0 ? -1 : step.order[step.lane]; }
  static constexpr bool in_lanes(int e) { return step.lane >= 0 && ir::contains(node(e).axes, lane_axis()); }
  static constexpr bool lanes_are_reduced(int e) { return step.lane >= 0 && ir::contains(node(e).bound, lane_axis()); }
  static constexpr int loop_of(int axis) {
    for (int k = 0; k < step.loops; ++k)
      if (step.order[k] == axis) return k;
    return 0;
  }
  /// The entry whose value is argument k of entry e.
  static constexpr int argument(int e, int k) {
    int const id = program.argument(entry(e).node, k);
    for (int other = 0; other < step.count; ++other)
      if (entry(other).node == id && entry(other).kind != pass::entry_kind::reduce) return other;
    return -1;
  }
  static constexpr int first_reduced_loop(int e) { return step.loops - ir::count(node(e).bound); }
  static constexpr bool is_streamed_leaf(int e) { return program.is_streamed(entry(e).node) && step.slot % 2 == 1; }
  static constexpr int axis_of_dimension(int e, int d) { return program.node(program.argument(entry(e).node, d)).tag; }
  static constexpr int buffer(int e) { return program.buffer_of[entry(e).node]; }
  static constexpr bool is_kind(int e, pass::entry_kind kind) { return entry(e).kind == kind; }

  /// Whether the last, partial vector is treated apart: not if only our own padded memory is touched.
  static constexpr bool needs_tail() {
    bool const per_block = step.slot % 2 == 1;
    for (int e = 0; e < step.count; ++e) {
      if (is_kind(e, pass::entry_kind::store) && in_lanes(e)) return true;
      if (is_kind(e, pass::entry_kind::reduce) && lanes_are_reduced(e)) return true;
      if (is_kind(e, pass::entry_kind::load) && form(e) == ir::form::symbol && in_lanes(e) && !per_block) return true;
    }
    return false;
  }
};

/// The loops of step number `Step`.
template <class C, class T, int Step>
class loop_nest {
  using facts = step_facts<C, Step>;
  using kind = pass::entry_kind;
  static constexpr int loops = facts::step.loops;
  static constexpr int lane = facts::step.lane;
  static constexpr int entries = facts::step.count;
  static constexpr int first_entry = facts::step.first;
  static constexpr bool scalar = lane < 0;
  static constexpr bool per_block = facts::step.slot % 2 == 1;
  static constexpr int stream = C::program.stream;
  using V = std::conditional_t<scalar, T, simd::batch<T>>;
  static constexpr std::size_t width = scalar ? 1 : static_cast<std::size_t>(simd::lanes<T>);
  static constexpr auto count = static_cast<std::size_t>(entries);
  static constexpr bool fetches_ahead = per_block && loops == 1 && lane == 0;

  template <int Level>
  struct is_load_at {
    static constexpr bool holds(int e) { return facts::is_kind(e, kind::load) && facts::entry(e).level == Level; }
  };
  struct is_evaluated {
    static constexpr bool holds(int e) { return !facts::is_kind(e, kind::load); }
  };
  struct is_memory_reduction {
    static constexpr bool holds(int e) { return facts::is_kind(e, kind::reduce) && !facts::entry(e).in_register; }
  };
  // Every cell of one of these takes the same number of steps in a block of rows.
  struct is_block_reduction {
    static constexpr bool holds(int e) {
      return per_block && facts::is_kind(e, kind::reduce) && facts::entry(e).in_register && facts::node(e).op->by_blocks;
    }
  };
  template <int Loop>
  struct is_reduction_from {
    static constexpr bool holds(int e) {
      return facts::is_kind(e, kind::reduce) && facts::entry(e).in_register && facts::first_reduced_loop(e) == Loop;
    }
  };
  struct is_located {
    static constexpr bool holds(int e) {
      return facts::form(e) == ir::form::symbol || facts::buffer(e) >= 0 || facts::is_kind(e, kind::store);
    }
  };
  template <int E>
  struct is_varying_loop {
    static constexpr bool holds(int loop) { return facts::varies(E, loop); }
  };
  template <class Predicate>
  using those = selection<entries, Predicate>;
  template <int E, int Loop>
  static constexpr bool varies = facts::varies(E, Loop);
  template <int E, int K>
  static constexpr int argument = facts::argument(E, K);
  template <int E>
  static constexpr ir::operation const* record = facts::node(E).op;

 public:
  [[gnu::always_inline]] explicit loop_nest(context<C, T>& running) : c_(running), next_rows_(running.next_rows) {
    for_each_of<those<is_located>>([&](auto entry) { locate<entry>(); });
  }

  [[gnu::always_inline]] void run() {
    for_each_of<those<is_memory_reduction>>([&](auto entry) { begin_memory_reduction<entry>(); });
    load_level<-1, false>();
    if constexpr (loops == 0) {
      evaluate<false>();
    } else {
      begin_reductions<0>();
      loop<0, false>();
      end_reductions<0>();
    }
    for_each_of<those<is_memory_reduction>>([&](auto entry) { end_memory_reduction<entry>(); });
    for_each_of<those<is_block_reduction>>([&](auto entry) { c_.block_phase[first_entry + entry] = steps_[entry]; });
  }

 private:
  // ---- addresses: everything an inner loop needs is copied into locals, because stores might alias it

  template <int E>
  [[gnu::always_inline]] void locate() {
    if constexpr (facts::is_kind(E, kind::store)) {
      constexpr int number = facts::node(E).tag;
      constexpr int rank = C::program.graph.outputs[number].rank;
      output_[E] = c_.outputs[number].data;
      for_each_below<rank>([&](auto d) {
        constexpr int axis = C::program.graph.outputs[number].axes[d];
        constexpr int nest = facts::loop_of(axis);
        stride_[E][nest] = c_.outputs[number].stride[d];
        if constexpr (per_block && axis == stream) output_[E] += static_cast<std::ptrdiff_t>(c_.block_start) * c_.outputs[number].stride[d];
      });
    } else if constexpr (facts::form(E) != ir::form::symbol) {
      constexpr int number = facts::buffer(E);
      buffer_[E] = c_.buffer[number];
      base_[E] = buffer_[E];
      for_each_of<selection<loops, is_varying_loop<E>>>([&](auto nest) {
        stride_[E][nest] = buffer_stride<C, T, facts::entry(E).node, facts::step.order[nest]>(c_);
      });
    } else if constexpr (facts::is_streamed_leaf(E)) {
      // Staged as [axes...][rows], in the order of the symbol's own dimensions.
      constexpr int leaf = facts::entry(E).node;
      base_[E] = c_.lanes[leaf];
      auto stride = static_cast<std::ptrdiff_t>(c_.block_capacity);
      constexpr int rank = facts::node(E).count;
      for_each_below<rank>([&](auto d) {
        constexpr int axis = facts::axis_of_dimension(E, rank - 1 - d);
        constexpr int nest = facts::loop_of(axis);
        if constexpr (axis == stream) {
          stride_[E][nest] += 1;
        } else {
          stride_[E][nest] += stride;
          stride *= static_cast<std::ptrdiff_t>(c_.extent[axis]);
        }
      });
    } else {
      // A symbol may have one axis in two dimensions, as in a(j, j): their strides add up.
      constexpr int symbol = facts::node(E).tag;
      base_[E] = static_cast<T const*>(c_.sources[symbol].data);
      for_each_below<facts::node(E).count>([&](auto d) {
        constexpr int nest = facts::loop_of(facts::axis_of_dimension(E, d));
        stride_[E][nest] += c_.sources[symbol].stride[d];
      });
    }
  }
  template <int E>
  [[nodiscard]] [[gnu::always_inline]] std::ptrdiff_t offset() const {
    return offset_of<E>(std::make_integer_sequence<int, loops>{});
  }
  template <int E, int... Loop>
  [[nodiscard]] [[gnu::always_inline]] std::ptrdiff_t offset_of(std::integer_sequence<int, Loop...>) const {
    return (std::ptrdiff_t{0} + ... + (varies<E, Loop> ? static_cast<std::ptrdiff_t>(at_[Loop]) * stride_[E][Loop] : 0));
  }

  // ---- loops

  template <int Loop, bool Tail>
  [[gnu::always_inline]] void loop() {
    std::size_t trips = 0;
    constexpr int axis = facts::step.order[Loop];
    if constexpr (per_block && axis == stream) trips = c_.block_rows;
    else trips = c_.extent[axis];
    if constexpr (Loop != lane) {
      for (at_[Loop] = 0; at_[Loop] < trips; ++at_[Loop]) body<Loop, Tail>();
    } else if constexpr (!facts::needs_tail()) {
      for (at_[Loop] = 0; at_[Loop] < trips; at_[Loop] += width) body<Loop, false>();
    } else {
      for (at_[Loop] = 0; at_[Loop] + width <= trips; at_[Loop] += width) body<Loop, false>();
      if (at_[Loop] < trips) {
        left_ = static_cast<int>(trips - at_[Loop]);
        body<Loop, true>();
      }
    }
  }
  template <int Loop, bool Tail>
  [[gnu::always_inline]] void body() {
    // While there is arithmetic to do, memory brings the next block: a line for each row of this one.
    if constexpr (fetches_ahead) {
      kernel::fetch_lines(next_rows_, width);
      next_rows_ += width * 64 / sizeof(T);
    }
    load_level<Loop, Tail>();
    if constexpr (Loop + 1 < loops) {
      begin_reductions<Loop + 1>();
      loop<Loop + 1, Tail>();
      end_reductions<Loop + 1>();
    } else {
      evaluate<Tail>();
    }
  }
  template <int Level, bool Tail>
  [[gnu::always_inline]] void load_level() {
    for_each_of<those<is_load_at<Level>>>([&](auto entry) { value_[entry] = load<entry, Tail>(); });
  }
  // The innermost body: everything but loads, in order.
  template <bool Tail>
  [[gnu::always_inline]] void evaluate() {
    for_each_of<those<is_evaluated>>([&](auto entry) {
      if constexpr (facts::is_kind(entry, kind::compute)) {
        compute<entry>(std::make_integer_sequence<int, facts::node(entry).count>{});
        if constexpr (facts::entry(entry).kept) store_value<entry>(buffer_[entry] + offset<entry>(), value_[entry]);
      } else if constexpr (facts::is_kind(entry, kind::store)) {
        store_output<entry, Tail>(value_[argument<entry, 0>]);
      } else {
        accumulate<entry, Tail>(value_[argument<entry, 0>]);
      }
    });
  }

  // ---- values

  template <int E, bool Tail>
  [[nodiscard]] [[gnu::always_inline]] V load() const {
    constexpr ir::form form = facts::form(E);
    if constexpr (form == ir::form::literal) {
      constexpr double number = facts::node(E).value;
      return simd::broadcast<V>(static_cast<T>(number));
    } else if constexpr (form == ir::form::extent) {
      constexpr int axis = facts::node(E).tag;
      return simd::broadcast<V>(static_cast<T>(c_.extent[axis]));
    } else if constexpr (form == ir::form::index) {
      constexpr int axis = facts::node(E).tag;
      constexpr int nest = facts::loop_of(axis);
      std::size_t const start = per_block && axis == stream ? c_.block_start : 0;
      T const first = static_cast<T>(start + at_[nest]);
      if constexpr (nest == lane) return simd::iota<V>(first);
      else return simd::broadcast<V>(first);
    } else if constexpr (!facts::in_lanes(E)) {
      return simd::broadcast<V>(base_[E][offset<E>()]);
    } else if constexpr (form != ir::form::symbol || facts::is_streamed_leaf(E)) {
      return simd::load<V>(base_[E] + offset<E>());  // our own memory: contiguous, and padded
    } else {
      return load_foreign<Tail>(base_[E] + offset<E>(), stride_[E][lane]);
    }
  }
  // The user's memory: any stride, nothing beyond its end.
  template <bool Tail>
  [[nodiscard]] [[gnu::always_inline]] V load_foreign(T const* p, std::ptrdiff_t stride) const {
    if constexpr (Tail) {
      if (stride == 1) return simd::load_first<V>(p, left_);
      T few[width]{};
      for (int k = 0; k < left_; ++k) few[k] = p[k * stride];
      return simd::load<V>(few);
    } else {
      return stride == 1 ? simd::load<V>(p) : simd::load_strided<V>(p, stride);
    }
  }

  template <int E, int... K>
  [[gnu::always_inline]] void compute(std::integer_sequence<int, K...>) {
    using op = ir::operation_type<record<E>>;
    value_[E] = op::value(value_[argument<E, K>]...);
  }

  template <int E>
  [[gnu::always_inline]] static void store_value(T* to, V const& v) {
    if constexpr (scalar) {
      *to = v;
    } else if constexpr (facts::in_lanes(E)) {
      simd::store(to, v);
    } else {
      T all[width];
      simd::store(all, v);
      *to = all[0];
    }
  }
  template <int E, bool Tail>
  [[gnu::always_inline]] void store_output(V const& v) {
    T* const to = output_[E] + offset<E>();
    if constexpr (scalar) {
      *to = v;
    } else if (std::ptrdiff_t const stride = stride_[E][lane]; stride == 1) {
      if constexpr (Tail) simd::store_first(to, v, left_);
      else simd::store(to, v);
    } else {
      T all[width];
      simd::store(all, v);
      int const used = Tail ? left_ : static_cast<int>(width);
      for (int k = 0; k < used; ++k) to[k * stride] = all[k];
    }
  }

  // ---- reductions

  template <int E>
  using reduction = ir::operation_type<record<E>>;
  template <int E>
  static constexpr bool by_blocks = accumulates_by_blocks<reduction<E>> && facts::entry(E).in_register && facts::lanes_are_reduced(E);
  template <int E>
  [[nodiscard]] [[gnu::always_inline]] static V start() {
    return simd::broadcast<V>(static_cast<T>(reduction<E>::start));
  }

  // The sum over the lanes waits in memory until the pass over the data ends; within a slot without
  // data it is formed at once.
  template <int E>
  [[nodiscard]] [[gnu::always_inline]] T* lane_accumulator() const {
    return c_.accumulator[first_entry + E] + offset<E>() * static_cast<std::ptrdiff_t>(by_blocks<E> ? 2 * width : width);
  }

  template <int Loop>
  [[gnu::always_inline]] void begin_reductions() {
    for_each_of<those<is_reduction_from<Loop>>>([&](auto entry) {
      value_[entry] = start<entry>();
      if constexpr (by_blocks<entry>) {
        product_[entry] = value_[entry];
        steps_[entry] = 0;
        if constexpr (per_block) {
          value_[entry] = simd::load<V>(lane_accumulator<entry>());
          product_[entry] = simd::load<V>(lane_accumulator<entry>() + width);
          steps_[entry] = c_.block_phase[first_entry + entry];
        }
      }
    });
  }

  template <int E, bool Tail>
  [[gnu::always_inline]] void accumulate(V v) {
    using op = reduction<E>;
    if constexpr (Tail && facts::lanes_are_reduced(E)) v = simd::select(simd::first_n<V>(left_), v, start<E>());
    if constexpr (by_blocks<E>) {
      product_[E] = op::step(product_[E], v);
      if (++steps_[E] == op::block) {
        value_[E] = op::merge(value_[E], op::finish(product_[E]));
        product_[E] = start<E>();
        steps_[E] = 0;
      }
      return;
    }
    if constexpr (accumulates_by_blocks<op> && !by_blocks<E>) v = op::finish(op::step(start<E>(), v));
    if constexpr (facts::entry(E).in_register) {
      value_[E] = op::merge(value_[E], v);
    } else {
      T* to = nullptr;
      if constexpr (facts::lanes_are_reduced(E)) to = lane_accumulator<E>();
      else to = buffer_[E] + offset<E>();
      if constexpr (scalar) *to = op::merge(*to, v);
      else simd::store(to, op::merge(simd::load<V>(to), v));
    }
  }

  template <int Loop>
  [[gnu::always_inline]] void end_reductions() {
    for_each_of<those<is_reduction_from<Loop>>>([&](auto entry) {
      using op = reduction<entry>;
      if constexpr (!facts::lanes_are_reduced(entry)) {
        store_value<entry>(buffer_[entry] + offset<entry>(), value_[entry]);
      } else if constexpr (by_blocks<entry> && per_block) {
        simd::store(lane_accumulator<entry>(), value_[entry]);
        simd::store(lane_accumulator<entry>() + width, product_[entry]);
      } else if constexpr (per_block) {
        T* const to = lane_accumulator<entry>();
        simd::store(to, op::merge(simd::load<V>(to), value_[entry]));
      } else {
        if constexpr (by_blocks<entry>) value_[entry] = op::merge(value_[entry], op::finish(product_[entry]));
        buffer_[entry][offset<entry>()] = op::merge_lanes(value_[entry]);
      }
    });
  }

  // Reductions that accumulate in memory: their cells are set before the loops of a slot without data
  // (within a pass over the data, when the pass begins).
  template <int E>
  [[gnu::always_inline]] void begin_memory_reduction() {
    if constexpr (!per_block || !facts::lanes_are_reduced(E)) {
      T const first = static_cast<T>(reduction<E>::start);
      std::size_t const cells = buffer_size<C, T, facts::buffer(E)>(c_);
      if constexpr (facts::lanes_are_reduced(E)) std::fill_n(c_.accumulator[first_entry + E], cells * width, first);
      else std::fill_n(buffer_[E], cells, first);
    }
  }
  template <int E>
  [[gnu::always_inline]] void end_memory_reduction() {
    if constexpr (facts::lanes_are_reduced(E) && !per_block)
      for (std::size_t k = 0; k < buffer_size<C, T, facts::buffer(E)>(c_); ++k)
        buffer_[E][k] = reduction<E>::merge_lanes(simd::load<V>(c_.accumulator[first_entry + E] + k * width));
  }

  context<C, T>& c_;
  T const* next_rows_;
  V value_[count];
  V product_[count];
  std::size_t steps_[count];
  std::size_t at_[pass::max_loops]{};
  int left_ = 0;
  T const* base_[count]{};
  T* buffer_[count]{};
  T* output_[count]{};
  std::ptrdiff_t stride_[count][pass::max_loops]{};
};

}  // namespace gradsmith::emit::detail
