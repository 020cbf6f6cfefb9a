// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A number with its derivatives along two directions u and v, and along both: u'g, v'g and u'Hv of a formula, from the
// formula alone, forwards.
#pragma once

#include "support/random/bounded.hpp"

namespace gradsmith::tests {

struct dual {
  bounded value, along_u, along_v, along_both;

  dual() = default;
  dual(long double constant) : value(constant) {}
  dual(bounded const& f, bounded const& u, bounded const& v, bounded const& both) : value(f), along_u(u), along_v(v), along_both(both) {}

  /// The sum of what two ways through the formula give. A program that goes backwards multiplies each by all that follows
  /// before they meet: where they cancel, the rounding of each remains.
  static bounded met(bounded const& a, bounded const& b) {
    long double const v = a.value + b.value;
    return {v, a.error + b.error + std::abs(a.value) + std::abs(b.value)};
  }

  /// f(x), given the value of f and its first two derivatives there.
  static dual of(dual const& x, bounded const& f, bounded const& slope, bounded const& curvature) {
    return {f, slope * x.along_u, slope * x.along_v, slope * x.along_both + curvature * (x.along_u * x.along_v)};
  }

  /// f(a, b), given the value of f, its slopes and its second derivatives by a twice, by both, and by b twice.
  static dual of(dual const& a, dual const& b, bounded const& f, bounded const& fa, bounded const& fb, bounded const& faa, bounded const& fab, bounded const& fbb) {
    return {f, fa * a.along_u + fb * b.along_u, fa * a.along_v + fb * b.along_v,
            fa * a.along_both + fb * b.along_both + faa * (a.along_u * a.along_v) + fbb * (b.along_u * b.along_v) +
                fab * (a.along_u * b.along_v) + fab * (b.along_u * a.along_v)};
  }

  friend dual operator-(dual const& a) { return {-a.value, -a.along_u, -a.along_v, -a.along_both}; }
  friend dual operator+(dual const& a, dual const& b) {
    return {a.value + b.value, met(a.along_u, b.along_u), met(a.along_v, b.along_v), met(a.along_both, b.along_both)};
  }
  friend dual operator-(dual const& a, dual const& b) { return a + -b; }
  friend dual operator*(dual const& a, dual const& b) {
    return {a.value * b.value, a.along_u * b.value + a.value * b.along_u, a.along_v * b.value + a.value * b.along_v,
            a.along_both * b.value + a.along_u * b.along_v + a.along_v * b.along_u + a.value * b.along_both};
  }
  friend dual operator/(dual const& a, dual const& b) {
    bounded const r = bounded(1) / b.value;
    return a * dual::of(b, r, -r * r, bounded(2) * r * r * r);
  }
};

inline dual exp(dual const& x) {
  bounded const e = exp(x.value);
  return dual::of(x, e, e, e);
}
inline dual log(dual const& x) {
  bounded const r = bounded(1) / x.value;
  return dual::of(x, log(x.value), r, -r * r);
}
inline dual log1p(dual const& x) {
  bounded const r = bounded(1) / (bounded(1) + x.value);
  return dual::of(x, log1p(x.value), r, -r * r);
}
inline dual expm1(dual const& x) {
  bounded const e = exp(x.value);
  return dual::of(x, expm1(x.value), e, e);
}
inline dual sqrt(dual const& x) {
  bounded const s = sqrt(x.value);
  bounded const slope = bounded(0.5L) / s;
  return dual::of(x, s, slope, bounded(-0.5L) * slope / x.value);
}
inline dual sin(dual const& x) { return dual::of(x, sin(x.value), cos(x.value), -sin(x.value)); }
inline dual cos(dual const& x) { return dual::of(x, cos(x.value), -sin(x.value), -cos(x.value)); }
inline dual sinh(dual const& x) { return dual::of(x, sinh(x.value), cosh(x.value), sinh(x.value)); }
inline dual cosh(dual const& x) { return dual::of(x, cosh(x.value), sinh(x.value), cosh(x.value)); }
inline dual tan(dual const& x) {
  bounded const t = tan(x.value);
  bounded const slope = bounded(1) + t * t;
  return dual::of(x, t, slope, bounded(2) * t * slope);
}
inline dual tanh(dual const& x) {
  bounded const c = bounded(1) / cosh(x.value);
  return dual::of(x, tanh(x.value), c * c, bounded(-2) * tanh(x.value) * c * c);
}
inline dual asin(dual const& x) {
  bounded const r = bounded(1) / sqrt((bounded(1) - x.value) * (bounded(1) + x.value));
  return dual::of(x, asin(x.value), r, x.value * r * r * r);
}
inline dual acos(dual const& x) {
  bounded const r = bounded(1) / sqrt((bounded(1) - x.value) * (bounded(1) + x.value));
  return dual::of(x, acos(x.value), -r, -(x.value * r * r * r));
}
inline dual atan(dual const& x) {
  bounded const r = bounded(1) / (bounded(1) + x.value * x.value);
  return dual::of(x, atan(x.value), r, bounded(-2) * x.value * r * r);
}
inline dual asinh(dual const& x) {
  bounded const r = bounded(1) / sqrt(bounded(1) + x.value * x.value);
  return dual::of(x, asinh(x.value), r, -(x.value * r * r * r));
}
inline dual acosh(dual const& x) {
  bounded const r = bounded(1) / sqrt((x.value - bounded(1)) * (x.value + bounded(1)));
  return dual::of(x, acosh(x.value), r, -(x.value * r * r * r));
}
inline dual atanh(dual const& x) {
  bounded const r = bounded(1) / ((bounded(1) - x.value) * (bounded(1) + x.value));
  return dual::of(x, atanh(x.value), r, bounded(2) * x.value * r * r);
}
inline dual cbrt(dual const& x) {
  bounded const c = cbrt(x.value);
  bounded const slope = bounded(1) / (bounded(3) * c * c);
  return dual::of(x, c, slope, bounded(-2) * slope / (bounded(3) * x.value));
}
inline dual sigmoid(dual const& x) {
  bounded const s = bounded(1) / (bounded(1) + exp(-x.value)), t = bounded(1) / (bounded(1) + exp(x.value));
  return dual::of(x, s, s * t, s * t * (t - s));
}
inline dual logit(dual const& x) {
  long double const f = std::log1p((2 * x.value.value - 1) / (1 - x.value.value));  // around 1/2 too
  bounded const r = bounded(1) / (x.value * (bounded(1) - x.value));
  return dual::of(x, bounded::of(x.value, f, r.value), r, (bounded(2) * x.value - bounded(1)) * r * r);
}
/// The derivative of logit.
inline dual logit_density(dual const& x) {
  bounded const r = bounded(1) / (x.value * (bounded(1) - x.value)), d = bounded(2) * x.value - bounded(1);
  return dual::of(x, r, d * r * r, bounded(2) * r * r + bounded(2) * d * d * r * r * r);
}
/// 1 - cos(x)
inline dual versine(dual const& x) {
  bounded const half = sin(bounded(0.5L) * x.value);
  return dual::of(x, bounded(2) * half * half, sin(x.value), cos(x.value));
}
/// x - sin(x)
inline dual circular_segment(dual const& x) {
  bounded const half = sin(bounded(0.5L) * x.value), y = x.value - sin(x.value);
  long double const squared = x.value.value * x.value.value;
  long double term = x.value.value * squared / 6, series = term;
  for (int k = 4; k < 24; k += 2) series += term *= -squared / static_cast<long double>(k * (k + 1));
  return dual::of(x, bounded::of(x.value, std::abs(x.value.value) < 1 ? series : y.value, (bounded(2) * half * half).value), bounded(2) * half * half, sin(x.value));
}
inline dual softplus(dual const& x) {
  bounded const s = sigmoid(dual(x.value, 0, 0, 0)).value, t = sigmoid(dual(-x.value, 0, 0, 0)).value;
  bounded const f = x.value.value > 0 ? x.value + log1p(exp(-x.value)) : log1p(exp(x.value));
  return dual::of(x, f, s, s * t);
}

/// By the derivatives of two arguments: those of softplus(b - a) would know less of what cancels between a and b.
inline dual logaddexp(dual const& a, dual const& b) {
  bounded const s = sigmoid(dual(a.value - b.value, 0, 0, 0)).value, t = sigmoid(dual(b.value - a.value, 0, 0, 0)).value;
  bounded const f = a.value.value > b.value.value ? a.value + log1p(exp(b.value - a.value)) : b.value + log1p(exp(a.value - b.value));
  return dual::of(a, b, f, s, t, s * t, -(s * t), s * t);
}

}  // namespace gradsmith::tests
