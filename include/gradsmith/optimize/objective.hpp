// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What optimizers see of a problem: any type with a size, a value and a gradient.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace gradsmith::optimize {

namespace detail {

template <class F>
struct scalar_of {
  using type = double;
};
template <class F>
  requires requires { typename F::value_type; }
struct scalar_of<F> {
  using type = typename F::value_type;
};

}  // namespace detail

/// The element type of a problem: its value_type, double if it names none.
template <class F>
using scalar_of = typename detail::scalar_of<std::remove_cvref_t<F>>::type;

/// A function to minimise. The two members that are required:
///   std::size_t size()                                         the number of parameters
///   T value_and_gradient(std::span<T const> x, std::span<T> g) the value at x; the gradient is assigned to g
/// with T = value_type, double where the type names none. Everything else that a method can use is optional.
template <class F>
concept objective = requires(F& f, std::span<scalar_of<F> const> x, std::span<scalar_of<F>> g) {
  requires std::floating_point<scalar_of<F>>;
  { f.size() } -> std::convertible_to<std::size_t>;
  { f.value_and_gradient(x, g) } -> std::convertible_to<scalar_of<F>>;
};

/// T value(std::span<T const> x): the value alone.
template <class F>
concept has_value = objective<F> && requires(F& f, std::span<scalar_of<F> const> x) {
  { f.value(x) } -> std::convertible_to<scalar_of<F>>;
};
/// void gradient(std::span<T const> x, std::span<T> g): the gradient alone.
template <class F>
concept has_gradient = objective<F> && requires(F& f, std::span<scalar_of<F> const> x, std::span<scalar_of<F>> g) {
  f.gradient(x, g);
};
/// void hvp(std::span<T const> x, std::span<T const> v, std::span<T> out): the Hessian at x times v.
template <class F>
concept has_hvp = objective<F> && requires(F& f, std::span<scalar_of<F> const> x, std::span<scalar_of<F>> out) {
  f.hvp(x, x, out);
};
/// void hessian(std::span<T const> x, std::span<T> h): the Hessian at x, all n x n entries, row by row.
template <class F>
concept has_hessian = objective<F> && requires(F& f, std::span<scalar_of<F> const> x, std::span<scalar_of<F>> h) {
  f.hessian(x, h);
};
/// std::span<T> parameters(): the problem's own parameters, where a run starts and what it sets.
template <class F>
concept has_parameters = objective<F> && requires(F& f) {
  { f.parameters() } -> std::convertible_to<std::span<scalar_of<F>>>;
};
/// blocks(): named ranges of the parameters, each with name, offset and size.
template <class F>
concept has_blocks = objective<F> && requires(F& f) {
  f.blocks().begin()->name;
  { f.blocks().begin()->offset } -> std::convertible_to<std::size_t>;
  { f.blocks().begin()->size } -> std::convertible_to<std::size_t>;
};
/// rows() and batch(std::span<std::uint32_t const> rows): the observations, and the objective on some of them,
/// whose expectation over random rows is the whole.
template <class F>
concept has_batches = objective<F> && requires(F& f, std::span<std::uint32_t const> rows) {
  { f.rows() } -> std::convertible_to<std::size_t>;
  { f.batch(rows) } -> objective;
};

}  // namespace gradsmith::optimize
