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
#include "support/random/special.hpp"

namespace gradsmith::tests {

/// Where an argument has to lie: each letter is one argument.
///   a anywhere, p positive, n negative, u within (-1, 1), f within (0, 1), o beyond 1, m beyond -1, s within [-3, 3],
///   c a condition, g positive, also where others may leave their domain,
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
inline long double from_one(dual const* x) { return std::abs(std::abs(x[0].value.value) - 1); }
inline dual holds(bool condition) { return condition ? 1 : 0; }
inline long double plain(dual const& x) { return x.value.value; }
inline dual part_right_of(long double edge, dual const& x, dual const& right, dual const& left) { return plain(x) > edge ? right : left; }
inline dual clamped(dual const& x, dual const& low, dual const& high) { return plain(x) < plain(low) ? (plain(low) < plain(high) ? low : high) : plain(x) < plain(high) ? x : high; }
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
      line<o::celu>("celu", "ap", [](x_ x) { return part_right_of(0, x[0], x[0], x[1] * expm1(x[0] / x[1])); }, from_zero),
      line<o::clamp>("clamp", "aaa", [](x_ x) { return clamped(x[0], x[1], x[2]); }, [](x_ x) { return std::min({from_each_other(x), from_each_other(x + 1), std::abs(plain(x[0]) - plain(x[2]))}); }),
      line<o::cos>("cos", "a", [](x_ x) { return cos(x[0]); }),
      line<o::cosh>("cosh", "s", [](x_ x) { return cosh(x[0]); }),
      line<o::cube>("cube", "a", [](x_ x) { return x[0] * x[0] * x[0]; }),
      line<o::difference>("difference", "aa", [](x_ x) { return x[0] - x[1]; }),
      line<o::digamma>("digamma", "g", [](x_ x) { return polygamma(0, x[0]); }),
      line<o::direction>("direction", "aa", [](x_ x) { return x[0] / sqrt(x[0] * x[0] + x[1] * x[1]); }, [](x_ x) { return std::hypot(plain(x[0]), plain(x[1])); }),
      line<o::div>("div", "ap", [](x_ x) { return x[0] / x[1]; }),
      line<o::elu>("elu", "a", [](x_ x) { return part_right_of(0, x[0], x[0], expm1(x[0])); }, from_zero),
      line<o::eq>("eq", "ik", [](x_ x) { return holds(plain(x[0]) == plain(x[1])); }),
      line<o::erf>("erf", "a", [](x_ x) { return erf(x[0]); }),
      line<o::erfc>("erfc", "a", [](x_ x) { return erfc(x[0]); }),
      line<o::erfcx>("erfcx", "a", [](x_ x) { return erfcx(x[0]); }),
      line<o::exp>("exp", "s", [](x_ x) { return exp(x[0]); }),
      line<o::exp2>("exp2", "s", [](x_ x) { return exp(std::log(2.0L) * x[0]); }),
      line<o::expm1>("expm1", "s", [](x_ x) { return expm1(x[0]); }),
      line<o::floor>("floor", "a", [](x_ x) { return dual(std::floor(plain(x[0]))); }, [](x_ x) { return std::abs(plain(x[0]) - std::nearbyint(plain(x[0]))); }),
      line<o::fma>("fma", "aaa", [](x_ x) { return x[0] * x[1] + x[2]; }),
      line<o::ge>("ge", "aa", [](x_ x) { return holds(plain(x[0]) >= plain(x[1])); }, from_each_other),
      line<o::gelu>("gelu", "a", [](x_ x) { return x[0] * normal_cdf(x[0]); }),
      line<o::gelu_tanh>("gelu_tanh", "a", [](x_ x) { return x[0] * sigmoid(2 * sqrt_2 / sqrt_pi * (x[0] + 0.044715L * x[0] * x[0] * x[0])); }),
      line<o::gt>("gt", "aa", [](x_ x) { return holds(plain(x[0]) > plain(x[1])); }, from_each_other),
      line<o::hard_sigmoid>("hard_sigmoid", "a", [](x_ x) { return clamped(x[0] / 6 + 0.5L, 0, 1); }, [](x_ x) { return std::abs(std::abs(plain(x[0])) - 3); }),
      line<o::hard_tanh>("hard_tanh", "a", [](x_ x) { return clamped(x[0], -1, 1); }, from_one),
      line<o::hypot>("hypot", "aa", [](x_ x) { return sqrt(x[0] * x[0] + x[1] * x[1]); }, [](x_ x) { return std::hypot(plain(x[0]), plain(x[1])); }),
      line<o::incidence>("incidence", "ik", [](x_ x) { return holds(plain(x[0]) == plain(x[1])); }),
      line<o::inverse_mills_excess>("inverse_mills_excess", "a", [](x_ x) { return inverse_mills_excess(x[0]); }),
      line<o::inverse_mills_ratio>("inverse_mills_ratio", "a", [](x_ x) { return inverse_mills_ratio(x[0]); }),
      line<o::inversion>("inversion", "aa", [](x_ x) { return x[0] / (x[0] * x[0] + x[1] * x[1]); }, [](x_ x) { return std::hypot(plain(x[0]), plain(x[1])); }),
      line<o::kronecker>("kronecker", "ii", [](x_ x) { return holds(plain(x[0]) == plain(x[1])); }),
      line<o::le>("le", "ik", [](x_ x) { return holds(plain(x[0]) <= plain(x[1])); }),
      line<o::leaky_relu>("leaky_relu", "a", [](x_ x) { return part_right_of(0, x[0], x[0], 0.01L * x[0]); }, from_zero),
      line<o::lgamma>("lgamma", "g", [](x_ x) { return lgamma(x[0]); }),
      line<o::log>("log", "p", [](x_ x) { return log(x[0]); }),
      line<o::log10>("log10", "p", [](x_ x) { return log(x[0]) / std::log(10.0L); }),
      line<o::log1mexp>("log1mexp", "n", [](x_ x) { return log(-expm1(x[0])); }),
      line<o::log1p>("log1p", "m", [](x_ x) { return log1p(x[0]); }),
      line<o::log2>("log2", "p", [](x_ x) { return log(x[0]) / std::log(2.0L); }),
      line<o::log_normal_cdf>("log_normal_cdf", "a", [](x_ x) { return log_normal_cdf(x[0]); }),
      line<o::logaddexp>("logaddexp", "aa", [](x_ x) { return logaddexp(x[0], x[1]); }),
      line<o::logcosh>("logcosh", "a", [](x_ x) { return logcosh(x[0]); }),
      line<o::logical_and>("logical_and", "cc", [](x_ x) { return holds(plain(x[0]) != 0 && plain(x[1]) != 0); }),
      line<o::logical_not>("logical_not", "c", [](x_ x) { return holds(plain(x[0]) == 0); }),
      line<o::logical_or>("logical_or", "cc", [](x_ x) { return holds(plain(x[0]) != 0 || plain(x[1]) != 0); }),
      line<o::logistic_density>("logistic_density", "a", [](x_ x) { return sigmoid(x[0]) * sigmoid(-x[0]); }),
      line<o::logit>("logit", "f", [](x_ x) { return logit(x[0]); }),
      line<o::logit_density>("logit_density", "f", [](x_ x) { return logit_density(x[0]); }),
      line<o::logsigmoid>("logsigmoid", "a", [](x_ x) { return -softplus(-x[0]); }),
      line<o::lt>("lt", "aa", [](x_ x) { return holds(plain(x[0]) < plain(x[1])); }, from_each_other),
      line<o::max>("max", "aa", [](x_ x) { return plain(x[0]) > plain(x[1]) ? x[0] : x[1]; }, from_each_other),
      line<o::min>("min", "aa", [](x_ x) { return plain(x[0]) < plain(x[1]) ? x[0] : x[1]; }, from_each_other),
      line<o::mish>("mish", "a", [](x_ x) { return x[0] * tanh(softplus(x[0])); }),
      line<o::ne>("ne", "ik", [](x_ x) { return holds(plain(x[0]) != plain(x[1])); }),
      line<o::normal_cdf>("normal_cdf", "a", [](x_ x) { return normal_cdf(x[0]); }),
      line<o::pow>("pow", "pa", [](x_ x) { return exp(x[1] * log(x[0])); }),
      line<o::reciprocal>("reciprocal", "p", [](x_ x) { return 1 / x[0]; }),
      line<o::reciprocal_expm1>("reciprocal_expm1", "p", [](x_ x) { return 1 / expm1(x[0]); }),
      line<o::relu>("relu", "a", [](x_ x) { return plain(x[0]) < 0 ? dual(0) : x[0]; }, from_zero),
      line<o::round>("round", "a", [](x_ x) { return dual(std::nearbyint(plain(x[0]))); }, [](x_ x) { return 0.5L - std::abs(plain(x[0]) - std::nearbyint(plain(x[0]))); }),
      line<o::rsqrt>("rsqrt", "p", [](x_ x) { return 1 / sqrt(x[0]); }),
      line<o::scaled_i2erfc>("scaled_i2erfc", "a", [](x_ x) { return scaled_i2erfc(x[0]); }),
      line<o::scaled_ierfc>("scaled_ierfc", "a", [](x_ x) { return scaled_ierfc(x[0]); }),
      line<o::selu>("selu", "a", [](x_ x) { return 1.0507009873554804934193349852946L * part_right_of(0, x[0], x[0], 1.6732632423543772848170429916717L * expm1(x[0])); }, from_zero),
      line<o::sigmoid>("sigmoid", "a", [](x_ x) { return sigmoid(x[0]); }),
      line<o::sign>("sign", "a", [](x_ x) { return dual(plain(x[0]) < 0 ? -1 : 1); }, from_zero),
      line<o::silu>("silu", "a", [](x_ x) { return x[0] * sigmoid(x[0]); }),
      line<o::sin>("sin", "a", [](x_ x) { return sin(x[0]); }),
      line<o::sinh>("sinh", "s", [](x_ x) { return sinh(x[0]); }),
      line<o::softplus>("softplus", "a", [](x_ x) { return softplus(x[0]); }),
      line<o::softsign>("softsign", "a", [](x_ x) { return x[0] / (1 + (plain(x[0]) < 0 ? -x[0] : x[0])); }, from_zero),
      line<o::sqrt>("sqrt", "p", [](x_ x) { return sqrt(x[0]); }),
      line<o::sqrt1pm1>("sqrt1pm1", "m", [](x_ x) { return x[0] / (1 + sqrt(1 + x[0])); }),
      line<o::square>("square", "a", [](x_ x) { return x[0] * x[0]; }),
      line<o::stop_gradient>("stop_gradient", "a", [](x_ x) { return dual(x[0].value, 0, 0, 0); }),
      line<o::tan>("tan", "u", [](x_ x) { return tan(x[0]); }),
      line<o::tanh>("tanh", "a", [](x_ x) { return tanh(x[0]); }),
      line<o::tetragamma>("tetragamma", "g", [](x_ x) { return polygamma(2, x[0]); }),
      line<o::tie_share>("tie_share", "aa", [](x_ x) { return holds(plain(x[0]) > plain(x[1])); }, from_each_other),
      line<o::trigamma>("trigamma", "g", [](x_ x) { return polygamma(1, x[0]); }),
      line<o::circular_segment>("circular_segment", "a", [](x_ x) { return circular_segment(x[0]); }),
      line<o::versine>("versine", "a", [](x_ x) { return versine(x[0]); }),
      line<o::where>("where", "caa", [](x_ x) { return plain(x[0]) != 0 ? x[1] : x[2]; }),
      line<o::xlog1py>("xlog1py", "am", [](x_ x) { return x[0] * log1p(x[1]); }),
      line<o::xlogy>("xlogy", "ap", [](x_ x) { return x[0] * log(x[1]); }),
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

/// Reductions and operations along an axis: `value` fills as many results, one or `count`. Of the arguments, the first
/// has its `count` entries before those of the second.
struct axis_line {
  std::string_view name;
  std::string_view type;
  bool keeps_axis;
  ref (*make)(over, ref const*);
  void (*value)(dual const* x, int count, dual* y);
  long double (*gap)(dual const* x, int count) = nullptr;  // how far the nearest jump or kink is, if it has any
  std::string_view domain = "a";                           // as of elementwise operations
  bool takes_one_axis = keeps_axis;
};

template <class Op>
ref make_along(over axes, ref const* x) {
  if constexpr (Op::arity == 1) return call<Op>(axes, x[0]);
  else return call<Op>(axes, x[0], x[1]);
}
template <class Op>
constexpr axis_line axis_operation(std::string_view type, void (*value)(dual const*, int, dual*), long double (*gap)(dual const*, int) = nullptr, std::string_view domain = "a") {
  return {Op::name, type, ir::info<Op>.kind == ir::form::along, &make_along<Op>, value, gap, domain};
}

/// How near the two nearest of the arguments are: at a tie of greatest or least ones, what is chosen jumps.
inline long double between_nearest(dual const* x, int count) {
  std::vector<long double> all;
  for (int k = 0; k < count; ++k) all.push_back(plain(x[k]));
  for (long double each : all)
    if (std::isnan(each)) return each;
  std::sort(all.begin(), all.end());
  long double least = std::numeric_limits<long double>::infinity();
  for (std::size_t k = 1; k < all.size(); ++k) least = std::min(least, all[k] - all[k - 1]);
  return least;
}
inline long double nearest_to_zero(dual const* x, int count) {
  long double least = std::numeric_limits<long double>::infinity();
  for (int k = 0; k < count; ++k) {
    if (std::isnan(plain(x[k]))) return plain(x[k]);
    least = std::min(least, from_zero(x + k));
  }
  return least;
}
inline dual mean_of(dual const* x, int count) {
  dual total = 0;
  for (int k = 0; k < count; ++k) total = total + x[k];
  return total / count;
}
/// By its gradient 2 (x_k - mean)/n, as the library forms it: (x_k - mean) (u_k - mean of u) would know less of what an
/// error in x_k - mean does.
inline dual variance_of(dual const* x, int count) {
  dual const mean = mean_of(x, count);
  dual total = 0;
  for (int k = 0; k < count; ++k) {
    bounded const d = x[k].value - mean.value, twice = bounded(2) * d;
    total = total + dual(d * d, twice * x[k].along_u, twice * x[k].along_v, twice * x[k].along_both + bounded(2) * x[k].along_u * (x[k].along_v - mean.along_v));
  }
  return total / count;
}
inline dual sum_of_squares(dual const* x, int count) {
  dual total = 0;
  for (int k = 0; k < count; ++k) total = total + x[k] * x[k];
  return total;
}
/// The sum of those of the second argument that the first one, a mask, lets through.
inline dual masked(dual const* x, int count) {
  dual total = 0;
  for (int k = 0; k < count; ++k)
    if (plain(x[k]) != 0) total = total + x[count + k];
  return total;
}
inline int number_of_true(dual const* x, int count) {
  int n = 0;
  for (int k = 0; k < count; ++k) n += plain(x[k]) != 0 ? 1 : 0;
  return n;
}
inline std::vector<dual> magnitudes(dual const* x, int count) {
  std::vector<dual> all;
  for (int k = 0; k < count; ++k) all.push_back(plain(x[k]) < 0 ? -x[k] : x[k]);
  return all;
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
  static auto const position = [](x_ x, int count, bool greatest) {
    int k = 0;
    for (int n = 1; n < count; ++n)
      if (plain(x[n]) != plain(x[k]) && (plain(x[n]) > plain(x[k])) == greatest) k = n;
    return k;
  };
  static auto const one_axis = [](axis_line each) {
    each.takes_one_axis = true;
    return each;
  };
  static std::vector<axis_line> const all{
      axis_operation<o::sum>("sum", [](x_ x, int count, dual* y) { for (int k = 0; k < count; ++k) y[0] = k == 0 ? x[0] : y[0] + x[k]; }),
      axis_operation<o::mean>("mean", [](x_ x, int count, dual* y) { y[0] = mean_of(x, count); }),
      axis_operation<o::prod>("prod", [](x_ x, int count, dual* y) {
        for (int k = 0; k < count; ++k) y[0] = k == 0 ? x[0] : y[0] * x[k];
        // The derivative of y/x_k by x_k is a difference, as op/prod.hpp says.
        for (int k = 0; k < count; ++k)
          if (plain(x[k]) != 0) y[0].along_both.error += std::abs(plain(y[0]) * x[k].along_u.value * x[k].along_v.value / (plain(x[k]) * plain(x[k])));
      }),
      axis_operation<o::variance>("variance", [](x_ x, int count, dual* y) { y[0] = variance_of(x, count); }),
      axis_operation<o::standard_deviation>("standard_deviation", [](x_ x, int count, dual* y) { y[0] = sqrt(variance_of(x, count)); }, [](x_ x, int count) { return std::sqrt(plain(variance_of(x, count))); }),
      axis_operation<o::norm1>("norm1", [](x_ x, int count, dual* y) {
        y[0] = 0;
        for (dual const& each : magnitudes(x, count)) y[0] = y[0] + each;
      }, nearest_to_zero),
      axis_operation<o::norm2>("norm2", [](x_ x, int count, dual* y) { y[0] = sqrt(sum_of_squares(x, count)); }, [](x_ x, int count) { return std::sqrt(plain(sum_of_squares(x, count))); }),
      axis_operation<o::norm_inf>("norm_inf", [](x_ x, int count, dual* y) {
        auto const sizes = magnitudes(x, count);
        y[0] = sizes[static_cast<std::size_t>(position(sizes.data(), count, true))];
      }, [](x_ x, int count) { return std::min(nearest_to_zero(x, count), between_nearest(magnitudes(x, count).data(), count)); }),
      one_axis(axis_operation<o::argmax>("argmax", [](x_ x, int count, dual* y) { y[0] = position(x, count, true); }, between_nearest)),
      one_axis(axis_operation<o::argmin>("argmin", [](x_ x, int count, dual* y) { y[0] = position(x, count, false); }, between_nearest)),
      axis_operation<o::count>("count", [](x_ x, int count, dual* y) { y[0] = number_of_true(x, count); }, nullptr, "c"),
      axis_operation<o::masked_sum>("masked_sum", [](x_ x, int count, dual* y) { y[0] = masked(x, count); }, nullptr, "ca"),
      axis_operation<o::masked_mean>("masked_mean", [](x_ x, int count, dual* y) { y[0] = masked(x, count) / number_of_true(x, count); }, nullptr, "ca"),
      axis_operation<o::weighted_mean>("weighted_mean", [](x_ x, int count, dual* y) {
        dual total = 0, weights = 0;
        for (int k = 0; k < count; ++k) total = total + x[k] * x[count + k], weights = weights + x[k];
        y[0] = total / weights;
      }, nullptr, "pa"),
      axis_operation<o::max_over>("max_over", [](x_ x, int count, dual* y) { y[0] = x[position(x, count, true)]; }, between_nearest),
      axis_operation<o::min_over>("min_over", [](x_ x, int count, dual* y) { y[0] = x[position(x, count, false)]; }, between_nearest),
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
inline constexpr std::string_view made_by_passes[]{"polygamma", "plus", "minus", "rounded_minus", "minus_abs", "negated_times", "exp_of_nonpositive", "negate", "times", "divide", "fnma", "contract", "sum_log1p", "scatter_add", "output", "clip", "great_part", "small_part", "scaled_root"};

}  // namespace gradsmith::tests
