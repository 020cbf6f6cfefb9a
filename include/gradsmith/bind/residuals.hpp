// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Residuals with their data as an objective: half the sum of their squares, and the residuals with their Jacobian.
#pragma once

#include <gradsmith/bind/objective.hpp>
#include <gradsmith/pass/residuals.hpp>

namespace gradsmith {

namespace detail {

/// The key of half the sum of the squares, from the key of the residuals.
template <class Key>
struct half_squares {
  struct make {
    constexpr ir::graph operator()() const { return pass::half_sum_of_squares(Key::view); }
  };
  using stage = ir::stage<make, Key::size.grown()>;
  static constexpr ir::graph_view view = stage::view;
  static constexpr ir::graph_size size = stage::size;
};

template <class Key, bool Jacobian>
struct make_residuals {
  constexpr ir::graph operator()() const { return pass::residuals_with(Key::view, Jacobian); }
};
template <class Key>
using residuals_only = ir::stage<make_residuals<Key, false>, Key::size.grown()>;
template <class Key>
using residuals_with_jacobian = ir::stage<make_residuals<Key, true>, Key::size.grown()>;

}  // namespace detail

/// What bind_residuals returns: an objective, whose value is half the sum of the squares of the residuals, and the residuals.
template <class Key, class T, class Running = emit::undivided>
class residual_objective : public objective<detail::half_squares<Key>, T, Running> {
  using base = objective<detail::half_squares<Key>, T, Running>;
  using vector_argument = detail::span_argument<T const>;
  using result_argument = detail::span_argument<T>;
  using with_jacobian = compiled<detail::residuals_with_jacobian<Key>>;

 public:
  template <class... Bindings>
  explicit residual_objective(Bindings const&... bindings) : base(bindings...) {}
  residual_objective(residual_objective const& other) : base(static_cast<base const&>(other)) {}
  /// The same problem, whose programs run in another way.
  template <class Other>
  residual_objective(residual_objective<Key, T, Other> const& same_problem, Running way)
      : base(static_cast<objective<detail::half_squares<Key>, T, Other> const&>(same_problem), std::move(way)) {}
  residual_objective(residual_objective&&) noexcept = default;
  residual_objective& operator=(residual_objective const& other) { return *this = residual_objective(other); }
  residual_objective& operator=(residual_objective&&) noexcept = default;
  ~residual_objective() = default;

  /// The number of residuals.
  [[nodiscard]] std::size_t residuals() const noexcept {
    auto const& out = with_jacobian::tables.outputs[0];
    std::size_t count = 1;
    for (int d = 0; d < out.rank; ++d) count *= this->extents_[with_jacobian::tables.axes[out.axes[d]].origin];
    return count;
  }
  /// The residuals at theta, row-major in their axes.
  void residuals(vector_argument theta, result_argument r) {
    using C = compiled<detail::residuals_only<Key>>;
    base::require_size(r.span.size(), residuals(), "the array of residuals");
    this->template evaluate<C>(values_, theta.span, {}, [&](auto& running) { detail::set_output<C, T>(running, 0, r.span.data()); });
  }
  /// The residuals at theta and their derivatives: J has a row per residual and a column per parameter, row-major.
  void residuals_and_jacobian(vector_argument theta, result_argument r, result_argument J) {
    using C = with_jacobian;
    std::size_t const rows = residuals(), columns = this->size();
    base::require_size(r.span.size(), rows, "the array of residuals");
    base::require_size(J.span.size(), rows * columns, "the Jacobian");
    auto const blocks = this->blocks();
    this->template evaluate<C>(slopes_, theta.span, {}, [&](auto& running) {
      detail::set_output<C, T>(running, 0, r.span.data());
      for (std::size_t block_number = 0; block_number < blocks.size(); ++block_number)
        base::template set_columns<C>(running, static_cast<int>(block_number) + 1, J.span.data() + blocks[block_number].offset, columns);
    });
  }

 private:
  std::unique_ptr<detail::runner<T>> values_, slopes_;
};

}  // namespace gradsmith
