// error: the extent of the axis r is not known, because no array that is bound has it; add r = ... to the arguments
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto t = gs::axis<"t">;
constexpr auto r = gs::axis<"r">;
constexpr auto a = gs::param<"a">;
constexpr auto x = gs::input<"x">(t);
constexpr auto loss = mean(r, square(x(r + 1) - a * x(r)));
}  // namespace

auto fit(std::vector<double> const& series) {
#ifdef FIXED
  return gs::bind<loss>(x = series, r = series.size() - 1);
#else
  return gs::bind<loss>(x = series);
#endif
}
