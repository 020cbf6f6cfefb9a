// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Where a run starts, as minimize takes it.
#pragma once

#include <concepts>
#include <initializer_list>
#include <span>

namespace gradsmith::optimize {

/// A start: anything contiguous, or a list of numbers.
template <class T>
struct start_point {
  std::span<T const> numbers;
  constexpr start_point(std::initializer_list<T> list) : numbers(list.begin(), list.size()) {}
  template <class Given>
    requires std::convertible_to<Given const&, std::span<T const>>
  constexpr start_point(Given const& given_numbers) : numbers(given_numbers) {}
};

}  // namespace gradsmith::optimize
