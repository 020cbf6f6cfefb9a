// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Value and gradients of a network with one hidden layer, in float.
// hot: network_value_and_gradient
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace {

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

using program = gs::compiled<gs::parsed<loss, gradient(loss)>>;

}  // namespace

extern "C" void network_value_and_gradient(void* context) {
  gs::emit::run(*static_cast<gs::emit::context<program, float>*>(context));
}
