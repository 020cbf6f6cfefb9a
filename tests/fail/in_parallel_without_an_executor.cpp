// error: in_parallel\(f, executor\): the second argument runs work in threads, as gs::threads\{2\} or gs::serial\{\} does, and this is no executor
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/in_parallel.hpp>
#include <vector>

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, square(a - y));

double evaluate(std::vector<double> const& data) {
#ifdef FIXED
  auto f = gs::in_parallel(gs::bind<loss>(y = data), gs::serial{});
#else
  auto f = gs::in_parallel(gs::bind<loss>(y = data), 2);
#endif
  return f.value({1.0});
}
