// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A growing array for constant evaluation.
//
// std::vector costs two to three times as many constexpr steps, and its sized constructor fails in
// clang 19 with libstdc++ 12; clang allows 1,048,576 steps per evaluation, and the passes live by it.
#pragma once

#include <utility>

namespace gradsmith {

/// Contiguous, owning, growing by doubling; elements are value-initialised ahead of their use.
template <class T>
class vec {
 public:
  constexpr vec() = default;
  constexpr explicit vec(int wanted_size)
      : data_(new T[static_cast<unsigned>(wanted_size)]{}), size_(wanted_size), capacity_(wanted_size) {}
  constexpr vec(vec const& source_vec) : vec(source_vec.size_) {
    for (int k = 0; k < size_; ++k) data_[k] = source_vec.data_[k];
  }
  constexpr vec(vec&& source_vec) noexcept
      : data_(std::exchange(source_vec.data_, nullptr)),
        size_(std::exchange(source_vec.size_, 0)),
        capacity_(std::exchange(source_vec.capacity_, 0)) {}
  constexpr vec& operator=(vec other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  constexpr ~vec() { delete[] data_; }

  constexpr void push_back(T const& value) {
    if (size_ == capacity_) {
      T const copy = value;  // it may be one of our own, which move
      reserve(capacity_ == 0 ? 8 : 2 * capacity_);
      data_[size_++] = copy;
      return;
    }
    data_[size_++] = value;
  }
  /// `count` elements at the end; they are not ours.
  constexpr void append(T const* first, int count) {
    if (size_ + count > capacity_) reserve(size_ + count > 2 * capacity_ ? size_ + count : 2 * capacity_);
    for (int k = 0; k < count; ++k) data_[size_ + k] = first[k];
    size_ += count;
  }
  constexpr void reserve(int capacity) {
    if (capacity <= capacity_) return;
    T* grown = new T[static_cast<unsigned>(capacity)]{};
    for (int k = 0; k < size_; ++k) grown[k] = std::move(data_[k]);
    delete[] data_;
    data_ = grown;
    capacity_ = capacity;
  }
  constexpr void pop_back() noexcept { --size_; }
  constexpr void truncate(int size) noexcept { size_ = size; }

  [[nodiscard]] constexpr T& operator[](int k) noexcept { return data_[k]; }
  [[nodiscard]] constexpr T const& operator[](int k) const noexcept { return data_[k]; }
  [[nodiscard]] constexpr T& back() noexcept { return data_[size_ - 1]; }
  [[nodiscard]] constexpr int size() const noexcept { return size_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] constexpr T* begin() noexcept { return data_; }
  [[nodiscard]] constexpr T* end() noexcept { return data_ + size_; }
  [[nodiscard]] constexpr T const* begin() const noexcept { return data_; }
  [[nodiscard]] constexpr T const* end() const noexcept { return data_ + size_; }

 private:
  T* data_ = nullptr;
  int size_ = 0;
  int capacity_ = 0;
};

}  // namespace gradsmith
