// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Borrowed arrays: what can be bound to a symbol, as pointer, extents and strides.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <span>  // with the concepts of ranges; <ranges> and its views would cost every file 70 ms
#include <type_traits>
#include <utility>

#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// An array of any rank in memory that somebody else owns; strides in elements.
template <class T, int Rank>
struct array_view {
  using element = std::remove_const_t<T>;
  static constexpr int rank = Rank;

  T* data = nullptr;
  std::array<std::size_t, static_cast<std::size_t>(Rank)> extents{};
  std::array<std::ptrdiff_t, static_cast<std::size_t>(Rank)> strides{};

  /// Where element `number` lies, counted row-major.
  [[nodiscard]] constexpr std::ptrdiff_t offset(std::size_t number) const noexcept {
    std::ptrdiff_t place = 0;
    for (std::size_t d = static_cast<std::size_t>(Rank); d-- > 0;) {
      place += static_cast<std::ptrdiff_t>(number % extents[d]) * strides[d];
      number /= extents[d];
    }
    return place;
  }
};

/// A matrix stored by rows, `row_stride` elements apart (default: dense). Borrowed: it must outlive what
/// it is bound to.
template <class T>
[[nodiscard]] constexpr array_view<T const, 2> matrix(T const* data, std::size_t rows, std::size_t columns,
                                                      std::size_t row_stride) noexcept {
  return {data, {rows, columns}, {static_cast<std::ptrdiff_t>(row_stride), 1}};
}
template <class T>
[[nodiscard]] constexpr array_view<T const, 2> matrix(T const* data, std::size_t rows, std::size_t columns) noexcept {
  return matrix(data, rows, columns, columns);
}
/// A view of a container that is a temporary: good for a call, not for a problem that outlives it.
template <class T>
struct temporary_matrix {
  array_view<T const, 2> view;
};

/// The same for a contiguous container of rows * columns elements. Errors: data_error if the container
/// holds another number.
template <std::ranges::contiguous_range Container>
[[nodiscard]] constexpr auto matrix(Container&& container, std::size_t rows, std::size_t columns) {
  if (std::size_t const size = std::ranges::size(container); size != rows * columns)
    throw_data_error("matrix(container, rows, columns): the container has ", size, " elements, and rows * columns is ", rows * columns);
  auto const* const data = std::ranges::data(std::as_const(container));
  if constexpr (std::ranges::borrowed_range<Container>) return matrix(data, rows, columns);
  else return temporary_matrix<std::ranges::range_value_t<Container>>{matrix(data, rows, columns)};
}

/// A matrix stored by columns, dense.
template <class T>
[[nodiscard]] constexpr array_view<T const, 2> column_major(T const* data, std::size_t rows, std::size_t columns) noexcept {
  return {data, {rows, columns}, {1, static_cast<std::ptrdiff_t>(rows)}};
}

/// A dense row-major array of any rank.
template <class T, std::size_t Rank>
[[nodiscard]] constexpr array_view<T const, static_cast<int>(Rank)> tensor(T const* data, std::size_t const (&extents)[Rank]) noexcept {
  array_view<T const, static_cast<int>(Rank)> view{.data = data};
  std::size_t stride = 1;
  for (std::size_t d = Rank; d-- > 0;) {
    view.extents[d] = extents[d];
    view.strides[d] = static_cast<std::ptrdiff_t>(stride);
    stride *= extents[d];
  }
  return view;
}

/// How a type is seen as an array. Specialise it for a container of your own: a static
/// `array_view<T const, Rank> view(Container const&)`, and `owns`, true if a temporary would dangle.
template <class Container>
struct array_adapter;

template <class T>
  requires std::is_arithmetic_v<T>
struct array_adapter<T> {
  static constexpr bool owns = true;
  static constexpr array_view<T const, 0> view(T const& number) noexcept { return {&number, {}, {}}; }
};

template <class T, int Rank>
struct array_adapter<array_view<T, Rank>> {
  static constexpr bool owns = false;
  static constexpr array_view<T const, Rank> view(array_view<T, Rank> const& v) noexcept { return {v.data, v.extents, v.strides}; }
};

template <class T>
struct array_adapter<temporary_matrix<T>> {
  static constexpr bool owns = true;
  static constexpr array_view<T const, 2> view(temporary_matrix<T> const& m) noexcept { return m.view; }
};

template <std::ranges::contiguous_range Container>
  requires std::is_arithmetic_v<std::ranges::range_value_t<Container>>
struct array_adapter<Container> {
  static constexpr bool owns = !std::ranges::borrowed_range<Container>;
  static constexpr auto view(Container const& c) noexcept {
    return array_view<std::ranges::range_value_t<Container> const, 1>{std::ranges::data(c), {static_cast<std::size_t>(std::ranges::size(c))}, {1}};
  }
};

template <class T>
struct array_adapter<std::initializer_list<T>> {
  static constexpr bool owns = true;  // its elements live as long as the full expression
  static constexpr array_view<T const, 1> view(std::initializer_list<T> const& list) noexcept { return {list.begin(), {list.size()}, {1}}; }
};

template <class T>
concept bindable_array = requires(std::remove_cvref_t<T> const& value) { array_adapter<std::remove_cvref_t<T>>::view(value); };

}  // namespace gradsmith
