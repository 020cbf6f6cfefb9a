// error: in_parallel\(f, executor\): f is what bind, bind_residuals or compile made, and this is none of these
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
  auto const f = gs::in_parallel(gs::compile<loss>, gs::serial{});
  auto [value] = f(a = 1.0, y = data);
  return value;
#else
  gs::in_parallel(loss, gs::serial{});
  return data[0];
#endif
}
