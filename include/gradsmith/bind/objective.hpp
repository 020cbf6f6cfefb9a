// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A loss with its data as an objective: value, gradient and Hessian products at a flat vector of parameters.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <gradsmith/bind/span_argument.hpp>
#include <gradsmith/bind/unit_directions.hpp>
#include <gradsmith/compile.hpp>
#include <gradsmith/pass/batch.hpp>

namespace gradsmith {

/// One named block of the flat parameter vector, row-major in its axes.
struct parameter_block {
  std::string_view name;
  std::size_t offset = 0;
  std::size_t size = 0;
  int rank = 0;
  std::size_t extents[ir::max_rank]{};
};

namespace detail {

/// The programs of an objective, from the key of its loss.
template <class Key, bool Value, bool Gradient>
struct make_outputs {
  constexpr ir::graph operator()() const { return pass::loss_with(Key::view, Value, Gradient); }
};
template <class Key, bool Several>
struct make_hessian_product {
  constexpr ir::graph operator()() const { return pass::hessian_product(Key::view, Several); }
};
template <class Key>
using value_only = ir::stage<make_outputs<Key, true, false>, Key::size.grown()>;
template <class Key>
using gradient_only = ir::stage<make_outputs<Key, false, true>, Key::size.grown()>;
template <class Key>
using value_and_gradient = ir::stage<make_outputs<Key, true, true>, Key::size.grown()>;
template <class Key>
using hessian_times_vector = ir::stage<make_hessian_product<Key, false>, Key::size.grown()>;
template <class Key>
using hessian_times_vectors = ir::stage<make_hessian_product<Key, true>, Key::size.grown()>;

/// One program of an objective while it is idle; made at its first evaluation.
template <class T>
struct runner {
  runner() = default;
  runner(runner const&) = delete;
  runner& operator=(runner const&) = delete;
  virtual ~runner() = default;
};
template <class C, class T, class Running>
struct program_runner final : runner<T> {
  emit::context<C, T> context;
  typename Running::template memory<C, T> memory;
};

}  // namespace detail

/// What bind returns. The parameters live in one flat aligned vector; value, gradient and both are separate
/// programs over the same data. Evaluations allocate nothing, except that the first one of each kind sets
/// its program up. Not for two threads at once: copy it, copies share the data. `Running`: how its programs run, see
/// in_parallel.
template <class Key, class T, class Running = emit::undivided>
class objective {
  using main = compiled<detail::value_and_gradient<Key>>;
  static constexpr auto const& tables = main::tables;
  static constexpr int symbols = tables.symbol_count;
  using vector_argument = detail::span_argument<T const>;
  using result_argument = detail::span_argument<T>;
  template <class C>
  using program_runner = detail::program_runner<C, T, Running>;
  template <class, class, class>
  friend class objective;

 public:
  using value_type = T;

  template <class... Bindings>
  explicit objective(Bindings const&... bindings) {
    using checked = emit::arguments<main, emit::calling::inputs_only, Bindings...>;
    emit::context<main, T> c;
    checked::apply(c, bindings...);
    for (int a = 0; a < tables.axis_count; ++a) extents_[a] = c.extent[a];
    for (int s = 0; s < symbols; ++s) {
      sources_[s] = c.sources[s];
      if (tables.symbols[s].rank != 0 || sources_[s].data == nullptr) continue;
      // Numbers are copied.
      if (sources_[s].convert != nullptr) sources_[s].convert(sources_[s].data, 1, &numbers_[s], 1);
      else numbers_[s] = *static_cast<T const*>(sources_[s].data);
      sources_[s] = {.data = nullptr, .element_size = sizeof(T)};
    }
    for (int k = 0; k < tables.output_count; ++k) add_block(tables.outputs[k].symbol);
    parameters_ = buffer<T>(size_, T{0});
    both_ = make_runner<main>();
  }
  objective(objective const& other) : objective(other, other.running_) {}
  /// The same problem, whose programs run in another way.
  template <class Other>
  objective(objective<Key, T, Other> const& same_problem, Running way)
      : running_(std::move(way)), blocks_(same_problem.blocks_), block_count_(same_problem.block_count_),
        size_(same_problem.size_), parameters_(same_problem.parameters_) {
    for (int a = 0; a < tables.axis_count; ++a) extents_[a] = same_problem.extents_[a];
    for (int s = 0; s < symbols; ++s)
      sources_[s] = same_problem.sources_[s], numbers_[s] = same_problem.numbers_[s];
    both_ = make_runner<main>();
  }
  objective(objective&&) noexcept = default;
  objective& operator=(objective const& other) { return *this = objective(other); }
  objective& operator=(objective&&) noexcept = default;
  ~objective() = default;

  /// The number of parameters.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// The number of observations; 1 if nothing is streamed.
  [[nodiscard]] std::size_t rows() const noexcept { return tables.stream >= 0 ? extents_[tables.stream] : 1; }
  /// The blocks of the parameter vector, in the order in which the loss reads the parameters.
  [[nodiscard]] std::span<parameter_block const> blocks() const noexcept { return {blocks_.data(), block_count_}; }
  /// The problem's own parameters: zeros until set; minimize starts from them.
  [[nodiscard]] std::span<T> parameters() noexcept { return {parameters_.data(), size_}; }
  [[nodiscard]] std::span<T const> parameters() const noexcept { return {parameters_.data(), size_}; }

  /// problem.set(w = weights): a parameter's block, or a number among the inputs (lambda = 0.1).
  template <fixed_string Name, class Value>
  void set(binding<Name, Value> const& given) {
    if constexpr (is_settable(Name.view())) copy_value(given);
    else stop_compilation<error_sentence<&set_error<Name>>>();
  }
  /// The block of a parameter in the problem's own vector: problem.get("w").
  [[nodiscard]] std::span<T> get(std::string_view name) {
    for (std::size_t k = 0; k < block_count_; ++k)
      if (blocks_[k].name == name) return {parameters_.data() + blocks_[k].offset, blocks_[k].size};
    throw_data_error(name, " is not a parameter of this problem");
  }

  /// The loss at theta.
  [[nodiscard]] T value(vector_argument theta) { return value(theta.span, all_rows()); }
  /// The gradient at theta, assigned to g.
  void gradient(vector_argument theta, result_argument g) { gradient(theta.span, g.span, all_rows()); }
  /// Both, in one pass over the data.
  T value_and_gradient(vector_argument theta, result_argument g) { return value_and_gradient(theta.span, g.span, all_rows()); }
  /// The product of the Hessian at theta with v, assigned to out.
  void hvp(vector_argument theta, vector_argument v, result_argument out) { hvp(theta.span, v.span, out.span, all_rows()); }
  /// The Hessian at theta, assigned to h (size() x size(), row-major): size() Hessian-vector products.
  void hessian(vector_argument theta, result_argument h) { hessian(theta.span, h.span, all_rows()); }

  /// The objective on some rows: a view that shares this problem's memory, valid until the next call of
  /// batch; `rows` must stay alive meanwhile. A mean over the observations is the mean over the batch, a sum
  /// stands for the sum over all of them, terms without observations are unchanged.
  class batch_view {
   public:
    using value_type = T;
    [[nodiscard]] std::size_t size() const noexcept { return problem_->size(); }
    [[nodiscard]] std::size_t rows() const noexcept { return rows_.size(); }
    [[nodiscard]] std::span<parameter_block const> blocks() const noexcept { return problem_->blocks(); }
    [[nodiscard]] T value(vector_argument theta) { return problem_->value(theta.span, rows_); }
    void gradient(vector_argument theta, result_argument g) { problem_->gradient(theta.span, g.span, rows_); }
    T value_and_gradient(vector_argument theta, result_argument g) { return problem_->value_and_gradient(theta.span, g.span, rows_); }
    void hvp(vector_argument theta, vector_argument v, result_argument out) { problem_->hvp(theta.span, v.span, out.span, rows_); }
    void hessian(vector_argument theta, result_argument h) { problem_->hessian(theta.span, h.span, rows_); }

   private:
    friend objective;
    batch_view(objective& whole, std::span<std::uint32_t const> some_rows) : problem_(&whole), rows_(some_rows) {}
    objective* problem_;
    std::span<std::uint32_t const> rows_;
  };
  /// Errors: data_error if `rows` is empty or names a row that does not exist.
  [[nodiscard]] batch_view batch(detail::span_argument<std::uint32_t const> row_numbers) {
    std::span<std::uint32_t const> const rows = row_numbers.span;
    if constexpr (is_wrong<&batch_error>()) stop_compilation<error_sentence<&batch_error>>();
    if (rows.empty()) throw_data_error("a batch needs at least one row");
    for (std::uint32_t row : rows)
      if (row >= this->rows()) throw_data_error("a batch names row ", row, ", but the data have ", this->rows(), " rows counted from 0");
    return {*this, rows};
  }

 protected:  // for bind/residuals.hpp
  using row_list = std::span<std::uint32_t const>;
  static constexpr text batch_error() {
    text error = pass::rows_error(main::parsed, tables.stream);
    if (error.empty()) error = pass::batch_error(ir::thaw(main::parsed), tables.stream);
    if (error.empty()) error = pass::estimate_error(main::stages::stable::view, tables.stream);
    return error;
  }
  [[nodiscard]] static row_list all_rows() noexcept { return {}; }

  /// The parameters' symbols, in the order of their blocks.
  struct parameter_list {
    int symbol[ir::room(tables.output_count)]{};
    int count = 0;
  };
  static constexpr parameter_list parameter_symbols = [] {
    parameter_list found_symbols;
    for (int output_number = 0; output_number < tables.output_count; ++output_number)
      if (tables.outputs[output_number].symbol >= 0) found_symbols.symbol[found_symbols.count++] = tables.outputs[output_number].symbol;
    return found_symbols;
  }();

  [[nodiscard]] static constexpr bool is_settable(int s) {
    for (int k = 0; k < tables.output_count; ++k)
      if (tables.outputs[k].symbol == s) return true;
    return tables.symbols[s].kind == ir::role::input && tables.symbols[s].rank == 0;
  }
  [[nodiscard]] static constexpr bool is_settable(std::string_view name) {
    for (int s = 0; s < symbols; ++s)
      if (tables.symbols[s].name == name) return is_settable(s);
    return false;
  }
  template <fixed_string Name>
  static constexpr text set_error() {
    text out{Name.view()};
    out << " is not a parameter or number of this problem; it has ";
    bool first = true;
    for (int s = 0; s < symbols; ++s)
      if (is_settable(s)) out << (first ? "" : ", ") << tables.symbols[s].name, first = false;
    return out;
  }
  template <fixed_string Name, class Value>
  void copy_value(binding<Name, Value> const& given) {
    auto const view = array_adapter<emit::detail::bound_type<binding<Name, Value>>>::view(given.value);
    for (std::size_t k = 0; k < block_count_; ++k)
      if (blocks_[k].name == Name.view()) return copy_to(parameters_.data() + blocks_[k].offset, blocks_[k].size, view, Name.view());
    for (int s = 0; s < symbols; ++s)
      if (tables.symbols[s].name == Name.view() && tables.symbols[s].rank == 0) {
        emit::check_positions(tables, s, extents_, view);
        T number{};
        copy_to(&number, 1, view, Name.view());
        check_positions_with(s, number);
        numbers_[s] = number;
        return;
      }
  }
  /// Throws data_error if a position that is computed does not exist with this number in the place of input `changed`.
  void check_positions_with(int changed, T const& number) {
    auto& c = static_cast<program_runner<main>&>(*both_).context;
    for (int s = 0; s < symbols; ++s) {
      c.sources[s] = sources_[s];
      if (tables.symbols[s].rank == 0) c.sources[s].data = s == changed ? &number : &numbers_[s];
    }
    emit::check_computed_positions<main>(c);
  }

  static void require_size(std::size_t given, std::size_t wanted, char const* what) {
    if (given != wanted)
      throw_data_error(what, " has ", given, " elements, the problem needs ", wanted);
  }

  void add_block(int s) {
    if (s < 0) return;
    auto const& symbol = tables.symbols[s];
    parameter_block block{.name = symbol.name, .offset = size_, .size = 1, .rank = symbol.rank};
    for (int d = 0; d < symbol.rank; ++d) {
      block.extents[d] = extents_[symbol.axes[d]];
      block.size *= block.extents[d];
    }
    size_ += block.size;
    blocks_[block_count_++] = block;
  }
  template <class View>
  static void copy_to(T* to, std::size_t size, View const& view, std::string_view name) {
    std::size_t count = 1;
    for (std::size_t e : view.extents) count *= e;
    if (count != size)
      throw_data_error(name, " has ", size, " elements, not ", count);
    for (std::size_t k = 0; k < count; ++k) to[k] = static_cast<T>(view.data[view.offset(k)]);
  }

  template <class C>
  static constexpr int axis_of_directions = detail::axis_of_directions<C>(symbols, tables.symbols[parameter_symbols.symbol[0]].rank);
  /// That of the data and parameters, or how many directions a program has at once.
  template <class C>
  [[nodiscard]] std::size_t extent_along(int axis) const {
    if constexpr (axis_of_directions<C> >= 0)
      if (axis == axis_of_directions<C>) return rows_at_once();
    return extents_[axis];
  }
  template <class C>
  [[nodiscard]] std::unique_ptr<detail::runner<T>> make_runner() {
    auto made = std::make_unique<program_runner<C>>();
    for (int a = 0; a < C::tables.axis_count; ++a) made->context.extent[a] = extent_along<C>(C::tables.axes[a].origin);
    for (int s = 0; s < symbols; ++s) made->context.sources[s] = sources_[s];
    detail::convert_unstreamed<C, T>(made->context.sources, made->context.extent, converted_);
    // Programs of one objective never run at the same time: the first one's memory serves all that fit.
    auto* const first = both_ ? &static_cast<program_runner<main>&>(*both_).memory : nullptr;
    made->memory = running_.template attach<C, T>(made->context, rows(), first);
    return made;
  }

  /// Runs the program at theta, on some rows; `set_outputs` says where its outputs go.
  template <class C, class SetOutputs>
  [[gnu::always_inline]] void evaluate(std::unique_ptr<detail::runner<T>>& slot, std::span<T const> theta, row_list rows, SetOutputs const& set_outputs) {
    if constexpr (emit::is_straight<C>) {
      emit::context<C, T> c;
      for (int a = 0; a < C::tables.axis_count; ++a) c.extent[a] = extents_[C::tables.axes[a].origin];
      point_to_arguments<C>(c, theta, rows);
      set_outputs(c);
      emit::run_straight(c);
    } else {
      if (!slot) slot = make_runner<C>();
      auto& prepared = static_cast<program_runner<C>&>(*slot);
      point_to_arguments<C>(prepared.context, theta, rows);
      set_outputs(prepared.context);
      running_.template run<C, T>(prepared.context, prepared.memory);
    }
  }
  /// Points the program at parameters, data and rows.
  template <class C>
  [[gnu::always_inline]] void point_to_arguments(emit::context<C, T>& c, std::span<T const> theta, row_list rows) {
    require_size(theta.size(), size_, "the parameter vector");
    if constexpr (emit::is_straight<C>) return point_straight<C>(c, theta);
    for (int s = 0; s < symbols; ++s) {
      c.sources[s] = sources_[s];
      if (tables.symbols[s].rank == 0) c.sources[s].data = &numbers_[s];
    }
    // Arrays of another type are read anew, for they may have changed since.
    detail::convert_unstreamed<C, T>(c.sources, c.extent, converted_);
    point_to_blocks(c, 0, theta.data());
    c.row_numbers = rows.data();
    c.rows_in_all = rows.data() == nullptr ? this->rows() : rows.size();
    c.scale = rows.data() == nullptr ? T{1} : static_cast<T>(static_cast<double>(this->rows()) / static_cast<double>(rows.size()));
  }
  /// The same for a program whose context is in registers: every number is the compiler's.
  template <class C>
  [[gnu::always_inline]] void point_straight(emit::context<C, T>& c, std::span<T const> theta) {
    emit::for_each_below<symbols>([&](auto each_symbol) __attribute__((always_inline)) {
      if constexpr (tables.symbols[each_symbol].kind == ir::role::input) {
        if constexpr (tables.symbols[each_symbol].rank == 0) c.sources[each_symbol] = {.data = &numbers_[each_symbol], .element_size = sizeof(T)};
        else c.sources[each_symbol] = sources_[each_symbol];
      }
    });
    point_to_blocks(c, 0, theta.data());
    detail::convert_unstreamed<C, T>(c.sources, c.extent, converted_);
  }
  /// Points the parameters, or the directions that belong to them (from symbol `first` on), at the blocks of a flat vector.
  template <class C>
  [[gnu::always_inline]] void point_to_blocks(emit::context<C, T>& c, int first, T const* flat) const {
    emit::for_each_below<parameter_symbols.count>([&](auto each_block) __attribute__((always_inline)) {
      constexpr int parameter_number = parameter_symbols.symbol[each_block];
      parameter_block const& given_block = blocks_[each_block];
      emit::source& block_source = c.sources[first == 0 ? parameter_number : first + each_block];
      block_source = {.data = flat + given_block.offset, .element_size = sizeof(T)};
      int const in_front = first != 0 && axis_of_directions<C> >= 0 ? 1 : 0;
      if (in_front == 1) block_source.stride[0] = static_cast<std::ptrdiff_t>(size_);
      std::ptrdiff_t block_stride = 1;
      for (int dim = tables.symbols[parameter_number].rank; dim-- > 0;) {
        block_source.stride[dim + in_front] = block_stride;
        block_stride *= static_cast<std::ptrdiff_t>(given_block.extents[dim]);
      }
    });
  }
  /// Output k of several rows is a part of each at `to`: dense in the axes of its parameter, and a row apart in the others.
  template <class C>
  [[gnu::always_inline]] static void set_columns(emit::bound_arrays<C, T>& c, int k, T* to, std::size_t row_length) {
    auto const& out = C::tables.outputs[k];
    int const first_own = out.rank - C::tables.symbols[out.symbol].rank;
    c.outputs[k].data = to;
    std::ptrdiff_t stride = 1;
    for (int d = out.rank; d-- > 0;) {
      if (d + 1 == first_own) stride = static_cast<std::ptrdiff_t>(row_length);
      c.outputs[k].stride[d] = stride;
      stride *= static_cast<std::ptrdiff_t>(c.extent[out.axes[d]]);
    }
  }
  template <class C>
  [[gnu::always_inline]] void set_gradient(emit::context<C, T>& c, int first, std::span<T> g) const {
    require_size(g.size(), size_, "the gradient");
    emit::for_each_below<parameter_symbols.count>([&](auto each_block) __attribute__((always_inline)) {
      detail::set_output<C, T>(c, first + each_block, g.data() + blocks_[each_block].offset);
    });
  }

  [[nodiscard]] T value(std::span<T const> theta, row_list rows) {
    using C = compiled<detail::value_only<Key>>;
    T result{};
    evaluate<C>(value_, theta, rows, [&](auto& running) { detail::set_output<C, T>(running, 0, &result); });
    return result;
  }
  void gradient(std::span<T const> theta, std::span<T> g, row_list rows) {
    using C = compiled<detail::gradient_only<Key>>;
    evaluate<C>(gradient_, theta, rows, [&](auto& running) { set_gradient(running, 0, g); });
  }
  T value_and_gradient(std::span<T const> theta, std::span<T> g, row_list rows) {
    T result{};
    evaluate<main>(both_, theta, rows, [&](auto& running) {
      detail::set_output<main, T>(running, 0, &result);
      set_gradient(running, 1, g);
    });
    return result;
  }
  void hvp(std::span<T const> theta, std::span<T const> v, std::span<T> out, row_list rows) {
    using C = compiled<detail::hessian_times_vector<Key>>;
    require_size(v.size(), size_, "the direction");
    evaluate<C>(hessian_, theta, rows, [&](auto& running) {
      point_to_blocks(running, symbols, v.data());
      set_gradient(running, 0, out);
    });
  }

  static constexpr int largest_rank = [] {
    int largest_found = 0;
    for (int place_in_list = 0; place_in_list < parameter_symbols.count; ++place_in_list)
      largest_found = std::max(largest_found, tables.symbols[parameter_symbols.symbol[place_in_list]].rank);
    return largest_found;
  }();
  /// A program without loops has no use for several directions, and a parameter may have no room for their axis.
  static constexpr bool forms_rows_one_by_one = emit::is_straight<main> || largest_rank == ir::max_rank;
  /// Rows of the Hessian from one pass over the data. Each takes memory for its values of a block; matrices of parameters make layers of
  /// such values, of which fewer stay in the cache (measured: docs/performance-log.md).
  [[nodiscard]] std::size_t rows_at_once() const noexcept {
    return forms_rows_one_by_one ? 1 : detail::directions_at_once(size_, largest_rank < 2 ? 32 : 16);
  }
  void hessian(std::span<T const> theta, std::span<T> h, row_list rows) {
    require_size(h.size(), size_ * size_, "the Hessian");
    units_.for_each(size_, rows_at_once(), [&](std::size_t first_row, T const* unit_rows) {
      if constexpr (forms_rows_one_by_one) {
        hvp(theta, {unit_rows, size_}, h.subspan(first_row * size_, size_), rows);
      } else {
        using rows_program = compiled<detail::hessian_times_vectors<Key>>;
        evaluate<rows_program>(rows_of_hessian_, theta, rows, [&](auto& running) {
          point_to_blocks(running, symbols, unit_rows);
          emit::for_each_below<parameter_symbols.count>([&](auto each_block) {
            set_columns<rows_program>(running, each_block, h.data() + first_row * size_ + blocks_[each_block].offset, size_);
          });
        });
      }
    });
  }

  [[no_unique_address]] Running running_{};
  std::size_t extents_[ir::room(tables.axis_count)]{};
  emit::source sources_[ir::room(symbols)]{};
  T numbers_[ir::room(symbols)]{};
  buffer<T> converted_[ir::room(symbols)];  // memory for all programs; a copy has its own
  std::array<parameter_block, ir::room(symbols)> blocks_{};
  std::size_t block_count_ = 0;
  std::size_t size_ = 0;
  buffer<T> parameters_;
  detail::unit_directions<T> units_;
  std::unique_ptr<detail::runner<T>> both_, value_, gradient_, hessian_, rows_of_hessian_;
};

}  // namespace gradsmith
