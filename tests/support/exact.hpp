// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What the operations mean in a type of numbers with more digits than a double: for support/evaluate.hpp.
#pragma once

#include "support/erfc.hpp"
#include "support/evaluate.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gradsmith::tests {

/// Elementwise operations, reductions and operations along an axis, by name.
template <class T>
struct exact_arithmetic {
  using number = T;
  using elementwise_function = T (*)(T const*);

  static T elementwise(ir::operation const& op, T const* x) { return find(elementwise_table(), op.name)(x); }
  static T reduce(ir::operation const& op, T const* const* x, int count) {
    using std::sqrt;
    T total = op.name == "max" ? -infinity() : op.name == "min" ? infinity() : op.name == "prod" ? T(1) : T(0);
    for (int n = 0; n < count; ++n) {
      T const& e = x[0][n];
      if (op.name == "sum") total += e;
      else if (op.name == "prod") total *= e;
      else if (op.name == "norm2") total += e * e;
      else if (op.name == "max") total = total != total || e != e ? T(e + total) : e > total ? e : total;
      else if (op.name == "min") total = total != total || e != e ? T(e + total) : e < total ? e : total;
      else if (op.name != "logsumexp") throw std::out_of_range("no exact reduction " + std::string(op.name));
    }
    return op.name == "logsumexp" ? log_sum_exp(x[0], count) : op.name == "norm2" ? T(sqrt(total)) : total;
  }
  static void along(ir::operation const& op, T const* x, T* y, int count) {
    T const total = log_sum_exp(x, count);
    for (int n = 0; n < count; ++n) {
      using std::exp, std::expm1;
      if (op.name == "softmax") y[n] = exp(x[n] - total);
      else if (op.name == "log_softmax") y[n] = x[n] - total;
      else if (op.name == "softmax_complement") y[n] = -expm1(x[n] - total);
      else throw std::out_of_range("no exact operation along an axis " + std::string(op.name));
    }
  }
  static bool knows(std::string_view name) { return elementwise_table().contains(name); }

 private:
  static T infinity() { return std::numeric_limits<T>::infinity(); }
  static T nan() { return std::numeric_limits<T>::quiet_NaN(); }
  static T log_sum_exp(T const* x, int count) {
    using std::exp, std::log;
    T most = -infinity();
    for (int n = 0; n < count; ++n) {
      if (x[n] != x[n]) return nan();
      if (x[n] > most) most = x[n];
    }
    if (most == infinity() || most == -infinity()) return most;
    T total = 0;
    for (int n = 0; n < count; ++n) total += exp(x[n] - most);
    return most + log(total);
  }
  static T sigmoid(T const& x) {
    using std::exp;
    if (x < 0) return exp(x) / (1 + exp(x));
    return 1 / (1 + exp(-x));
  }
  static T normal_cdf(T const& x) {
    using std::sqrt;
    return exact_erfc(T(-x / sqrt(T(2)))) / 2;
  }
  static T compare(bool holds) { return holds ? T(1) : T(0); }

  template <class Table>
  static auto find(Table const& table, std::string_view name) {
    auto const found = table.find(name);
    if (found == table.end()) throw std::out_of_range("no exact operation " + std::string(name));
    return found->second;
  }
  static std::map<std::string_view, elementwise_function> const& elementwise_table() {
    using std::cos, std::exp, std::expm1, std::log, std::log1p, std::pow, std::sin, std::sqrt, std::tanh;
    static std::map<std::string_view, elementwise_function> const table{
        {"abs", [](T const* x) { return x[0] < 0 ? T(-x[0]) : x[0]; }},
        {"exp", [](T const* x) { return T(exp(x[0])); }},
        {"exp2", [](T const* x) { return T(pow(T(2), x[0])); }},
        {"expm1", [](T const* x) { return T(expm1(x[0])); }},
        {"log", [](T const* x) { return x[0] < 0 ? nan() : T(log(x[0])); }},
        {"log2", [](T const* x) { return x[0] < 0 ? nan() : T(log(x[0]) / log(T(2))); }},
        {"logit", [](T const* x) { return x[0] < 0 || x[0] > 1 ? nan() : T(log(x[0] / (1 - x[0]))); }},
        {"log1p", [](T const* x) { return x[0] < -1 ? nan() : x[0] == -1 ? T(-infinity()) : T(log1p(x[0])); }},
        {"log1mexp", [](T const* x) { return x[0] > 0 ? nan() : x[0] == 0 ? T(-infinity()) : T(log(-expm1(x[0]))); }},
        {"reciprocal_expm1", [](T const* x) { return T(1 / expm1(x[0])); }},
        {"sqrt", [](T const* x) { return x[0] < 0 ? nan() : T(sqrt(x[0])); }},
        {"sin", [](T const* x) { return T(sin(x[0])); }},
        {"cos", [](T const* x) { return T(cos(x[0])); }},
        {"versine", [](T const* x) { return T(2 * sin(x[0] / 2) * sin(x[0] / 2)); }},
        {"circular_segment", [](T const* x) { return T(x[0] - sin(x[0])); }},
        {"sqrt1pm1", [](T const* x) { return x[0] < -1 ? nan() : T(x[0] / (1 + sqrt(1 + x[0]))); }},
        {"sinh", [](T const* x) { return T((exp(x[0]) - exp(-x[0])) / 2); }},
        {"cosh", [](T const* x) { return T((exp(x[0]) + exp(-x[0])) / 2); }},
        {"logcosh", [](T const* x) { return T(log((exp(x[0]) + exp(-x[0])) / 2)); }},
        {"logit_density", [](T const* x) { return T(1 / x[0] / (1 - x[0])); }},
        {"hypot", [](T const* x) { return T(sqrt(x[0] * x[0] + x[1] * x[1])); }},
        {"tanh", [](T const* x) { return T(tanh(x[0])); }},
        {"sigmoid", [](T const* x) { return sigmoid(x[0]); }},
        {"logistic_density", [](T const* x) { return T(sigmoid(x[0]) * sigmoid(-x[0])); }},
        {"softplus", [](T const* x) { return T((x[0] > 0 ? x[0] : T(0)) + log1p(exp(x[0] > 0 ? T(-x[0]) : x[0]))); }},
        {"erf", [](T const* x) { return exact_erf(x[0]); }},
        {"erfc", [](T const* x) { return exact_erfc(x[0]); }},
        {"erfcx", [](T const* x) { return T(exp(x[0] * x[0]) * exact_erfc(x[0])); }},
        {"normal_cdf", [](T const* x) { return normal_cdf(x[0]); }},
        {"log_normal_cdf", [](T const* x) { return T(log(normal_cdf(x[0]))); }},
        {"logaddexp",
         [](T const* x) {
           T const d = x[0] > x[1] ? T(x[1] - x[0]) : T(x[0] - x[1]);
           return x[0] == x[1] ? T(x[0] + log(T(2))) : T((x[0] > x[1] ? x[0] : x[1]) + log1p(exp(d)));
         }},
        {"difference", [](T const* x) { return x[0] == x[1] ? T(0) : T(x[0] - x[1]); }},
        {"sign", [](T const* x) { return x[0] > 0 ? T(1) : x[0] < 0 ? T(-1) : x[0]; }},
        {"relu", [](T const* x) { return x[0] < 0 ? T(0) : x[0]; }},
        {"max", [](T const* x) { return x[0] != x[0] || x[1] != x[1] ? nan() : x[0] > x[1] ? x[0] : x[1]; }},
        {"min", [](T const* x) { return x[0] != x[0] || x[1] != x[1] ? nan() : x[0] < x[1] ? x[0] : x[1]; }},
        {"pow", [](T const* x) { return T(pow(x[0], x[1])); }},
        {"tie_share", [](T const* x) { return x[0] > x[1] ? T(1) : x[0] < x[1] ? T(0) : T(0.5); }},
        {"where", [](T const* x) { return x[0] != 0 ? x[1] : x[2]; }},
        {"kronecker", [](T const* x) { return compare(x[0] == x[1]); }},
        {"eq", [](T const* x) { return compare(x[0] == x[1]); }},
        {"ne", [](T const* x) { return compare(x[0] != x[1]); }},
        {"lt", [](T const* x) { return compare(x[0] < x[1]); }},
        {"le", [](T const* x) { return compare(x[0] <= x[1]); }},
        {"gt", [](T const* x) { return compare(x[0] > x[1]); }},
        {"ge", [](T const* x) { return compare(x[0] >= x[1]); }},
    };
    return table;
  }
};

}  // namespace gradsmith::tests
