// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The loop of logistic regression, value and gradient: full-width vectors, fused multiply-adds, no call of
// a mathematical function, no allocation.
// hot: logistic_value_and_gradient
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, log(1 + exp(-y * (sum(j, w * x) + b))));

using program = gs::compiled<gs::parsed<loss, gradient(loss)>>;

}  // namespace

extern "C" void logistic_value_and_gradient(void* context) {
  gs::emit::run(*static_cast<gs::emit::context<program, double>*>(context));
}
