// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// All operations of the library, by what they are for: the one list that tests and the reference go by.
// tests/laws/listed.py compares it with the structs of include/gradsmith/op.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include <gradsmith/op/all.hpp>

namespace gradsmith::tests {

using operation_list = std::vector<ir::operation const*>;

template <class... Op>
operation_list records() {
  return {&ir::info<Op>...};
}

/// A table of the reference.
struct operation_family {
  std::string_view name;
  operation_list operations;
};

/// What formulas may call, element by element.
inline std::vector<operation_family> public_elementwise() {
  return {
      {"powers", records<op::square, op::sqrt, op::sqrt1pm1, op::cbrt, op::reciprocal, op::pow, op::hypot>()},
      {"exponentials", records<op::exp, op::expm1, op::log, op::log1p, op::log1mexp, op::logaddexp, op::xlogy>()},
      {"trigonometric", records<op::sin, op::cos, op::tan, op::asin, op::acos, op::atan, op::atan2>()},
      {"hyperbolic", records<op::sinh, op::cosh, op::tanh, op::asinh, op::acosh, op::atanh>()},
      {"activations", records<op::sigmoid, op::softplus, op::relu, op::logistic_density>()},
      {"choices", records<op::abs, op::sign, op::max, op::min, op::where>()},
      {"comparisons", records<op::eq, op::ne, op::lt, op::le, op::gt, op::ge>()},
  };
}

/// What formulas may call with axes.
inline std::vector<operation_family> public_with_axes() {
  return {
      {"reductions", records<op::sum, op::mean, op::max_over, op::min_over, op::logsumexp, op::pick>()},
      {"along", records<op::softmax, op::log_softmax, op::softmax_complement, op::cumulative_sum, op::reverse_cumulative_sum>()},
  };
}

/// What derivatives and rules make, element by element: printed formulas may have it.
inline operation_list internal_elementwise() {
  return records<op::arcosh_density, op::arcsine_density, op::artanh_density, op::difference, op::direction, op::incidence,
                 op::inversion, op::kronecker, op::tie_share, op::plus, op::minus, op::negate, op::times,
                 op::divide, op::multiply_add, op::negated_multiply_add>();
}

/// Other operations that no formula calls.
inline operation_list internal_others() {
  return records<op::contraction, op::sum_log1p, op::scatter, op::output, op::select_if<op::ge>>();
}

}  // namespace gradsmith::tests
