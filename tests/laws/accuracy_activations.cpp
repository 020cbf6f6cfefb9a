// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The largest errors of activations, and of what clips and rounds.
#include "laws/accuracy.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::accuracy;
namespace gs = gradsmith;

TEST_CASE_TEMPLATE("accuracy: activations that are linear for positive numbers", T, double, float) {
  auto const a = anything<T>();
  auto const [leaky, exponential, scaled, ratio] = programs<gs::leaky_relu(x), gs::elu(x), gs::selu(x), gs::softsign(x)>(x = a);
  measure<T>("leaky_relu", leaky, a, a, [](auto v, auto) { return v > 0 ? v : v / 100; });
  measure<T>("elu", exponential, a, a, [](auto v, auto) { return v > 0 ? v : std::expm1(v); });
  measure<T>("selu", scaled, a, a, [](auto v, auto) {
    using R = decltype(v);
    R const scale = R(1.0507009873554804934193349852946L), alpha = R(1.6732632423543772848170429916717L);
    return v > 0 ? scale * v : scale * alpha * std::expm1(v);
  });
  measure<T>("softsign", ratio, a, a, [](auto v, auto) { return v / (1 + std::abs(v)); });
  auto b = shuffled(a);
  // Where a/b underflows, the digits of a are lost.
  for (std::size_t k = 0; k < a.size(); ++k)
    if (b[k] = std::abs(b[k]); !(std::abs(a[k] / b[k]) > std::numeric_limits<T>::min())) b[k] = 1;
  auto const [continuous] = programs<gs::celu(x, y)>(x = a, y = b);
  measure<T>("celu", continuous, a, b, [](auto v, auto w) { return v > 0 ? v : w * std::expm1(v / w); });
}

TEST_CASE_TEMPLATE("accuracy: activations with a gate", T, double, float) {
  // Further to the left the gate is a subnormal number, whose rounding x multiplies.
  auto const from = [](double in_double, double in_float) {
    auto points_there = anything<T>();
    for (T& each : points_there)
      if (each < (sizeof(T) == 8 ? in_double : in_float)) each = -each;
    return points_there;
  };
  auto const a = from(-700, -85), b = from(-37, -12.5), c = from(-21, -10);
  auto const [logistic, hyperbolic] = programs<gs::silu(x), gs::mish(x)>(x = a);
  auto const [normal] = programs<gs::gelu(x)>(x = b);
  auto const [approximate] = programs<gs::gelu_tanh(x)>(x = c);
  measure<T>("silu", logistic, a, a, [](auto v, auto) { return v / (1 + std::exp(-v)); });
  measure<T>("mish", hyperbolic, a, a, [](auto v, auto) { return v * std::tanh(std::log1p(std::exp(v))); });
  measure<T>("gelu", normal, b, b, [](auto v, auto) {
    using R = decltype(v);
    return v * std::erfc(-v * R(0.707106781186547524400844362104849039L)) / 2;
  });
  measure<T>("gelu_tanh", approximate, c, c, [](auto v, auto) {
    using R = decltype(v);
    return v / (1 + std::exp(-R(1.595769121605730711759542397831834147L) * (v + R(0.044715L) * v * v * v)));
  });
}

TEST_CASE_TEMPLATE("accuracy: clipping and rounding", T, double, float) {
  auto const a = anything<T>();
  auto const b = shuffled(a);
  auto const [clipped, hyperbolic, logistic] = programs<gs::clamp(x, y, 1), gs::hard_tanh(x), gs::hard_sigmoid(x)>(x = a, y = b);
  measure<T>("clamp", clipped, a, b, [](auto v, auto w) { return std::min(std::max(v, w), decltype(v)(1)); });
  measure<T>("hard_tanh", hyperbolic, a, a, [](auto v, auto) { return std::clamp(v, decltype(v)(-1), decltype(v)(1)); });
  measure<T>("hard_sigmoid", logistic, a, a, [](auto v, auto) { return std::clamp(v + 3, decltype(v)(0), decltype(v)(6)) / 6; });
  auto const [down, nearest, held] = programs<gs::floor(x), gs::round(x), gs::stop_gradient(x)>(x = a);
  measure<T>("floor", down, a, a, [](auto v, auto) { return std::floor(v); });
  measure<T>("round", nearest, a, a, [](auto v, auto) { return std::nearbyint(v); });
  measure<T>("stop_gradient", held, a, a, [](auto v, auto) { return v; });
}
