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
#include <gradsmith/emit/step_facts.hpp>
#include <gradsmith/op/lowered.hpp>

namespace gradsmith::emit::detail {

template <class Op>
inline constexpr bool accumulates_by_blocks = requires { Op::block; };
/// A reduction that says how one value is added; else values are merged like partial results.
template <class Op>
inline constexpr bool has_step = requires { Op::step(0.0, 0.0); };

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
      return per_block && facts::is_kind(e, kind::reduce) && facts::entry(e).in_register && facts::entry(e).op->by_blocks;
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
      return facts::form(e) == ir::form::symbol || facts::entry(e).buffer >= 0 || facts::is_kind(e, kind::store);
    }
  };
  template <class Predicate>
  using those = selection<entries, Predicate>;
  template <int E, int Loop>
  static constexpr bool varies = facts::varies(E, Loop);
  template <int E, int K>
  static constexpr int argument = facts::entry(E).arguments[K];
  template <int E>
  static constexpr ir::operation const* record = facts::entry(E).op;

 public:
  [[gnu::always_inline]] explicit loop_nest(context<C, T>& running) : c_(running), next_rows_(reinterpret_cast<std::uintptr_t>(running.next_rows)) {
    locate_all<those<is_located>>(numbers<those<is_located>>{});
  }

  [[gnu::always_inline]] void run() {
    begin_memory_reductions<those<is_memory_reduction>>(numbers<those<is_memory_reduction>>{});
    load_level<-1, false>();
    if constexpr (loops == 0) {
      evaluate<false>();
    } else {
      begin_reductions<0>();
      loop<0, false>();
      end_reductions<0>();
    }
    end_memory_reductions<those<is_memory_reduction>>(numbers<those<is_memory_reduction>>{});
    keep_phases<those<is_block_reduction>>(numbers<those<is_block_reduction>>{});
  }

 private:
  // Each list of entries is one fold over one function per entry: functions are what emission costs.
  // (A list longer than 64 is visited in parts: clang refuses folds of more than 256 operands.)
  static constexpr int longest_fold = 64;
  template <class List, int First = 0>
  using numbers = std::make_integer_sequence<int, std::min(List::size - First, longest_fold)>;

  // ---- addresses: everything an inner loop needs is copied into locals, because stores might alias it

  template <class List, int First = 0, int... K>
  [[gnu::always_inline]] void locate_all(std::integer_sequence<int, K...>) {
    (locate<List::list.value[First + K]>(), ...);
    if constexpr (constexpr int next = First + longest_fold; next < List::size) locate_all<List, next>(numbers<List, next>{});
  }
  template <int E>
  [[gnu::always_inline]] void locate() {
    if constexpr (facts::is_kind(E, kind::store)) {
      constexpr int number = facts::entry(E).tag;
      constexpr int rank = C::program.graph.outputs[number].rank;
      output_[E] = c_.outputs[number].data;
      locate_output<E, number>(std::make_integer_sequence<int, rank>{});
    } else if constexpr (facts::form(E) != ir::form::symbol) {
      constexpr int number = facts::entry(E).buffer;
      buffer_[E] = c_.buffer[number];
      base_[E] = buffer_[E];
      locate_buffer<E>(std::make_integer_sequence<int, loops>{});
    } else if constexpr (facts::is_streamed_leaf(E)) {
      // Staged as [axes...][rows], in the order of the symbol's own dimensions.
      constexpr int leaf = facts::entry(E).node;
      base_[E] = c_.lanes[leaf];
      auto stride = static_cast<std::ptrdiff_t>(c_.block_capacity);
      locate_staged<E>(stride, std::make_integer_sequence<int, facts::entry(E).count>{});
    } else {
      constexpr int symbol = facts::entry(E).tag;
      base_[E] = static_cast<T const*>(c_.sources[symbol].data);
      locate_foreign<E, symbol>(std::make_integer_sequence<int, facts::entry(E).count>{});
    }
  }
  template <int Axis>
  static constexpr int loop_of = facts::loop_of(Axis);
  template <int E, int D>
  static constexpr int axis_of = facts::axis_of_dimension(E, D);
  template <int Number, int D>
  static constexpr int output_axis = C::program.graph.outputs[Number].axes[D];

  template <int E, int Number, int... D>
  [[gnu::always_inline]] void locate_output(std::integer_sequence<int, D...>) {
    ((stride_[E][loop_of<output_axis<Number, D>>] = c_.outputs[Number].stride[D]), ...);
    if constexpr (per_block)
      ((output_[E] += output_axis<Number, D> == stream && !c_.gathers() ? static_cast<std::ptrdiff_t>(c_.block_start) * c_.outputs[Number].stride[D] : 0), ...);
  }
  template <int E, int... Loop>
  [[gnu::always_inline]] void locate_buffer(std::integer_sequence<int, Loop...>) {
    ((stride_[E][Loop] = stride_of_buffer<E, Loop>()), ...);
  }
  template <int E, int Loop>
  [[nodiscard]] [[gnu::always_inline]] std::ptrdiff_t stride_of_buffer() const {
    if constexpr (varies<E, Loop>) return buffer_stride<C, T, facts::entry(E).node, facts::step.order[Loop]>(c_);
    else return 0;
  }
  template <int E, int... D>
  [[gnu::always_inline]] void locate_staged(std::ptrdiff_t stride, std::integer_sequence<int, D...>) {
    (locate_staged_dimension<E, axis_of<E, static_cast<int>(sizeof...(D)) - 1 - D>>(stride), ...);
  }
  template <int E, int Axis>
  [[gnu::always_inline]] void locate_staged_dimension(std::ptrdiff_t& stride) {
    if constexpr (Axis == stream) {
      stride_[E][loop_of<Axis>] = 1;  // also where two dimensions are the rows
    } else {
      stride_[E][loop_of<Axis>] += stride;
      stride *= static_cast<std::ptrdiff_t>(c_.extent[Axis]);
    }
  }
  // A symbol may have one axis in two dimensions, as in a(j, j): their strides add up.
  template <int E, int Symbol, int... D>
  [[gnu::always_inline]] void locate_foreign(std::integer_sequence<int, D...>) {
    ((stride_[E][loop_of<axis_of<E, D>>] += c_.sources[Symbol].stride[D]), ...);
  }

  template <int E>
  [[nodiscard]] [[gnu::always_inline]] std::ptrdiff_t offset() const {
    std::ptrdiff_t sum = 0;
    if constexpr (loops > 0 && varies<E, 0>) sum += static_cast<std::ptrdiff_t>(at_[0]) * stride_[E][0];
    if constexpr (loops > 1 && varies<E, 1>) sum += static_cast<std::ptrdiff_t>(at_[1]) * stride_[E][1];
    if constexpr (loops > 2 && varies<E, 2>) sum += static_cast<std::ptrdiff_t>(at_[2]) * stride_[E][2];
    if constexpr (loops > 3 && varies<E, 3>) sum += static_cast<std::ptrdiff_t>(at_[3]) * stride_[E][3];
    if constexpr (loops > 4 && varies<E, 4>) sum += static_cast<std::ptrdiff_t>(at_[4]) * stride_[E][4];
    if constexpr (loops > 5 && varies<E, 5>) sum += static_cast<std::ptrdiff_t>(at_[5]) * stride_[E][5];
    return sum;
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
      next_rows_ += width * 64;
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
    load_all<those<is_load_at<Level>>, Tail>(numbers<those<is_load_at<Level>>>{});
  }
  template <class List, bool Tail, int First = 0, int... K>
  [[gnu::always_inline]] void load_all(std::integer_sequence<int, K...>) {
    ((value_[List::list.value[First + K]] = load<List::list.value[First + K], Tail && is_partial<List::list.value[First + K]>>()), ...);
    if constexpr (constexpr int next = First + longest_fold; next < List::size) load_all<List, Tail, next>(numbers<List, next>{});
  }
  /// Whether a load or an evaluation differs in the last, partial vector.
  template <int E>
  static constexpr bool is_partial = !facts::is_kind(E, kind::compute) && (facts::in_lanes(E) || facts::lanes_are_reduced(E));

  // The innermost body: everything but loads, in order.
  template <bool Tail>
  [[gnu::always_inline]] void evaluate() {
    evaluate_all<those<is_evaluated>, Tail>(numbers<those<is_evaluated>>{});
  }
  template <class List, bool Tail, int First = 0, int... K>
  [[gnu::always_inline]] void evaluate_all(std::integer_sequence<int, K...>) {
    (evaluate_entry<List::list.value[First + K], Tail && is_partial<List::list.value[First + K]>>(), ...);
    if constexpr (constexpr int next = First + longest_fold; next < List::size) evaluate_all<List, Tail, next>(numbers<List, next>{});
  }
  template <int E, bool Tail>
  [[gnu::always_inline]] void evaluate_entry() {
    if constexpr (facts::is_kind(E, kind::compute)) {
      using op = ir::operation_type<record<E>>;
      constexpr int arity = facts::entry(E).count;
      if constexpr (arity == 1) value_[E] = op::value(value_[argument<E, 0>]);
      else if constexpr (arity == 2) value_[E] = op::value(value_[argument<E, 0>], value_[argument<E, 1>]);
      else if constexpr (arity == 3) value_[E] = op::value(value_[argument<E, 0>], value_[argument<E, 1>], value_[argument<E, 2>]);
      else value_[E] = op::value(value_[argument<E, 0>], value_[argument<E, 1>], value_[argument<E, 2>], value_[argument<E, 3>]);
      if constexpr (facts::entry(E).kept) store_value<E>(buffer_[E] + offset<E>(), value_[E]);
    } else if constexpr (facts::is_kind(E, kind::store)) {
      store_output<E, Tail>(value_[argument<E, 0>]);
    } else {
      accumulate<E, Tail>(value_[argument<E, 0>]);
    }
  }

  // ---- values

  template <int E, bool Tail>
  [[nodiscard]] [[gnu::always_inline]] V load() const {
    constexpr ir::form form = facts::form(E);
    if constexpr (form == ir::form::literal) {
      constexpr double number = facts::entry(E).value;
      return simd::broadcast<V>(static_cast<T>(number));
    } else if constexpr (form == ir::form::extent) {
      constexpr int axis = facts::entry(E).tag;
      return simd::broadcast<V>(static_cast<T>(c_.extent[axis]));
    } else if constexpr (form == ir::form::index) {
      constexpr int axis = facts::entry(E).tag;
      constexpr int nest = facts::loop_of(axis);
      if constexpr (per_block && axis == stream)
        if (c_.gathers()) {
          T positions[width];
          read_row_numbers(c_, at_[nest], positions);
          return simd::load<V>(positions);
        }
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
    if constexpr (per_block && !scalar)
      if (c_.gathers()) {
        T all[width];
        simd::store(all, v);
        std::ptrdiff_t const stride = stride_[E][lane];
        T* const of_row_zero = output_[E] + offset<E>() - static_cast<std::ptrdiff_t>(at_[lane]) * stride;
        return add_to_rows(c_, at_[lane], all, Tail ? static_cast<std::size_t>(left_) : width, of_row_zero, stride);
      }
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

  // ---- rows of a batch, in calls of their own: static, so that the loops' state stays in registers

  // The positions in the data of the rows from `first` on; the last one again beyond the block.
  [[gnu::noinline]] static void read_row_numbers(context<C, T> const& c, std::size_t first, T* positions) {
    for (std::size_t k = 0; k < width; ++k) positions[k] = static_cast<T>(c.row(std::min(first + k, c.block_rows - 1)));
  }
  // The gradient by a parameter that has an entry per row: the rows of the batch stand for all, and one that is
  // named twice counts twice. `run` has set the other entries to 0.
  [[gnu::noinline]] static void add_to_rows(context<C, T> const& c, std::size_t first, T const* all, std::size_t used, T* to, std::ptrdiff_t stride) {
    for (std::size_t k = 0; k < used; ++k) to[static_cast<std::ptrdiff_t>(c.row(first + k)) * stride] += c.scale * all[k];
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
    begin_all<those<is_reduction_from<Loop>>>(numbers<those<is_reduction_from<Loop>>>{});
  }
  template <class List, int First = 0, int... K>
  [[gnu::always_inline]] void begin_all(std::integer_sequence<int, K...>) {
    (begin_reduction<List::list.value[First + K]>(), ...);
    if constexpr (constexpr int next = First + longest_fold; next < List::size) begin_all<List, next>(numbers<List, next>{});
  }
  template <int E>
  [[gnu::always_inline]] void begin_reduction() {
    value_[E] = start<E>();
    if constexpr (by_blocks<E>) {
      product_[E] = value_[E];
      steps_[E] = 0;
      if constexpr (per_block) {
        value_[E] = simd::load<V>(lane_accumulator<E>());
        product_[E] = simd::load<V>(lane_accumulator<E>() + width);
        steps_[E] = c_.block_phase[first_entry + E];
      }
    }
  }

  template <int E, bool Tail>
  [[gnu::always_inline]] void accumulate(V v) {
    using op = reduction<E>;
    constexpr bool masked = Tail && facts::lanes_are_reduced(E);
    if constexpr (masked && (accumulates_by_blocks<op> || !has_step<op>)) v = simd::select(simd::first_n<V>(left_), v, start<E>());
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
      value_[E] = with<op, masked>(value_[E], v);
    } else {
      T* to = nullptr;
      if constexpr (facts::lanes_are_reduced(E)) to = lane_accumulator<E>();
      else to = buffer_[E] + offset<E>();
      if constexpr (scalar) *to = with<op, masked>(*to, v);
      else simd::store(to, with<op, masked>(simd::load<V>(to), v));
    }
  }
  /// What has been accumulated, with one value more.
  template <class Op, bool Masked>
  [[nodiscard]] [[gnu::always_inline]] V with(V const& total, V const& v) const {
    if constexpr (accumulates_by_blocks<Op> || !has_step<Op>) return Op::merge(total, v);
    else if constexpr (Masked) return simd::select(simd::first_n<V>(left_), Op::step(total, v), total);
    else return Op::step(total, v);
  }

  template <int Loop>
  [[gnu::always_inline]] void end_reductions() {
    end_all<those<is_reduction_from<Loop>>>(numbers<those<is_reduction_from<Loop>>>{});
  }
  template <class List, int First = 0, int... K>
  [[gnu::always_inline]] void end_all(std::integer_sequence<int, K...>) {
    (end_reduction<List::list.value[First + K]>(), ...);
    if constexpr (constexpr int next = First + longest_fold; next < List::size) end_all<List, next>(numbers<List, next>{});
  }
  template <int E>
  [[gnu::always_inline]] void end_reduction() {
    using op = reduction<E>;
    if constexpr (!facts::lanes_are_reduced(E)) {
      store_value<E>(buffer_[E] + offset<E>(), value_[E]);
    } else if constexpr (by_blocks<E> && per_block) {
      simd::store(lane_accumulator<E>(), value_[E]);
      simd::store(lane_accumulator<E>() + width, product_[E]);
    } else if constexpr (per_block) {
      T* const to = lane_accumulator<E>();
      simd::store(to, op::merge(simd::load<V>(to), value_[E]));
    } else {
      if constexpr (by_blocks<E>) value_[E] = op::merge(value_[E], op::finish(product_[E]));
      buffer_[E][offset<E>()] = op::merge_lanes(value_[E]);
    }
  }
  template <class List, int First = 0, int... K>
  [[gnu::always_inline]] void keep_phases(std::integer_sequence<int, K...>) {
    ((c_.block_phase[first_entry + List::list.value[First + K]] = steps_[List::list.value[First + K]]), ...);
    if constexpr (constexpr int next = First + longest_fold; next < List::size) keep_phases<List, next>(numbers<List, next>{});
  }

  // Reductions that accumulate in memory: their cells are set before the loops of a slot without data
  // (within a pass over the data, when the pass begins).
  template <class List, int First = 0, int... K>
  [[gnu::always_inline]] void begin_memory_reductions(std::integer_sequence<int, K...>) {
    (begin_memory_reduction<List::list.value[First + K]>(), ...);
    if constexpr (constexpr int next = First + longest_fold; next < List::size) begin_memory_reductions<List, next>(numbers<List, next>{});
  }
  template <class List, int First = 0, int... K>
  [[gnu::always_inline]] void end_memory_reductions(std::integer_sequence<int, K...>) {
    (end_memory_reduction<List::list.value[First + K]>(), ...);
    if constexpr (constexpr int next = First + longest_fold; next < List::size) end_memory_reductions<List, next>(numbers<List, next>{});
  }
  template <int E>
  [[gnu::always_inline]] void begin_memory_reduction() {
    if constexpr (!per_block || !facts::lanes_are_reduced(E)) {
      T const first = static_cast<T>(reduction<E>::start);
      std::size_t const cells = buffer_size<C, T, facts::entry(E).buffer>(c_);
      if constexpr (facts::lanes_are_reduced(E)) std::fill_n(c_.accumulator[first_entry + E], cells * width, first);
      else std::fill_n(buffer_[E], cells, first);
    }
  }
  template <int E>
  [[gnu::always_inline]] void end_memory_reduction() {
    if constexpr (facts::lanes_are_reduced(E) && !per_block)
      for (std::size_t k = 0; k < buffer_size<C, T, facts::entry(E).buffer>(c_); ++k)
        buffer_[E][k] = reduction<E>::merge_lanes(simd::load<V>(c_.accumulator[first_entry + E] + k * width));
  }

  context<C, T>& c_;
  std::uintptr_t next_rows_;  // an address: it runs beyond the end of the data
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
