// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What least squares see of a problem: residuals and their derivatives.
#pragma once

#include <concepts>
#include <cstddef>
#include <span>

#include <gradsmith/optimize/objective.hpp>

namespace gradsmith::optimize {

/// Residuals r of n parameters. The members that are required:
///   std::size_t size()            n
///   std::size_t residuals()       their number m
///   void residuals_and_jacobian(std::span<T const> x, std::span<T> r, std::span<T> J)
///                                 assigns r and their derivatives, J[i n + k] = dr_i / dx_k
/// with T = value_type, double where the type names none.
template <class P>
concept residual_problem = requires(P& problem, std::span<scalar_of<P> const> x, std::span<scalar_of<P>> out) {
  requires std::floating_point<scalar_of<P>>;
  { problem.size() } -> std::convertible_to<std::size_t>;
  { problem.residuals() } -> std::convertible_to<std::size_t>;
  problem.residuals_and_jacobian(x, out, out);
};
/// void residuals(std::span<T const> x, std::span<T> r): the residuals alone.
template <class P>
concept has_residuals_alone =
    residual_problem<P> && requires(P& problem, std::span<scalar_of<P> const> x, std::span<scalar_of<P>> out) {
      problem.residuals(x, out);
    };

/// An objective that is half a sum of squares, and hands out what it consists of: see sum_of_squares.
template <class F>
concept squares = objective<F> && requires(F& f, std::span<scalar_of<F> const> x, std::span<scalar_of<F>> out) {
  { f.rows() } -> std::convertible_to<std::size_t>;
  f.linearise(x);
  { f.residuals() } -> std::convertible_to<std::span<scalar_of<F> const>>;
  { f.jacobian() } -> std::convertible_to<std::span<scalar_of<F> const>>;
  { f.plain_residuals() } -> std::convertible_to<std::span<scalar_of<F> const>>;
  { f.factors() } -> std::convertible_to<std::span<scalar_of<F> const>>;
  f.residuals_beside(x, out);
};

/// A method that says static constexpr bool is_for_squares = true works on those only.
template <class M>
concept for_squares = M::is_for_squares;

}  // namespace gradsmith::optimize
