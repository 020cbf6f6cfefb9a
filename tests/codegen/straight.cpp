// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Small and fixed: a function of two numbers and one of a vector of three, with their gradients, through `into` and
// through a bound problem. What is compiled is the formula: no call, no loop, no memory but arguments and results.
// straight: two_numbers
// straight: three_entries
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace {

constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto rosenbrock = square(1 - x) + 100 * square(y - square(x));
constexpr auto of_two = gs::compile<rosenbrock, gradient(rosenbrock)>;

constexpr auto a = gs::axis<"a", 3>;
constexpr auto v = gs::param<"v">(a);
constexpr auto c = gs::input<"c">(a);
constexpr auto distance = sqrt(sum(a, square(v - c))) * pick(a, v, 1);
constexpr auto of_three = gs::compile<distance, gradient(distance)>;

}  // namespace

extern "C" void two_numbers(void* memory, double at_x, double at_y, double* out) {
  using workspace = decltype(of_two.workspace(x = 0.0, y = 0.0));
  of_two.into(*static_cast<workspace*>(memory), out[0], out[1], out[2])(x = at_x, y = at_y);
}

extern "C" void three_entries(void* memory, double const* at, double const* centre, double* value, double* slope) {
  using three = std::span<double const, 3>;
  using workspace = decltype(of_three.workspace(v = three(at, 3), c = three(centre, 3)));
  std::span<double, 3> slopes(slope, 3);
  of_three.into(*static_cast<workspace*>(memory), *value, slopes)(v = three(at, 3), c = three(centre, 3));
}
