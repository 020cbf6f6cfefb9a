// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// bind<loss>(x = X, ...): expression + data = objective.
#pragma once

#include <gradsmith/bind/objective.hpp>

namespace gradsmith {

namespace detail {

/// Deduces the element type from the arrays that are bound.
struct element_of_data {};

template <class Binding>
struct is_dangling : std::false_type {};
// A temporary that owns its elements would be gone when the problem is evaluated; numbers are copied.
template <fixed_string Name, class Value>
  requires(!std::is_reference_v<Value>)
struct is_dangling<binding<Name, Value>>
    : std::bool_constant<array_adapter<std::remove_cv_t<Value>>::owns &&
                         emit::detail::bound_view<binding<Name, Value>>::rank != 0> {};

template <class Binding>
consteval void reject_temporary() {
  if constexpr (is_dangling<Binding>::value)
    require_no_error<[] {
      return text{Binding::name.view()} << ": bind borrows its arrays, and this one is a temporary that would dangle; "
                                        << "give it a name that outlives the problem";
    }>();
}

}  // namespace detail

/// The objective for the scalar `Loss` over the data that are bound. Arrays are borrowed, numbers copied.
/// `T`: the element type, by default that of the floating-point arrays bound, double without any.
/// Errors: a sentence at compile time for symbols that are missing or unknown; data_error for extents that
/// disagree and labels out of range.
template <auto Loss, class T = detail::element_of_data, class... Bindings>
  requires(is_binding<std::remove_cvref_t<Bindings>> && ...)
[[nodiscard]] auto bind(Bindings&&... bindings) {
  using C = compiled<detail::parse_value_and_gradient<Loss>>;
  using checked = emit::arguments<C, emit::calling::inputs_only, std::remove_cvref_t<Bindings>...>;
  checked::check();
  (detail::reject_temporary<std::remove_cvref_t<Bindings>>(), ...);
  if constexpr (checked::good() && (!detail::is_dangling<std::remove_cvref_t<Bindings>>::value && ...)) {
    using element = std::conditional_t<std::is_same_v<T, detail::element_of_data>, typename checked::element, T>;
    return objective<Loss, element>{bindings...};
  }
}

}  // namespace gradsmith
