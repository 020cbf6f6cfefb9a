// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What random formulas are made of: one line per operation, with its meaning written down a second time. A line makes
// the operation take part in every test over random formulas; run/pass/random_formulas.cpp says which are missing.
#pragma once

#include <gradsmith/op/all.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <vector>

#include "support/random/dual.hpp"

namespace gradsmith::tests {

/// Where an argument has to lie: each letter is one argument.
///   a anywhere, p positive, n negative, u within (-1, 1), o beyond 1, m beyond -1, s within [-3, 3],
///   i the position along an axis, k an integer that may be one
struct elementwise_line {
  std::string_view name;  // of the operation, as in op/
  std::string_view type;  // of its struct
  std::string_view domain;
  ref (*make)(ref const*);
  dual (*value)(dual const*);
  long double (*gap)(dual const*) = nullptr;  // how far the nearest jump or kink is, if it has any
};

template <class Op>
ref make_elementwise(ref const* x) {
  return ir::make_node(*x[0].graph, ir::info<Op>, 0, x);
}
template <class Op>
constexpr elementwise_line line(std::string_view type, std::string_view domain, dual (*value)(dual const*), long double (*gap)(dual const*) = nullptr) {
  return {Op::name, type, domain, &make_elementwise<Op>, value, gap};
}

inline long double from_zero(dual const* x) { return std::abs(x[0].value.value); }
inline long double from_each_other(dual const* x) { return std::abs(x[0].value.value - x[1].value.value); }
inline dual holds(bool condition) { return condition ? 1 : 0; }
inline long double plain(dual const& x) { return x.value.value; }
inline dual angle(dual const* x) {  // of the point (x[1], x[0])
  long double const half = std::acos(-1.0L) / 2;
  if (std::abs(plain(x[1])) >= std::abs(plain(x[0]))) return atan(x[0] / x[1]) + (plain(x[1]) > 0 ? 0 : plain(x[0]) > 0 ? 2 * half : -2 * half);
  return (plain(x[0]) > 0 ? half : -half) - atan(x[1] / x[0]);
}

inline std::vector<elementwise_line> const& elementwise_lines() {
  namespace o = op;
  using x_ = dual const*;
  static std::vector<elementwise_line> const all{
      line<o::abs>("abs", "a", [](x_ x) { return plain(x[0]) < 0 ? -x[0] : x[0]; }, from_zero),
      line<o::acos>("acos", "u", [](x_ x) { return acos(x[0]); }),
      line<o::acosh>("acosh", "o", [](x_ x) { return acosh(x[0]); }),
      line<o::arcosh_density>("arcosh_density", "o", [](x_ x) { return 1 / (sqrt(x[0] - 1) * sqrt(x[0] + 1)); }),
      line<o::arcsine_density>("arcsine_density", "u", [](x_ x) { return 1 / sqrt((1 - x[0]) * (1 + x[0])); }),
      line<o::artanh_density>("artanh_density", "u", [](x_ x) { return 1 / ((1 - x[0]) * (1 + x[0])); }),
      line<o::asin>("asin", "u", [](x_ x) { return asin(x[0]); }),
      line<o::asinh>("asinh", "a", [](x_ x) { return asinh(x[0]); }),
      line<o::atan>("atan", "a", [](x_ x) { return atan(x[0]); }),
      line<o::atan2>("atan2", "aa", angle, [](x_ x) { return plain(x[1]) > 0 ? std::hypot(plain(x[0]), plain(x[1])) : std::abs(plain(x[0])); }),
      line<o::atanh>("atanh", "u", [](x_ x) { return atanh(x[0]); }),
      line<o::cbrt>("cbrt", "a", [](x_ x) { return cbrt(x[0]); }, from_zero),
      line<o::cos>("cos", "a", [](x_ x) { return cos(x[0]); }),
      line<o::cosh>("cosh", "s", [](x_ x) { return cosh(x[0]); }),
      line<o::difference>("difference", "aa", [](x_ x) { return x[0] - x[1]; }),
      line<o::direction>("direction", "aa", [](x_ x) { return x[0] / sqrt(x[0] * x[0] + x[1] * x[1]); }, [](x_ x) { return std::hypot(plain(x[0]), plain(x[1])); }),
      line<o::eq>("eq", "ik", [](x_ x) { return holds(plain(x[0]) == plain(x[1])); }),
      line<o::exp>("exp", "s", [](x_ x) { return exp(x[0]); }),
      line<o::expm1>("expm1", "s", [](x_ x) { return expm1(x[0]); }),
      line<o::ge>("ge", "aa", [](x_ x) { return holds(plain(x[0]) >= plain(x[1])); }, from_each_other),
      line<o::gt>("gt", "aa", [](x_ x) { return holds(plain(x[0]) > plain(x[1])); }, from_each_other),
      line<o::hypot>("hypot", "aa", [](x_ x) { return sqrt(x[0] * x[0] + x[1] * x[1]); }, [](x_ x) { return std::hypot(plain(x[0]), plain(x[1])); }),
      line<o::incidence>("incidence", "ik", [](x_ x) { return holds(plain(x[0]) == plain(x[1])); }),
      line<o::inversion>("inversion", "aa", [](x_ x) { return x[0] / (x[0] * x[0] + x[1] * x[1]); }, [](x_ x) { return std::hypot(plain(x[0]), plain(x[1])); }),
      line<o::kronecker>("kronecker", "ii", [](x_ x) { return holds(plain(x[0]) == plain(x[1])); }),
      line<o::le>("le", "ik", [](x_ x) { return holds(plain(x[0]) <= plain(x[1])); }),
      line<o::log>("log", "p", [](x_ x) { return log(x[0]); }),
      line<o::log1mexp>("log1mexp", "n", [](x_ x) { return log(-expm1(x[0])); }),
      line<o::log1p>("log1p", "m", [](x_ x) { return log1p(x[0]); }),
      line<o::logaddexp>("logaddexp", "aa", [](x_ x) { return logaddexp(x[0], x[1]); }),
      line<o::logistic_density>("logistic_density", "a", [](x_ x) { return sigmoid(x[0]) * sigmoid(-x[0]); }),
      line<o::lt>("lt", "aa", [](x_ x) { return holds(plain(x[0]) < plain(x[1])); }, from_each_other),
      line<o::max>("max", "aa", [](x_ x) { return plain(x[0]) > plain(x[1]) ? x[0] : x[1]; }, from_each_other),
      line<o::min>("min", "aa", [](x_ x) { return plain(x[0]) < plain(x[1]) ? x[0] : x[1]; }, from_each_other),
      line<o::ne>("ne", "ik", [](x_ x) { return holds(plain(x[0]) != plain(x[1])); }),
      line<o::pow>("pow", "pa", [](x_ x) { return exp(x[1] * log(x[0])); }),
      line<o::reciprocal>("reciprocal", "p", [](x_ x) { return 1 / x[0]; }),
      line<o::relu>("relu", "a", [](x_ x) { return plain(x[0]) < 0 ? dual(0) : x[0]; }, from_zero),
      line<o::sigmoid>("sigmoid", "a", [](x_ x) { return sigmoid(x[0]); }),
      line<o::sign>("sign", "a", [](x_ x) { return dual(plain(x[0]) < 0 ? -1 : 1); }, from_zero),
      line<o::sin>("sin", "a", [](x_ x) { return sin(x[0]); }),
      line<o::sinh>("sinh", "s", [](x_ x) { return sinh(x[0]); }),
      line<o::softplus>("softplus", "a", [](x_ x) { return softplus(x[0]); }),
      line<o::sqrt>("sqrt", "p", [](x_ x) { return sqrt(x[0]); }),
      line<o::sqrt1pm1>("sqrt1pm1", "m", [](x_ x) { return x[0] / (1 + sqrt(1 + x[0])); }),
      line<o::square>("square", "a", [](x_ x) { return x[0] * x[0]; }),
      line<o::tan>("tan", "u", [](x_ x) { return tan(x[0]); }),
      line<o::tanh>("tanh", "a", [](x_ x) { return tanh(x[0]); }),
      line<o::tie_share>("tie_share", "aa", [](x_ x) { return holds(plain(x[0]) > plain(x[1])); }, from_each_other),
      line<o::where>("where", "caa", [](x_ x) { return plain(x[0]) != 0 ? x[1] : x[2]; }),
      line<o::xlogy>("xlogy", "ap", [](x_ x) { return x[0] * log(x[1]); }, from_zero),
      // Written with operators, or with a number.
      {"add", "+", "aa", [](ref const* x) { return x[0] + x[1]; }, [](x_ x) { return x[0] + x[1]; }},
      {"add", "-", "aa", [](ref const* x) { return x[0] - x[1]; }, [](x_ x) { return x[0] - x[1]; }},
      {"add", "- ", "a", [](ref const* x) { return -x[0]; }, [](x_ x) { return -x[0]; }},
      {"multiply", "*", "aa", [](ref const* x) { return x[0] * x[1]; }, [](x_ x) { return x[0] * x[1]; }},
      {"multiply", "*", "aa", [](ref const* x) { return x[0] * x[1]; }, [](x_ x) { return x[0] * x[1]; }},
      {"multiply", "/", "ap", [](ref const* x) { return x[0] / x[1]; }, [](x_ x) { return x[0] / x[1]; }},
  };
  return all;
}

/// Reductions and operations along an axis: `value` fills as many results, one or `count`.
struct axis_line {
  std::string_view name;
  std::string_view type;
  bool keeps_axis;
  ref (*make)(over, ref);
  void (*value)(dual const* x, int count, dual* y);
  bool has_kinks = false;  // where two of the arguments are equal
};

template <class Op>
constexpr axis_line axis_operation(std::string_view type, void (*value)(dual const*, int, dual*), bool has_kinks = false) {
  return {Op::name, type, ir::info<Op>.kind == ir::form::along, [](over along, ref x) { return call<Op>(along, x); }, value, has_kinks};
}

/// The terms exp(x - greatest x), whose sum `total` becomes.
inline std::vector<dual> exponentials(dual const* x, int count, dual& total, long double& most) {
  most = -std::numeric_limits<long double>::infinity();
  for (int k = 0; k < count; ++k) most = std::max(most, plain(x[k]));
  std::vector<dual> terms;
  total = 0;
  for (int k = 0; k < count; ++k) terms.push_back(exp(x[k] - most)), total = total + terms.back();
  return terms;
}

inline std::vector<axis_line> const& axis_lines() {
  namespace o = op;
  using x_ = dual const*;
  static auto const best = [](x_ x, int count, bool greatest) {
    int k = 0;
    for (int n = 1; n < count; ++n)
      if (plain(x[n]) != plain(x[k]) && (plain(x[n]) > plain(x[k])) == greatest) k = n;
    return x[k];
  };
  static std::vector<axis_line> const all{
      axis_operation<o::sum>("sum", [](x_ x, int count, dual* y) { for (int k = 0; k < count; ++k) y[0] = k == 0 ? x[0] : y[0] + x[k]; }),
      axis_operation<o::mean>("mean", [](x_ x, int count, dual* y) {
        y[0] = 0;
        for (int k = 0; k < count; ++k) y[0] = y[0] + x[k];
        y[0] = y[0] / count;
      }),
      axis_operation<o::max_over>("max_over", [](x_ x, int count, dual* y) { y[0] = best(x, count, true); }, true),
      axis_operation<o::min_over>("min_over", [](x_ x, int count, dual* y) { y[0] = best(x, count, false); }, true),
      axis_operation<o::logsumexp>("logsumexp", [](x_ x, int count, dual* y) {
        dual total;
        long double most = 0;
        exponentials(x, count, total, most);
        y[0] = log(total) + most;
      }),
      axis_operation<o::softmax>("softmax", [](x_ x, int count, dual* y) {
        dual total;
        long double most = 0;
        auto const terms = exponentials(x, count, total, most);
        for (int k = 0; k < count; ++k) y[k] = terms[static_cast<std::size_t>(k)] / total;
      }),
      axis_operation<o::log_softmax>("log_softmax", [](x_ x, int count, dual* y) {
        dual total;
        long double most = 0;
        exponentials(x, count, total, most);
        for (int k = 0; k < count; ++k) y[k] = x[k] - most - log(total);
      }),
      axis_operation<o::softmax_complement>("softmax_complement", [](x_ x, int count, dual* y) {
        dual total;
        long double most = 0;
        auto const terms = exponentials(x, count, total, most);
        for (int k = 0; k < count; ++k) {
          // The derivatives are those of softmax, negated, with what cancels in them.
          y[k] = terms[static_cast<std::size_t>(k)] - terms[static_cast<std::size_t>(k)];
          y[k].value = 0;
          for (int n = 0; n < count; ++n)
            if (n != k) y[k] = y[k] + terms[static_cast<std::size_t>(n)];
          y[k] = y[k] / total;
        }
      }),
      axis_operation<o::cumulative_sum>("cumulative_sum", [](x_ x, int count, dual* y) { for (int k = 0; k < count; ++k) y[k] = k == 0 ? x[0] : y[k - 1] + x[k]; }),
      axis_operation<o::reverse_cumulative_sum>("reverse_cumulative_sum", [](x_ x, int count, dual* y) { for (int k = count; k-- > 0;) y[k] = k + 1 == count ? x[k] : y[k + 1] + x[k]; }),
  };
  return all;
}

/// Operations of op/ that no formula can contain: the passes make them, and these tests meet them there.
inline constexpr std::string_view made_by_passes[]{"plus", "minus", "negate", "times", "divide", "fma", "fnma", "contract", "sum_log1p", "scatter_add", "output"};

}  // namespace gradsmith::tests
