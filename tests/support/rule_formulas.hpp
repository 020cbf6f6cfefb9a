// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Random formulas in which rules find something to do, and graphs evaluated in numbers of any precision.
#pragma once

#include "support/exact.hpp"
#include "support/formulas.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace gradsmith::tests {

// Twice the digits that are compared: 1 - erf(x) loses those that erfc(x) is small by.
using digits = boost::multiprecision::cpp_bin_float_100;
using exact = ir::evaluation<exact_arithmetic<digits>>;
using rough = ir::evaluation<exact_arithmetic<long double>>;

inline vec<int> extents_of(int count) {
  vec<int> extents;
  for (int a = 0; a < ir::max_axes; ++a) extents.push_back(count);
  return extents;
}

template <class T>
bool close(T const& a, T const& b, T const& tolerance) {
  using std::abs;
  if (a != a || b != b) return a != a && b != b;
  if (a == b) return true;
  return abs(a - b) <= tolerance * (abs(a) + abs(b) + T(1e-30));
}

// ---- random formulas

class rule_formulas {
 public:
  rule_formulas(builder& b, std::mt19937& random) : b_(b), random_(random), i_(b.axis("i")), k_(b.axis("k")) {
    leaves_ = {b.symbol("a"), b.symbol("b"), b.symbol("x", {i_}), b.symbol("z", {k_}), b.symbol("w", {i_, k_}), b.number(1), b.number(-2), b.number(0.5)};
  }
  ref operator()(int depth) {
    if (depth == 0 || pick(8) == 0) return leaves_[pick(leaves_.size())];
    ref const x = (*this)(depth - 1);
    switch (pick(36)) {
      case 0: return exp(x);
      case 1: return log(1 + exp(x));
      case 2: return log(square(x) + 1);
      case 3: return 1 / (1 + exp(-x));
      case 4: return sigmoid(x);
      case 5: return softplus(x);
      case 6: return tanh(x);
      case 7: return sqrt(square(x) + 1);
      case 8: return sqrt(1 + square(x)) - 1;
      case 9: return abs(x);
      case 10: return relu(x);
      case 11: return where(gt(x, 0), (*this)(depth - 1), 0);
      case 12: return where(gt(x, 0), x, (*this)(depth - 1));
      case 13: return expm1(x);
      case 14: return log1p(exp(x));
      case 15: return exp(log(abs(x)));
      case 16: return (x.axes() & k_.axes) != 0 ? log(sum(k_, exp(x))) : square(x);
      case 17: return (x.axes() & k_.axes) != 0 ? exp(x) / sum(k_, exp(x)) : 1 - sigmoid(x);
      case 18: return (x.axes() & i_.axes) != 0 ? mean(i_, x) : -x;
      case 19: return (x.axes() & k_.axes) != 0 ? x - logsumexp(k_, x) : exp(x) * sigmoid(-x);
      case 20: return (x.axes() & k_.axes) != 0 ? pick_axis(x) : log(sigmoid(x));
      case 21: return (x.axes() & i_.axes) != 0 ? max(i_, x) : max(x, (*this)(depth - 1));
      case 22: return x * (*this)(depth - 1);
      case 23: return x / (1 + square((*this)(depth - 1)));
      case 24: return square(x) - square((*this)(depth - 1));
      case 25: return (x.axes() & k_.axes) != 0 ? sum(k_, x * leaves_[3]) : x + (*this)(depth - 1);
      case 26: return log(cosh(x));
      case 27: return exp(x) / (exp(x) + exp((*this)(depth - 1)));
      case 28: return log((x + sqrt(1 + square(x))) * sigmoid((*this)(depth - 1)));
      case 29: return (exp(x) - exp(-x)) / (exp(x) + exp(-x));
      case 30: return (x.axes() & k_.axes) != 0 ? mean(k_, square(x + leaves_[3])) - square(mean(k_, x + leaves_[3])) : x - x * cos((*this)(depth - 1));
      case 31: return (x.axes() & k_.axes) != 0 ? exp(x) / (1 + sum(k_, exp(x))) : log(abs(x) * exp((*this)(depth - 1)));
      default: return (pick(2) == 0 ? 1.0 : -0.5) * x + (*this)(depth - 1);
    }
  }

 private:
  std::size_t pick(std::size_t n) { return random_() % n; }
  ref pick_axis(ref x) { return gradsmith::pick(k_, x, b_.symbol("label", {i_}, ir::role::input)); }

  builder& b_;
  std::mt19937& random_;
  over i_, k_;
  std::vector<ref> leaves_;
};

/// A value for each element of each symbol, whatever the number type.
struct values {
  unsigned seed;
  double nudge = 0;

  double operator()(ir::graph_view const& g, ir::node const& n, ir::position const& where) const {
    std::string_view const name = g.symbols[n.tag].name;
    std::uint64_t h = ir::hash_text(name) + seed;
    for (int d = 0; d < n.count; ++d) h = (h ^ static_cast<unsigned>(where.along[g.nodes[g.edges[n.first + d].node].tag])) * 0x9E3779B97F4A7C15u + (h >> 29);
    h ^= h >> 31;
    if (name == "label") return static_cast<double>(h % 3);
    double const u = static_cast<double>(h % 20011) / 20011 * 4 - 2;
    return u * (1 + nudge * static_cast<double>(static_cast<int>(h / 7 % 3) - 1));
  }
};

template <class Evaluation>
auto run(ir::graph const& g, values const& v) {
  ir::graph_view const view = view_of(g);
  return Evaluation(view, extents_of(3), [&](ir::node const& n, ir::position const& where) { return typename Evaluation::number(v(view, n, where)); });
}

}  // namespace gradsmith::tests
