// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Memory for numbers: what the library owns while programs run.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>

namespace gradsmith {

/// `size` numbers on a 64-byte boundary; copies own their own.
/// A class of its own because every program compiles it: std::vector and std::unique_ptr take a hundred functions
/// to do the same, a fifteenth of what it costs to compile a small program.
template <class T>
  requires std::is_trivially_copyable_v<T>
class buffer {
 public:
  constexpr buffer() noexcept = default;
  /// Of no particular value. Throws std::bad_alloc.
  explicit buffer(std::size_t element_count) : elements_(static_cast<T*>(::operator new(element_count * sizeof(T), alignment))), size_(element_count) {}
  buffer(std::size_t element_count, T of_each) : buffer(element_count) {
    for (std::size_t k = 0; k < element_count; ++k) elements_[k] = of_each;
  }
  buffer(buffer const& same_elements) : buffer(same_elements.size_) {
    for (std::size_t k = 0; k < size_; ++k) elements_[k] = same_elements.elements_[k];
  }
  buffer(buffer&& moved_from) noexcept { swap(moved_from); }
  buffer& operator=(buffer new_elements) noexcept {
    swap(new_elements);
    return *this;
  }
  ~buffer() { ::operator delete(elements_, alignment); }

  [[nodiscard]] T* data() noexcept { return elements_; }
  [[nodiscard]] T const* data() const noexcept { return elements_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  static constexpr std::align_val_t alignment{64};

  void swap(buffer& exchanged_with) noexcept {
    T* const own_elements = elements_;
    std::size_t const own_size = size_;
    elements_ = exchanged_with.elements_, size_ = exchanged_with.size_;
    exchanged_with.elements_ = own_elements, exchanged_with.size_ = own_size;
  }

  T* elements_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace gradsmith
