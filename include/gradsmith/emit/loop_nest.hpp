// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Emits one fused loop nest: loads, elementwise operations, reductions and stores of a step, straight-line
// inside the innermost loop, each entry as far out as its axes allow.
#pragma once

#include <utility>

#include <gradsmith/emit/context.hpp>
#include <gradsmith/op/lowered.hpp>

namespace gradsmith::emit {

namespace detail {

/// f(integral_constant) for First .. First + Count - 1, in chunks: clang refuses folds of more than 256.
template <int First, int Count, class F>
[[gnu::always_inline]] constexpr void for_each_index(F&& f) {
  constexpr int chunk = 64;
  if constexpr (Count > chunk) {
    for_each_index<First, chunk>(f);
    for_each_index<First + chunk, Count - chunk>(f);
  } else {
    [&]<int... K>(std::integer_sequence<int, K...>) {
      (f(std::integral_constant<int, First + K>{}), ...);
    }(std::make_integer_sequence<int, Count>{});
  }
}

template <class Op>
inline constexpr bool accumulates_by_blocks = requires { Op::block; };

/// The loops of step number `Step`.
template <class C, class T, int Step>
class loop_nest {
  static constexpr auto const& program = C::program;
  static constexpr pass::step step = program.steps[Step];
  static constexpr bool scalar = step.lane < 0;
  static constexpr bool per_block = step.slot % 2 == 1;
  using V = std::conditional_t<scalar, T, simd::batch<T>>;
  static constexpr std::size_t width = scalar ? 1 : static_cast<std::size_t>(simd::lanes<T>);
  static constexpr int lane_axis = scalar ? -1 : step.order[scalar ? 0 : step.lane];
  static constexpr std::size_t count = static_cast<std::size_t>(step.count);

  static constexpr pass::entry const& entry_at(int e) { return program.entries[step.first + e]; }
  static constexpr ir::node const& node_at(int e) { return program.node(entry_at(e).node); }
  static constexpr bool varies(int e, int loop) { return ir::contains(node_at(e).axes, step.order[loop]); }
  static constexpr bool in_lanes(int e) { return !scalar && ir::contains(node_at(e).axes, lane_axis); }
  static constexpr bool lanes_are_reduced(int e) { return !scalar && ir::contains(node_at(e).bound, lane_axis); }
  static consteval int position_of(int node) {
    for (int e = 0; e < step.count; ++e)
      if (entry_at(e).node == node && entry_at(e).kind != pass::entry_kind::reduce) return e;
    return -1;
  }

 public:
  [[gnu::always_inline]] explicit loop_nest(context<C, T>& running) : c_(running) {
    for_each_index<0, step.count>([&](auto e) { locate<e>(); });
  }

  [[gnu::always_inline]] void run() {
    for_each_index<0, step.count>([&](auto e) { begin_memory_reduction<e>(); });
    at_level<-1, false>();
    if constexpr (step.loops == 0) {
      visit<-1, false>();
    } else {
      begin_reductions<0>();
      loop<0, false>();
      end_reductions<0>();
    }
    for_each_index<0, step.count>([&](auto e) { end_memory_reduction<e>(); });
  }

 private:
  // ---- addresses: everything an inner loop needs is copied into locals, because stores might alias it

  template <int E>
  [[gnu::always_inline]] void locate() {
    constexpr pass::entry e = entry_at(E);
    constexpr ir::node const& n = node_at(E);
    if constexpr (e.kind == pass::entry_kind::store) {
      output_[E] = c_.outputs[n.tag].data;
      constexpr auto const& out = program.graph.outputs[n.tag];
      for_each_index<0, out.rank>([&](auto d) {
        for_each_index<0, step.loops>([&](auto nest) {
          if constexpr (step.order[nest] == out.axes[d]) stride_[E][nest] = c_.outputs[n.tag].stride[d];
        });
      });
      if constexpr (per_block && program.stream >= 0)
        for_each_index<0, step.loops>([&](auto nest) {
          if constexpr (step.order[nest] == program.stream)
            output_[E] += static_cast<std::ptrdiff_t>(c_.block_start) * stride_[E][nest];
        });
    } else if constexpr (n.op->kind == ir::form::symbol) {
      if constexpr (program.is_streamed(e.node) && per_block) {
        base_[E] = c_.lanes[e.node];
        std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(c_.block_capacity);
        // Staged as [axes...][rows], in the order of the symbol's own dimensions.
        for_each_index<0, n.count>([&](auto nest) {
          constexpr int d = n.count - 1 - nest;
          constexpr int axis = program.node(program.argument(e.node, d)).tag;
          if constexpr (axis != program.stream) {
            set_stride<E, axis>(stride);
            stride *= static_cast<std::ptrdiff_t>(c_.extent[axis]);
          } else {
            set_stride<E, axis>(1);
          }
        });
      } else {
        base_[E] = static_cast<T const*>(c_.sources[n.tag].data);
        for_each_index<0, n.count>([&](auto d) {
          constexpr int axis = program.node(program.argument(e.node, d)).tag;
          set_stride<E, axis>(c_.sources[n.tag].stride[d]);
        });
      }
    } else if constexpr (program.buffer_of[e.node] >= 0) {
      buffer_[E] = c_.buffer[program.buffer_of[e.node]];
      base_[E] = buffer_[E];
      for_each_index<0, step.loops>([&](auto nest) {
        if constexpr (varies(E, nest)) stride_[E][nest] = buffer_stride<C, T, e.node, step.order[nest]>(c_);
      });
    }
  }
  // A symbol may have one axis in two dimensions, as in a(j, j): their strides add up.
  template <int E, int Axis>
  [[gnu::always_inline]] void set_stride(std::ptrdiff_t stride) {
    for_each_index<0, step.loops>([&](auto nest) {
      if constexpr (step.order[nest] == Axis) stride_[E][nest] += stride;
    });
  }
  template <int E>
  [[nodiscard]] [[gnu::always_inline]] std::ptrdiff_t offset() const {
    std::ptrdiff_t sum = 0;
    for_each_index<0, step.loops>([&](auto nest) {
      if constexpr (varies(E, nest)) sum += static_cast<std::ptrdiff_t>(at_[nest]) * stride_[E][nest];
    });
    return sum;
  }

  // ---- loops

  template <int Loop>
  [[nodiscard]] [[gnu::always_inline]] std::size_t trip_count() const {
    if constexpr (per_block && step.order[Loop] == program.stream) return c_.block_rows;
    else return c_.extent[step.order[Loop]];
  }

  template <int Loop, bool Tail>
  [[gnu::always_inline]] void loop() {
    std::size_t const trips = trip_count<Loop>();
    if constexpr (Loop == step.lane) {
      std::size_t k = 0;
      for (; k + width <= trips; k += width) {
        at_[Loop] = k;
        body<Loop, Tail>();
      }
      if (k < trips) {
        at_[Loop] = k;
        left_ = static_cast<int>(trips - k);
        body<Loop, true>();
      }
    } else {
      for (std::size_t k = 0; k < trips; ++k) {
        at_[Loop] = k;
        body<Loop, Tail>();
      }
    }
  }
  template <int Loop, bool Tail>
  [[gnu::always_inline]] void body() {
    at_level<Loop, Tail>();
    if constexpr (Loop + 1 < step.loops) {
      begin_reductions<Loop + 1>();
      loop<Loop + 1, Tail>();
      end_reductions<Loop + 1>();
    } else {
      visit<Loop, Tail>();
    }
  }

  // Loads that vary along the loops so far.
  template <int Level, bool Tail>
  [[gnu::always_inline]] void at_level() {
    for_each_index<0, step.count>([&](auto e) {
      if constexpr (entry_at(e).kind == pass::entry_kind::load && entry_at(e).level == Level) value_[e] = load<e, Tail>();
    });
  }
  // The innermost body: everything else, in order.
  template <int Level, bool Tail>
  [[gnu::always_inline]] void visit() {
    for_each_index<0, step.count>([&](auto e) {
      constexpr pass::entry entry = entry_at(e);
      if constexpr (entry.kind == pass::entry_kind::compute) {
        value_[e] = compute<e>(std::make_integer_sequence<int, node_at(e).count>{});
        if constexpr (entry.kept) store_value<e>(buffer_[e] + offset<e>(), value_[e]);
      } else if constexpr (entry.kind == pass::entry_kind::store) {
        store_output<e, Tail>(value_[position_of(program.argument(entry.node, 0))]);
      } else if constexpr (entry.kind == pass::entry_kind::reduce) {
        accumulate<e, Tail>(value_[position_of(program.argument(entry.node, 0))]);
      }
    });
  }

  // ---- values

  template <int E, bool Tail>
  [[nodiscard]] [[gnu::always_inline]] V load() const {
    constexpr ir::node const& n = node_at(E);
    if constexpr (n.op->kind == ir::form::literal) {
      return simd::broadcast<V>(static_cast<T>(n.value));
    } else if constexpr (n.op->kind == ir::form::extent) {
      return simd::broadcast<V>(static_cast<T>(c_.extent[n.tag]));
    } else if constexpr (n.op->kind == ir::form::index) {
      return load_index<E>();
    } else if constexpr (!in_lanes(E)) {
      return simd::broadcast<V>(base_[E][offset<E>()]);
    } else if constexpr (n.op->kind != ir::form::symbol || (per_block && program.is_streamed(entry_at(E).node))) {
      return simd::load<V>(base_[E] + offset<E>());  // our own memory: contiguous, and padded
    } else {
      T const* const p = base_[E] + offset<E>();
      std::ptrdiff_t const stride = stride_[E][step.lane];
      if constexpr (Tail) {
        if (stride == 1) return simd::load_first<V>(p, left_);
        T few[width]{};
        for (int k = 0; k < left_; ++k) few[k] = p[k * stride];
        return simd::load<V>(few);
      } else {
        return stride == 1 ? simd::load<V>(p) : simd::load_strided<V>(p, stride);
      }
    }
  }
  template <int E>
  [[nodiscard]] [[gnu::always_inline]] V load_index() const {
    V result{};
    for_each_index<0, step.loops>([&](auto nest) {
      if constexpr (step.order[nest] == node_at(E).tag) {
        std::size_t const start = per_block && step.order[nest] == program.stream ? c_.block_start : 0;
        if constexpr (nest == step.lane) result = simd::iota<V>(static_cast<T>(start + at_[nest]));
        else result = simd::broadcast<V>(static_cast<T>(start + at_[nest]));
      }
    });
    return result;
  }

  template <int E, int... K>
  [[nodiscard]] [[gnu::always_inline]] V compute(std::integer_sequence<int, K...>) const {
    using op = ir::operation_type<node_at(E).op>;
    return op::value(value_[position_of(program.argument(entry_at(E).node, K))]...);
  }

  template <int E>
  [[gnu::always_inline]] static void store_value(T* to, V const& v) {
    if constexpr (scalar || !in_lanes(E)) *to = first_lane(v);
    else simd::store(to, v);
  }
  [[nodiscard]] [[gnu::always_inline]] static T first_lane(V const& v) {
    if constexpr (scalar) return v;
    else {
      T all[width];
      simd::store(all, v);
      return all[0];
    }
  }
  template <int E, bool Tail>
  [[gnu::always_inline]] void store_output(V const& v) {
    T* const to = output_[E] + offset<E>();
    if constexpr (scalar) {
      *to = v;
    } else {
      std::ptrdiff_t const stride = stride_[E][step.lane];
      if (stride == 1) {
        if constexpr (Tail) simd::store_first(to, v, left_);
        else simd::store(to, v);
      } else {
        T all[width];
        simd::store(all, v);
        std::size_t const used = Tail ? static_cast<std::size_t>(left_) : width;
        for (std::size_t k = 0; k < used; ++k) to[static_cast<std::ptrdiff_t>(k) * stride] = all[k];
      }
    }
  }

  // ---- reductions

  template <int E>
  using reduction = ir::operation_type<node_at(E).op>;
  template <int E>
  static constexpr int first_reduced_loop = step.loops - ir::count(node_at(E).bound);
  template <int E>
  static constexpr bool by_blocks = accumulates_by_blocks<reduction<E>> && entry_at(E).in_register && lanes_are_reduced(E);

  // The sum over the lanes waits in memory until the pass over the data ends; within a slot without
  // data it is formed at once.
  template <int E>
  [[nodiscard]] [[gnu::always_inline]] T* lane_accumulator() const {
    return c_.accumulator[step.first + E] + offset<E>() * static_cast<std::ptrdiff_t>(by_blocks<E> ? 2 * width : width);
  }

  template <int Loop>
  [[gnu::always_inline]] void begin_reductions() {
    for_each_index<0, step.count>([&](auto e) {
      if constexpr (entry_at(e).kind == pass::entry_kind::reduce && entry_at(e).in_register && first_reduced_loop<e> == Loop) {
        value_[e] = simd::broadcast<V>(static_cast<T>(reduction<e>::start));
        if constexpr (by_blocks<e>) {
          product_[e] = value_[e];
          steps_[e] = 0;
          if constexpr (per_block) {
            value_[e] = simd::load<V>(lane_accumulator<e>());
            product_[e] = simd::load<V>(lane_accumulator<e>() + width);
            steps_[e] = c_.block_phase[step.first + e];
          }
        }
      }
    });
  }

  template <int E, bool Tail>
  [[gnu::always_inline]] void accumulate(V v) {
    using op = reduction<E>;
    if constexpr (Tail && lanes_are_reduced(E))
      v = simd::select(simd::first_n<V>(left_), v, simd::broadcast<V>(static_cast<T>(op::start)));
    if constexpr (by_blocks<E>) {
      product_[E] = op::step(product_[E], v);
      if (++steps_[E] == op::block) {
        value_[E] = op::merge(value_[E], op::finish(product_[E]));
        product_[E] = simd::broadcast<V>(static_cast<T>(op::start));
        steps_[E] = 0;
      }
      return;
    }
    if constexpr (accumulates_by_blocks<op> && !by_blocks<E>)
      v = op::finish(op::step(simd::broadcast<V>(static_cast<T>(op::start)), v));
    if constexpr (entry_at(E).in_register) {
      value_[E] = op::merge(value_[E], v);
    } else if constexpr (lanes_are_reduced(E)) {
      T* const to = lane_accumulator<E>();
      simd::store(to, op::merge(simd::load<V>(to), v));
    } else {
      T* const to = buffer_[E] + offset<E>();
      if constexpr (scalar) *to = op::merge(*to, v);
      else simd::store(to, op::merge(simd::load<V>(to), v));
    }
  }

  template <int Loop>
  [[gnu::always_inline]] void end_reductions() {
    for_each_index<0, step.count>([&](auto e) {
      if constexpr (entry_at(e).kind == pass::entry_kind::reduce && entry_at(e).in_register && first_reduced_loop<e> == Loop) {
        using op = reduction<e>;
        if constexpr (!lanes_are_reduced(e)) {
          store_value<e>(buffer_[e] + offset<e>(), value_[e]);
        } else if constexpr (by_blocks<e> && per_block) {
          simd::store(lane_accumulator<e>(), value_[e]);
          simd::store(lane_accumulator<e>() + width, product_[e]);
          next_phase_[e] = steps_[e];
        } else if constexpr (per_block) {
          T* const to = lane_accumulator<e>();
          simd::store(to, op::merge(simd::load<V>(to), value_[e]));
        } else {
          if constexpr (by_blocks<e>) value_[e] = op::merge(value_[e], op::finish(product_[e]));
          buffer_[e][offset<e>()] = op::merge_lanes(value_[e]);
        }
      }
    });
  }

  // Reductions that accumulate in memory: their cells are set before the loops of a slot without data
  // (within a pass over the data, when the pass begins).
  template <int E>
  [[gnu::always_inline]] void begin_memory_reduction() {
    if constexpr (entry_at(E).kind == pass::entry_kind::reduce && !entry_at(E).in_register) {
      constexpr bool waits = per_block && lanes_are_reduced(E);
      if constexpr (!waits) {
        T const start = static_cast<T>(reduction<E>::start);
        if constexpr (lanes_are_reduced(E)) std::fill_n(c_.accumulator[step.first + E], cells<E>() * width, start);
        else std::fill_n(buffer_[E], cells<E>(), start);
      }
    }
  }
  template <int E>
  [[gnu::always_inline]] void end_memory_reduction() {
    if constexpr (entry_at(E).kind == pass::entry_kind::reduce) {
      if constexpr (by_blocks<E> && per_block) c_.block_phase[step.first + E] = next_phase_[E];
      if constexpr (!entry_at(E).in_register && lanes_are_reduced(E) && !per_block)
        for (std::size_t k = 0; k < cells<E>(); ++k)
          buffer_[E][k] = reduction<E>::merge_lanes(simd::load<V>(c_.accumulator[step.first + E] + k * width));
    }
  }
  template <int E>
  [[nodiscard]] std::size_t cells() const;

  context<C, T>& c_;
  V value_[count];
  V product_[count];
  std::size_t steps_[count];
  std::size_t next_phase_[count]{};
  std::size_t at_[pass::max_loops]{};
  int left_ = 0;
  T const* base_[count]{};
  T* buffer_[count]{};
  T* output_[count]{};
  std::ptrdiff_t stride_[count][pass::max_loops]{};
};

}  // namespace detail

/// The number of elements of a buffer, padding included.
template <class C, class T, int Buffer>
[[nodiscard]] inline std::size_t buffer_size(context<C, T> const& c) {
  constexpr pass::buffer b = C::program.buffers[Buffer];
  std::size_t size = b.kind == pass::storage::block ? c.block_capacity : 1;
  for (int d = 0; d < b.rank; ++d)
    size *= b.kind == pass::storage::global && d == b.rank - 1
                ? round_up(c.extent[b.axes[d]], static_cast<std::size_t>(simd::lanes<T>))
                : c.extent[b.axes[d]];
  return size;
}

template <class C, class T, int Step>
template <int E>
std::size_t detail::loop_nest<C, T, Step>::cells() const {
  return buffer_size<C, T, program.buffer_of[entry_at(E).node]>(c_);
}

}  // namespace gradsmith::emit
