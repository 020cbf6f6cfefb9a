// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// An array that ends where a page without access begins: a read behind it stops the test.
#pragma once

#include <cstddef>
#include <limits>
#include <stdexcept>

#include <sys/mman.h>
#include <unistd.h>

namespace gradsmith::tests {

/// n elements of T right before a page without access; NaN at first.
template <class T>
class guarded {
 public:
  explicit guarded(std::size_t n) : size_(n) {
    auto const page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    bytes_ = (n * sizeof(T) + page - 1) / page * page + page;
    void* const memory = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("mmap failed");
    base_ = static_cast<char*>(memory);
    if (mprotect(base_ + bytes_ - page, page, PROT_NONE) != 0) throw std::runtime_error("mprotect failed");
    data_ = reinterpret_cast<T*>(base_ + bytes_ - page) - n;
    for (std::size_t k = 0; k < n; ++k) data_[k] = std::numeric_limits<T>::quiet_NaN();
  }
  guarded(guarded const&) = delete;
  guarded& operator=(guarded const&) = delete;
  ~guarded() { munmap(base_, bytes_); }

  T* data() { return data_; }
  T const* data() const { return data_; }
  T& operator[](std::size_t k) { return data_[k]; }
  T const& operator[](std::size_t k) const { return data_[k]; }
  std::size_t size() const { return size_; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  T const* begin() const { return data_; }
  T const* end() const { return data_ + size_; }

 private:
  std::size_t size_, bytes_;
  char* base_;
  T* data_;
};

}  // namespace gradsmith::tests
