// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile cost of a network with one hidden layer: value and all gradients.
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace network {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto c = gs::axis<"c">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i);
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">(c);

constexpr auto h = gs::let([] { return relu(sum(j, w1 * x) + b1); });
constexpr auto z = gs::let([] { return sum(k, w2 * h) + b2; });
constexpr auto loss = mean(i, -pick(c, log_softmax(c, z), label));

}  // namespace network

float evaluate(gs::array_view<float const, 2> data, std::span<int const> labels, gs::array_view<float const, 2> first,
               std::span<float const> first_bias, gs::array_view<float const, 2> second, std::span<float const> second_bias) {
  using namespace network;
  auto const results = gs::compile<loss, gradient(loss)>(x = data, label = labels, w1 = first, b1 = first_bias, w2 = second,
                                                         b2 = second_bias);
  return results.template get<0>() + results.template get<1>()[0];
}
