// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Runs a scheduled program with its passes over the data divided among the workers of an executor.
//
// The rows of a pass are divided into parts, each of whole blocks. Every part accumulates from zero into results of its
// own, which are added to those of the first part in the order of the parts. How many parts there are follows from the
// program, the extents and the number of rows alone: so the results are the same bits for any number of workers.
//
// What is done per row belongs to one part: values of the block, cumulative sums (along other axes than the rows),
// outputs along the rows. What is done over rows, sums, products, extremes, contractions and scatter-adds, begins anew
// in each part. Where a batch adds to outputs along the rows, one thread takes all parts: a row may be named twice.
#pragma once

#include <atomic>

#include <gradsmith/emit/workspace.hpp>
#include <gradsmith/parallel/executor.hpp>

namespace gradsmith::emit {

namespace detail {

/// The parts that the rows of a pass are divided into, at most.
inline constexpr std::size_t most_parts = 32;
/// What a part has to do at least, in operations on one number, so that handing it to a thread is worth while: some 10 us.
inline constexpr double least_work = 1 << 18;
/// And in operations per number of its results, which cost memory, are set to zero, and added to those of the others.
inline constexpr double least_work_per_result = 256;

/// What a step does for each of its elements, in operations on one number. Computed positions are followed lane by lane.
template <class C>
[[nodiscard]] consteval double work_per_element(int step_number) {
  pass::step const& step = C::program.steps[step_number];
  double work = 0;
  for (int e = step.first; e < step.first + step.count; ++e) {
    pass::entry_kind const kind = C::program.entries[e].kind;
    ir::operation const& op = *C::program.node(C::program.entries[e].node).op;
    if (kind == pass::entry_kind::gather || kind == pass::entry_kind::scatter) work += 16;
    else work += kind == pass::entry_kind::load ? 1 : op.cost.weighted();
  }
  return work;
}
/// The axes of its elements.
template <class C>
[[nodiscard]] consteval ir::axis_set axes_of_step(int step_number) {
  pass::step const& step = C::program.steps[step_number];
  ir::node const& n = C::program.node(C::program.entries[step.first].node);
  return step.is_contraction ? n.axes | n.bound : step.domain;
}
/// Whether a pass stores outputs along the rows.
template <class C>
[[nodiscard]] consteval bool stores_rows(int slot) {
  for (int s = 0; s < C::program.step_count; ++s) {
    pass::step const& step = C::program.steps[s];
    for (int e = step.first; step.slot == slot && e < step.first + step.count; ++e)
      if (C::program.entries[e].kind == pass::entry_kind::store) return true;
  }
  return false;
}

/// What the steps of a pass do for each row, in operations on one number.
template <class C, class T, int Slot>
[[nodiscard]] inline double work_per_row(context<C, T> const& c) {
  double total = 0;
  for_each_of<typename program_facts<C>::template steps_in<Slot>>([&](auto each_step) {
    constexpr ir::axis_set all_axes = axes_of_step<C>(each_step);
    double work = work_per_element<C>(each_step);
    for_each_below<C::program.axis_count>([&](auto each_axis) {
      if constexpr (each_axis != C::program.stream && ir::contains(all_axes, each_axis))
        work *= static_cast<double>(c.extent[each_axis]);
    });
    total += work;
  });
  return total;
}

/// The elements of the results that a pass accumulates over the rows, each result rounded up to whole cache lines.
template <class C, class T, int Slot>
[[nodiscard]] inline std::size_t results_of_part(context<C, T> const& c) {
  std::size_t total = 0;
  for_each_of<typename program_facts<C>::template row_reductions_in<Slot>>([&](auto each_entry) {
    total += round_up(buffer_size<C, T, buffer_of_entry<C, each_entry>>(c), std::size_t{64} / sizeof(T));
  });
  return total;
}

/// How many parts a pass over `rows` rows has. No number of threads is asked for.
template <class C, class T, int Slot>
[[nodiscard]] inline std::size_t count_parts(context<C, T> const& c, std::size_t rows) {
  double const work = std::max(least_work, least_work_per_result * static_cast<double>(results_of_part<C, T, Slot>(c)));
  double const rows_per_part = work / std::max(work_per_row<C, T, Slot>(c), 1.0);
  if (!(rows_per_part <= static_cast<double>(rows))) return 1;
  std::size_t const blocks = (rows + c.block_capacity - 1) / c.block_capacity;
  std::size_t const blocks_per_part = static_cast<std::size_t>(rows_per_part) / c.block_capacity + 1;
  return std::clamp<std::size_t>(blocks / blocks_per_part, 1, most_parts);
}

/// What a thread works on, apart from what other threads write.
template <class C, class T>
struct alignas(128) worker {
  emit::context<C, T> context;
  buffer<T> memory;
};

/// A program's memory, and that of its workers and parts.
template <class C, class T>
struct divided_memory : buffer<T> {
  std::unique_ptr<worker<C, T>[]> workers;  // but worker 0, whose context is the program's own
  T* results = nullptr;                     // of all parts but the first
  buffer<T> memory_of_results;
  std::size_t rows = 0;                     // that it is large enough for
};

/// One pass over the data, divided.
template <class C, class T, int Slot, class Executor>
class divided_pass {
  using facts = program_facts<C>;
  using accumulated = typename facts::template row_reductions_in<Slot>;
  static constexpr std::size_t unit = std::size_t{64} / sizeof(T);

 public:
  divided_pass(context<C, T>& of_program, divided_memory<C, T>& its_memory, Executor const& given_executor)
      : c_(of_program),
        memory_(its_memory),
        executor_(given_executor),
        parts_(count_parts<C, T, Slot>(of_program, std::min(of_program.rows_in_all, its_memory.rows))),
        results_of_part_(results_of_part<C, T, Slot>(of_program)) {
    std::copy_n(of_program.buffer, C::program.buffer_count, first_);
  }
  divided_pass(divided_pass const&) = delete;
  divided_pass& operator=(divided_pass const&) = delete;
  // Also after an exception, of a user's operation or of the executor, the program has its own results again.
  ~divided_pass() {
    if (parts_ > 1) point_to_results(c_, 0);
  }

  void run() {
    if (parts_ == 1) return run_rows<C, T, Slot>(c_, 0, c_.rows_in_all);
    if (stores_rows<C>(Slot) && c_.gathers()) {
      for (std::size_t part = 0; part < parts_; ++part) run_part(c_, part);
    } else {
      share();
      for_each_number_below(parts_, [this](std::size_t worker_number, std::size_t part_number) {
        run_part(worker_number == 0 ? c_ : memory_.workers[worker_number - 1].context, part_number);
      });
    }
    merge();
  }

 private:
  /// Calls f(worker, number) for 0 .. count - 1: each worker takes the next number until there is none.
  template <class F>
  void for_each_number_below(std::size_t count, F const& f) const {
    std::atomic<std::size_t> next{0};
    executor_.run(std::min(count, workers()), [&](std::size_t worker_number) {
      auto const take_one = [&] { return next.fetch_add(1, std::memory_order_relaxed); };
      for (std::size_t taken = take_one(); taken < count; taken = take_one()) f(worker_number, taken);
    });
  }

  [[nodiscard]] std::size_t workers() const { return executor_.workers(); }

  /// Lets the workers see what the program reads and writes in this evaluation.
  void share() const {
    for (std::size_t which = 1; which < std::min(workers(), parts_); ++which) {
      context<C, T>& to = memory_.workers[which - 1].context;
      std::copy(std::begin(c_.sources), std::end(c_.sources), to.sources);
      std::copy(std::begin(c_.outputs), std::end(c_.outputs), to.outputs);
      for_each_below<C::program.buffer_count>([&](auto buffer_number) {
        if constexpr (C::program.buffers[buffer_number].kind != pass::storage::block)
          to.buffer[buffer_number] = c_.buffer[buffer_number];
      });
      to.rows_in_all = c_.rows_in_all;
      to.row_numbers = c_.row_numbers;
      to.scale = c_.scale;
    }
  }

  [[nodiscard]] std::size_t first_row(std::size_t part) const {
    std::size_t const blocks = (c_.rows_in_all + c_.block_capacity - 1) / c_.block_capacity;
    return std::min(part * blocks / parts_ * c_.block_capacity, c_.rows_in_all);
  }
  void run_part(context<C, T>& mine, std::size_t part) const {
    point_to_results(mine, part);
    run_rows<C, T, Slot>(mine, first_row(part), first_row(part + 1));
  }
  /// The results of a part follow each other; those of the first are the program's own.
  void point_to_results(context<C, T>& mine, std::size_t part) const {
    T* next = part == 0 ? nullptr : memory_.results + (part - 1) * results_of_part_;
    for_each_of<accumulated>([&](auto each_entry) {
      constexpr int result_buffer = buffer_of_entry<C, each_entry>;
      mine.buffer[result_buffer] = part == 0 ? first_[result_buffer] : next;
      if (part != 0) next += round_up(buffer_size<C, T, result_buffer>(c_), unit);
    });
  }

  // Large results are merged by all workers, some cells each: for each cell, in the order of the parts.
  void merge() const {
    std::size_t start = 0;
    for_each_of<accumulated>([&](auto each_entry) {
      constexpr int result_buffer = buffer_of_entry<C, each_entry>;
      constexpr std::size_t cells_at_once = 4096;
      std::size_t const cell_count = buffer_size<C, T, result_buffer>(c_);
      T* const of_first = first_[result_buffer];
      T const* const of_others = memory_.results + start;
      auto const merge_some = [&](std::size_t, std::size_t share_number) {
        merge_cells<each_entry>(of_first, of_others, share_number * cells_at_once,
                                std::min(cell_count, (share_number + 1) * cells_at_once));
      };
      if (cell_count > 2 * cells_at_once)
        for_each_number_below((cell_count + cells_at_once - 1) / cells_at_once, merge_some);
      else merge_cells<each_entry>(of_first, of_others, 0, cell_count);
      start += round_up(cell_count, unit);
    });
  }
  template <int Entry>
  void merge_cells(T* to, T const* from, std::size_t first, std::size_t last) const {
    for (std::size_t part = 1; part < parts_; ++part, from += results_of_part_)
      for (std::size_t k = first; k < last; ++k) to[k] = reduction_of<C, Entry>::merge(to[k], from[k]);
  }

  context<C, T>& c_;
  divided_memory<C, T>& memory_;
  Executor const& executor_;
  std::size_t parts_;
  std::size_t results_of_part_;
  T* first_[ir::room(C::program.buffer_count)];
};

}  // namespace detail

/// How the programs of an objective or a function run: every pass over the data divided into parts, which the workers
/// of an executor take one after the other.
template <executor Executor>
class divided {
 public:
  explicit divided(Executor its_executor) : executor_(std::move(its_executor)) {}

  template <class C, class T>
  using memory = detail::divided_memory<C, T>;

  /// Gives `c` memory for evaluations over `rows` rows, and the workers theirs; `first`, if there is one, is that of a
  /// program of the same problem.
  template <class C, class T>
  [[nodiscard]] memory<C, T> attach(context<C, T>& c, std::size_t rows) const {
    return attach<C, T>(c, rows, static_cast<memory<C, T>*>(nullptr));
  }
  template <class C, class T, class First>
  [[nodiscard]] memory<C, T> attach(context<C, T>& c, std::size_t rows, First* first) const {
    memory<C, T> made;
    buffer<T>* const memory_of_first = first;
    static_cast<buffer<T>&>(made) = undivided{}.template attach<C, T>(c, rows, memory_of_first);
    made.rows = rows;
    bool divides = false;
    std::size_t elements = 0;
    for_each_pass<C>([&](auto each_slot) {
      std::size_t const part_count = detail::count_parts<C, T, each_slot>(c, rows);
      divides = divides || part_count > 1;
      elements = std::max(elements, (part_count - 1) * detail::results_of_part<C, T, each_slot>(c));
    });
    if (!divides) return made;
    if (first != nullptr && first->memory_of_results.size() >= elements) {
      made.results = first->results;
    } else {
      // Padding between results is merged with them, and so is some number.
      made.memory_of_results = buffer<T>(elements, T{0});
      made.results = made.memory_of_results.data();
    }
    std::size_t const others = executor_.workers() - 1;
    made.workers = std::make_unique<detail::worker<C, T>[]>(others);
    for (std::size_t which = 0; which < others; ++which) {
      auto& each = made.workers[which];
      // The sources too: how they lie decides how many rows a block has.
      std::copy(std::begin(c.extent), std::end(c.extent), each.context.extent);
      std::copy(std::begin(c.sources), std::end(c.sources), each.context.sources);
      std::span<T> shared;
      if (first != nullptr && first->workers) {
        buffer<T>& theirs = first->workers[which].memory;
        shared = {theirs.data(), theirs.size()};
      }
      each.memory = attach_memory<C, T, needed_memory::block>(each.context, rows, shared);
    }
    return made;
  }

  template <class C, class T>
  void run(context<C, T>& c, memory<C, T>& m) const {
    detail::begin_run<C, T>(c);
    for_each_below<C::program.slots>([&](auto each_slot) {
      if constexpr (each_slot % 2 == 0) detail::run_steps<C, T, each_slot>(c);
      else detail::divided_pass<C, T, each_slot, Executor>(c, m, executor_).run();
    });
  }

 private:
  template <class C, class F>
  static void for_each_pass(F const& f) {
    for_each_below<C::program.slots>([&](auto each_slot) {
      if constexpr (each_slot % 2 == 1) f(each_slot);
    });
  }

  Executor executor_;
};

}  // namespace gradsmith::emit
