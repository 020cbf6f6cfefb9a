// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// All operations of the library, by what they are for: the one list that tests and the reference go by.
// tests/laws/listed.py compares it with the structs of include/gradsmith/op.
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gradsmith/op/all.hpp>

#include "support/scalar_records.hpp"

namespace gradsmith::tests {

using operation_list = std::vector<ir::operation const*>;

template <class... Op>
operation_list records() {
  (note_scalar_functions<Op>(), ...);
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
      {"arithmetic", records<op::div, op::fma>()},
      {"powers", records<op::square, op::cube, op::reciprocal, op::sqrt, op::rsqrt, op::cbrt, op::sqrt1pm1, op::pow, op::hypot>()},
      {"exponentials", records<op::exp, op::exp2, op::expm1, op::log, op::log2, op::log10, op::log1p, op::log1mexp, op::reciprocal_expm1, op::logaddexp,
                               op::xlogy, op::xlog1py>()},
      {"trigonometric", records<op::sin, op::cos, op::tan, op::asin, op::acos, op::atan, op::atan2, op::versine, op::circular_segment>()},
      {"hyperbolic", records<op::sinh, op::cosh, op::tanh, op::asinh, op::acosh, op::atanh, op::logcosh>()},
      {"logistic", records<op::sigmoid, op::logit, op::logsigmoid, op::softplus, op::logistic_density, op::logit_density>()},
      {"activations", records<op::relu, op::leaky_relu, op::elu, op::celu, op::selu, op::silu, op::mish, op::gelu, op::gelu_tanh,
                              op::softsign, op::hard_tanh, op::hard_sigmoid>()},
      {"special", records<op::erf, op::erfc, op::erfcx, op::normal_cdf, op::log_normal_cdf, op::lgamma, op::digamma, op::trigamma>()},
      {"choices", records<op::abs, op::sign, op::max, op::min, op::clamp, op::floor, op::round, op::where, op::stop_gradient>()},
      {"conditions", records<op::eq, op::ne, op::lt, op::le, op::gt, op::ge, op::logical_and, op::logical_or, op::logical_not>()},
  };
}

/// What formulas may call with axes.
inline std::vector<operation_family> public_with_axes() {
  return {
      {"reductions", records<op::sum, op::mean, op::prod, op::max_over, op::min_over, op::logsumexp, op::norm1, op::norm2, op::norm_inf,
                             op::variance, op::standard_deviation, op::weighted_mean, op::masked_sum, op::masked_mean, op::count,
                             op::argmax, op::argmin, op::pick>()},
      {"along", records<op::softmax, op::log_softmax, op::softmax_complement, op::cumulative_sum, op::reverse_cumulative_sum>()},
  };
}

/// Those whose first argument is a number that says which function they are.
inline operation_list public_with_an_order() { return records<op::polygamma>(); }

/// What derivatives and rules make, element by element: printed formulas may have it.
inline operation_list internal_elementwise() {
  return records<op::arcosh_density, op::arcsine_density, op::artanh_density, op::difference, op::direction, op::incidence,
                 op::inversion, op::kronecker, op::inverse_mills_excess, op::inverse_mills_ratio,
                 op::scaled_i2erfc, op::scaled_ierfc, op::tetragamma, op::tie_share, op::plus, op::minus, op::negate, op::times,
                 op::divide, op::minus_abs, op::negated_times, op::exp_of_nonpositive, op::rounded_minus, op::multiply_add, op::negated_multiply_add>();
}

/// Other operations that no formula calls.
inline operation_list internal_others() {
  return records<op::great_part, op::small_part, op::scaled_root, op::contraction, op::sum_log1p, op::scatter, op::output, op::clip, op::select_if<op::ge>>();
}

/// What an operation, known by its record, makes of single numbers.
inline scalar_record const& scalar_functions_of(ir::operation const& op) {
  [[maybe_unused]] static bool const all_noted = [] {
    static_cast<void>(public_elementwise()), static_cast<void>(public_with_axes()), static_cast<void>(public_with_an_order());
    static_cast<void>(internal_elementwise()), static_cast<void>(internal_others());
    static_cast<void>(records<op::select_if<op::eq>, op::select_if<op::ne>, op::select_if<op::lt>, op::select_if<op::le>, op::select_if<op::gt>>());
    return true;
  }();
  auto const found = scalar_records().find(&op);
  if (found == scalar_records().end()) throw std::out_of_range("no functions of single numbers are noted of " + std::string(op.name));
  return found->second;
}

}  // namespace gradsmith::tests
