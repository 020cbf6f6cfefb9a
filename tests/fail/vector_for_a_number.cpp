// error: lambda is a number, but a vector is bound to it
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
constexpr auto lambda = gs::input<"lambda">;
constexpr auto loss = square(a - 1) + lambda * square(a);
}  // namespace

auto fit(std::vector<double> const& weights) {
#ifdef FIXED
  return gs::bind<loss>(lambda = weights[0]);
#else
  return gs::bind<loss>(lambda = weights);
#endif
}
