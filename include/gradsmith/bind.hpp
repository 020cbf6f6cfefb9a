// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// bind<loss>(x = X, ...): expression + data = objective; bind_residuals<r>(x = X, ...) for least squares.
#pragma once

#include <gradsmith/bind/residuals.hpp>

namespace gradsmith {

namespace detail {

/// Deduces the element type from the arrays that are bound.
struct element_of_data {};

// A temporary that owns its elements would be gone when the problem is evaluated; numbers are copied.
template <class Binding>
inline constexpr bool is_dangling = false;
template <fixed_string Name, class Value>
  requires(!std::is_reference_v<Value> && emit::detail::bound_rank<binding<Name, Value>> > 0)
inline constexpr bool is_dangling<binding<Name, Value>> = array_adapter<std::remove_cv_t<Value>>::owns;
template <fixed_string Name, class T>
inline constexpr bool is_dangling<binding<Name, temporary_matrix<T>&>> = true;
template <fixed_string Name, class T>
inline constexpr bool is_dangling<binding<Name, temporary_matrix<T> const&>> = true;

template <class... Bindings>
constexpr text reject_temporaries() {
  text out;
  ((out.empty() && is_dangling<Bindings> ? out << Bindings::name.view() << ": bind borrows its arrays, and this one is a temporary that "
                                               << "would dangle; give it a name that outlives the problem"
                                         : out), ...);
  return out;
}

template <class C, bool TypeIsGiven, class... Bindings>
constexpr text bind_error() {
  if constexpr ((is_binding<Bindings> && ...)) {
    if (text const wrong = emit::arguments<C, emit::calling::inputs_only, Bindings...>::error(TypeIsGiven); !wrong.empty()) return wrong;
    return reject_temporaries<Bindings...>();
  } else {
    return emit::reject_positional<Bindings...>();
  }
}

/// What bind returns after an error that it reported: an objective without a definition.
struct no_objective {
  using value_type = double;
  static std::size_t size();
  static std::size_t rows();
  static std::span<parameter_block const> blocks();
  static std::span<double> parameters();
  static std::span<double> get(std::string_view);
  static void set(auto const&...);
  static double value(auto const&...);
  static void gradient(auto const&...);
  static double value_and_gradient(auto const&...);
  static void hvp(auto const&...);
  static void hessian(auto const&...);
  static std::size_t residuals();
  static void residuals(auto const&, auto const&);
  static void residuals_and_jacobian(auto const&...);
  static no_objective batch(auto const&...);
};

}  // namespace detail

namespace detail {

template <auto R>
struct parse_residuals {
  constexpr ir::graph operator()() const { return pass::parse_residuals<R>(); }
};

}  // namespace detail

/// The parsed graph of residuals.
template <auto R>
using parsed_residuals = pass::key_of<detail::parse_residuals<lang::as_expression(R)>>;

namespace detail {

// With as many parameters as binder's template has, for compilers that take no other.
template <class Key, class T>
using bound_loss = objective<Key, T>;
template <class Key, class T>
using bound_residuals = residual_objective<Key, T>;

/// What bind and bind_residuals are: functions of the data. Formulas are no template arguments of theirs, so that compilers do not print them
/// before a sentence.
template <class Key, class Program, template <class, class> class Objective, class T>
struct binder {
  template <class... Bindings>
  [[nodiscard]] auto operator()(Bindings const&... bindings) const {
    using C = compiled<Program>;
    constexpr bool deduce = std::is_same_v<T, element_of_data>;
    if constexpr (!is_wrong<&bind_error<C, !deduce, Bindings...>>()) {
      using checked = emit::arguments<C, emit::calling::inputs_only, Bindings...>;
      return Objective<Key, std::conditional_t<deduce, typename checked::element, T>>{bindings...};
    } else {
      stop_compilation<error_sentence<&bind_error<C, !deduce, Bindings...>>>();
      return no_objective{};
    }
  }
};

}  // namespace detail

/// bind<loss>(x = X, y = Y): the objective for the scalar `Loss` over the data that are bound. Arrays are borrowed, numbers copied.
/// `T`: the element type, by default that of the floating-point arrays bound, double without any.
/// Errors: a sentence at compile time for symbols that are missing or unknown; data_error for extents that
/// disagree and labels out of range.
template <auto Loss, class T = detail::element_of_data>
inline constexpr detail::binder<parsed_loss<Loss>, detail::value_and_gradient<parsed_loss<Loss>>, detail::bound_loss, T> bind{};

/// bind_residuals<r>(x = X, y = Y): the residuals `R`, of any axes, over the data that are bound: an objective as of bind, with half the
/// sum of the squares of the residuals for its value, which also gives the residuals and their Jacobian. Errors: those of bind.
template <auto R, class T = detail::element_of_data>
inline constexpr detail::binder<parsed_residuals<R>, detail::value_and_gradient<detail::half_squares<parsed_residuals<R>>>, detail::bound_residuals, T>
    bind_residuals{};

}  // namespace gradsmith
