// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// std::span as a parameter of an objective, with a sentence for arguments of other types.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <type_traits>

#include <gradsmith/support/diagnostics.hpp>

namespace gradsmith::detail {

template <class Element, class Given>
constexpr text not_a_span() {
  using T = std::remove_const_t<Element>;
  if constexpr (std::is_same_v<T, std::uint32_t>) {
    return "batch(rows): rows is a std::vector<std::uint32_t>, or another contiguous array of these, that outlives the batch";
  } else {
    std::string_view const type = std::is_same_v<T, float> ? "float" : "double";
    text out{std::is_const_v<Element> ? "parameters and directions of this problem are" : "results of this problem are assigned to"};
    out << " contiguous arrays of " << type << ", such as std::vector<" << type << ">";
    return out << (std::is_const_v<Element> ? ", and this is none" : ", and this is none that can be written to");
  }
}

/// What converts to std::span<Element>; a list of numbers too, {1.0, 2.0}, where they are only read.
template <class Element>
struct span_argument {
  std::span<Element> span;

  template <class Given>
    requires(!std::same_as<std::remove_cvref_t<Given>, span_argument>)
  constexpr span_argument(Given&& given_range) {
    if constexpr (std::is_convertible_v<Given, std::span<Element>>) span = given_range;
    else stop_compilation<error_sentence<&not_a_span<Element, Given>>>();
  }
  constexpr span_argument(Element* first_element, std::size_t element_count) : span(first_element, element_count) {}
  template <class First, class Last>
    requires(!std::is_integral_v<Last> && std::constructible_from<std::span<Element>, First, Last>)
  constexpr span_argument(First begin_of_range, Last end_of_range) : span(begin_of_range, end_of_range) {}
  // A batch keeps its rows, and a list is gone after the call.
  constexpr span_argument(std::initializer_list<std::remove_const_t<Element>> given_list)
    requires std::is_const_v<Element>
      : span(given_list.begin(), given_list.size()) {
    if constexpr (std::is_same_v<Element, std::uint32_t const>) stop_compilation<error_sentence<&not_a_span<Element, decltype(given_list)>>>();
  }
};

}  // namespace gradsmith::detail
