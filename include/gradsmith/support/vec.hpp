// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A growing array for constant evaluation.
//
// std::vector costs two to three times as many constexpr steps, and its sized constructor fails in
// clang 19 with libstdc++ 12; clang allows 1,048,576 steps per evaluation, and the passes live by it. That is
// also why the elements can be read without a call: each one takes two steps.
#pragma once

#include <utility>

namespace gradsmith {

/// Contiguous, owning, growing by doubling; elements are value-initialised ahead of their use.
/// `items` and `length` are for reading.
template <class T>
struct vec {
  T* items = nullptr;
  int length = 0;
  int capacity = 0;

  constexpr vec() = default;
  constexpr explicit vec(int wanted_size)
      : items(new T[static_cast<unsigned>(wanted_size)]{}), length(wanted_size), capacity(wanted_size) {}
  constexpr vec(vec const& source_vec) : vec(source_vec.length) {
    for (int k = 0; k < length; ++k) items[k] = source_vec.items[k];
  }
  constexpr vec(vec&& source_vec) noexcept : items(source_vec.items), length(source_vec.length), capacity(source_vec.capacity) {
    source_vec.items = nullptr;
    source_vec.length = source_vec.capacity = 0;
  }
  constexpr vec& operator=(vec other) noexcept {
    std::swap(items, other.items);
    std::swap(length, other.length);
    std::swap(capacity, other.capacity);
    return *this;
  }
  constexpr ~vec() { delete[] items; }

  constexpr void push_back(T const& value) {
    if (length == capacity) {
      T const copy = value;  // it may be one of our own, which move
      reserve(capacity == 0 ? 4 : 2 * capacity);
      items[length++] = copy;
      return;
    }
    items[length++] = value;
  }
  /// `count` elements at the end; they are not ours.
  constexpr void append(T const* first, int count) {
    if (length + count > capacity) reserve(length + count > 2 * capacity ? length + count : 2 * capacity);
    for (T* target = items + length; count > 0; --count, ++length) *target++ = *first++;
  }
  constexpr void reserve(int wanted_capacity) {
    if (wanted_capacity <= capacity) return;
    T* grown = new T[static_cast<unsigned>(wanted_capacity)]{};
    for (int k = 0; k < length; ++k) grown[k] = std::move(items[k]);
    delete[] items;
    items = grown;
    capacity = wanted_capacity;
  }
  constexpr void copy_to(T* copied) const noexcept {
    for (T* each = items; each != items + length; ++each, ++copied) *copied = *each;
  }
  constexpr void pop_back() noexcept { --length; }
  constexpr void truncate(int wanted_size) noexcept { length = wanted_size; }

  [[nodiscard]] constexpr T& operator[](int k) noexcept { return items[k]; }
  [[nodiscard]] constexpr T const& operator[](int k) const noexcept { return items[k]; }
  [[nodiscard]] constexpr T& back() noexcept { return items[length - 1]; }
  [[nodiscard]] constexpr int size() const noexcept { return length; }
  [[nodiscard]] constexpr bool empty() const noexcept { return length == 0; }
  [[nodiscard]] constexpr T* begin() noexcept { return items; }
  [[nodiscard]] constexpr T* end() noexcept { return items + length; }
  [[nodiscard]] constexpr T const* begin() const noexcept { return items; }
  [[nodiscard]] constexpr T const* end() const noexcept { return items + length; }
};

}  // namespace gradsmith
