// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Rules of the user's: they apply wherever the library's do, to derivatives as well, and only where they are asked for.
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace gs = gradsmith;

namespace {

struct pythagoras {
  static constexpr auto rules() {
    return gs::parse_rules(gs::rule{"sin(x)^2+cos(x)^2 -> 1", gs::validity::reals,
                                    [](gs::ref x) { return (square(sin(x)) + square(cos(x))) >> 1; }});
  }
};
struct half_angle {
  static constexpr auto rules() {
    return gs::parse_rules(gs::rule{"sin(x)*cos(x) -> sin(2*x)/2", gs::validity::reals,
                                    [](gs::ref x) { return sin(x) * cos(x) >> 0.5 * sin(2 * x); }});
  }
};

constexpr auto i = gs::axis<"i">;
constexpr auto w = gs::param<"w">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, square(sin(w * x)) + y);
constexpr auto inside = gs::let([] { return gs::with_rules<half_angle>(square(sin(w))); });

static_assert(gs::to_string<diff(square(sin(w)), w)>.view() == "2*sin(w)*cos(w)");
static_assert(gs::to_string<gs::with_rules<half_angle>(diff(square(sin(w)), w))>.view() == "sin(2*w)");
static_assert(gs::to_string<diff(gs::with_rules<half_angle>(square(sin(w))), w)>.view() == "sin(2*w)");
static_assert(gs::to_string<diff(3.0 * inside, w)>.view() == "3*sin(2*w)");
static_assert(gs::to_string<diff(gs::with_rules<half_angle, pythagoras>(w * square(sin(w)) + w * square(cos(w))), w)>.view() == "1");
static_assert(gs::equivalent<gs::with_rules<pythagoras>(5 * square(sin(w)) + 5 * square(cos(w))), 5 + 0.0 * w>);
static_assert(gs::operations<gs::with_rules<pythagoras>(square(sin(w)) + square(cos(w)))>.weighted() == 0);

}  // namespace

TEST_CASE("programs with rules of the user's and without have the same numbers") {
  std::vector<double> const a{0.1, 0.7, -1.3, 2.5, 0.4}, b{1, 2, 3, 4, 5};
  auto const [value, slope] = gs::compile<gs::with_rules<half_angle>(loss), diff(loss, w)>(w = 0.8, x = a, y = b);
  auto const [plain_value, plain_slope] = gs::compile<loss, diff(loss, w)>(w = 0.8, x = a, y = b);
  CHECK(value == doctest::Approx(plain_value).epsilon(1e-15));
  CHECK(slope == doctest::Approx(plain_slope).epsilon(1e-15));
  auto problem = gs::bind<gs::with_rules<half_angle>(loss)>(x = a, y = b);
  std::vector<double> gradient(1);
  CHECK(problem.value_and_gradient(std::vector{0.8}, gradient) == doctest::Approx(plain_value).epsilon(1e-15));
  CHECK(gradient[0] == doctest::Approx(plain_slope).epsilon(1e-15));
}
