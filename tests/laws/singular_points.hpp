// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Value and derivatives at one point, in every lane: what the table of docs/numerics.md is checked with.
#pragma once

#include "laws/operations.hpp"

namespace gradsmith::tests::singular {

namespace gs = gradsmith;


inline constexpr auto i = gs::axis<"i">;
inline constexpr auto c = gs::axis<"c">;
inline constexpr auto d = gs::axis<"d">;
inline constexpr auto x = gs::input<"x">(i);
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto z = gs::input<"z">(i, c);

inline constexpr double inf = std::numeric_limits<double>::infinity();
inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

template <class T>
bool is(T got, double want) {
  return std::isnan(want) ? std::isnan(got) : got == static_cast<T>(want);
}

/// Value, first and second derivative of E at x, with n rows, all the same.
template <class T, auto E>
void at(std::string const& name, double point, double value, double first, double second) {
  CAPTURE(name);
  CAPTURE(point);
  for (std::size_t const n : {std::size_t{1}, 2 * lane_count<T> + 1}) {
    std::vector<T> const points(n, static_cast<T>(point));
    auto const [v, g, h] = gs::compile<E, diff(E, x), diff(diff(E, x), x)>(x = points);
    for (std::size_t m = 0; m < n; ++m) {
      CHECK(is(v[m], value));
      CHECK(is(g[m], first));
      CHECK(is(h[m], second));
    }
  }
}

/// Value and the derivatives by x, by y and twice by x.
template <class T, auto E>
void at(std::string const& name, double a, double b, double value, double by_x, double by_y, double second) {
  CAPTURE(name);
  CAPTURE(a);
  CAPTURE(b);
  for (std::size_t const n : {std::size_t{1}, 2 * lane_count<T> + 1}) {
    std::vector<T> const as(n, static_cast<T>(a)), bs(n, static_cast<T>(b));
    auto const [v, g, e, h] = gs::compile<E, diff(E, x), diff(E, y), diff(diff(E, x), x)>(x = as, y = bs);
    for (std::size_t m = 0; m < n; ++m) {
      CHECK(is(v[m], value));
      CHECK(is(g[m], by_x));
      CHECK(is(e[m], by_y));
      CHECK(is(h[m], second));
    }
  }
}

/// Value and gradient (or Jacobian, row by row) of E, a function of the vector z.
template <class T, auto E>
void along(std::string const& name, std::vector<double> const& point, std::vector<double> const& value, std::vector<double> const& derivative) {
  CAPTURE(name);
  for (std::size_t const n : {std::size_t{1}, 2 * lane_count<T> + 1}) {
    std::vector<T> rows;
    for (std::size_t m = 0; m < n; ++m)
      for (double const each : point) rows.push_back(static_cast<T>(each));
    auto const [v, g] = gs::compile<E, diff(E, z(i, d))>(z = gs::matrix(rows, n, point.size()));
    REQUIRE(v.size() == n * value.size());
    REQUIRE(g.size() == n * derivative.size());
    // The layout is (i, c), and (i, c, d) for the Jacobian.
    auto const near = [](T got, double want) { return is(got, want) || std::abs(static_cast<double>(got) - want) < 1e-6; };
    for (std::size_t m = 0; m < v.size(); ++m) CHECK(near(v[m], value[m % value.size()]));
    for (std::size_t m = 0; m < g.size(); ++m) CHECK(near(g[m], derivative[m % derivative.size()]));
  }
}

}  // namespace gradsmith::tests::singular
