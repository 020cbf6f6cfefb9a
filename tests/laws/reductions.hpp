// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What holds for every reduction, over one axis and over several at once, of which one is streamed, one has an extent
// known at run time and one at compile time: its values are those of a plain loop, gradients and Hessians of a loss
// with all of them those of differences, in float what they are in double.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/numeric.hpp"

namespace gradsmith::tests::reductions {

namespace gs = gradsmith;

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto c = gs::axis<"c">;
inline constexpr auto d = gs::axis<"d", 3>;
inline constexpr auto w = gs::param<"w">(c);
inline constexpr auto v = gs::param<"v">(d);
inline constexpr auto z = gs::input<"z">(i, c, d);
inline constexpr auto e = z * w + v;

/// `Law::of(axes..., e)` is the reduction, `Law::loop(entries)` the same by a plain loop.
template <class Law>
struct program {
  static constexpr auto const& values = gs::compile<Law::of(i, e), Law::of(c, e), Law::of(d, e), Law::of(i, c, e), Law::of(i, d, e), Law::of(c, d, e), Law::of(i, c, d, e)>;
  /// Each reduction stands in a nonlinear function, so that also their second derivatives count.
  static constexpr auto loss = sum(d, sin(Law::of(i, c, e))) + sum(c, cos(Law::of(i, d, e))) + mean(i, sin(Law::of(c, d, e)));
};

/// The entries e of n rows, `classes` columns, 3 numbers each.
struct entries {
  std::size_t n, classes;
  std::vector<double> e;

  entries(std::vector<double> const& data, std::vector<double> const& theta, std::size_t rows, std::size_t columns) : n(rows), classes(columns), e(rows * columns * 3) {
    for (std::size_t k = 0; k < e.size(); ++k) e[k] = theta[classes + k % 3] + theta[k / 3 % classes] * data[k];
  }
  /// The entries at which the positions along the axes named in `kept` are those of number `cell`, in order.
  [[nodiscard]] std::vector<double> group(std::array<bool, 3> kept, std::size_t cell) const {
    std::vector<double> picked;
    for (std::size_t k = 0; k < e.size(); ++k) {
      std::size_t number = 0;
      if (kept[0]) number = k / (3 * classes);
      if (kept[1]) number = number * classes + k / 3 % classes;
      if (kept[2]) number = number * 3 + k % 3;
      if (number == cell) picked.push_back(e[k]);
    }
    return picked;
  }
};

template <class Law, class T>
void check_values(std::vector<double> const& data, std::vector<double> const& theta, std::size_t n, std::size_t classes, double tolerance) {
  std::vector<T> const numbers(data.begin(), data.end()), ws(theta.begin(), theta.begin() + static_cast<std::ptrdiff_t>(classes)), vs(theta.end() - 3, theta.end());
  std::vector<double> rounded(numbers.begin(), numbers.end()), parameters(ws.begin(), ws.end());
  parameters.insert(parameters.end(), vs.begin(), vs.end());
  entries const all(rounded, parameters, n, classes);
  auto const r = program<Law>::values(w = ws, v = vs, z = gs::tensor(numbers.data(), {n, classes, 3}));
  auto const check = [&](std::string const& over, auto const& got, std::array<bool, 3> kept, std::size_t cells) {
    for (std::size_t cell = 0; cell < cells; ++cell) {
      double const want = Law::loop(all.group(kept, cell));
      double value = 0;
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(got)>, T>) value = static_cast<double>(got);
      else value = static_cast<double>(got[cell]);
      if (!(distance(value, want) <= tolerance)) FAIL_CHECK("over " << over << ", cell " << cell << ": " << value << ", a loop gives " << want);
    }
  };
  check("i", r.template get<0>(), {false, true, true}, classes * 3);
  check("c", r.template get<1>(), {true, false, true}, n * 3);
  check("d", r.template get<2>(), {true, true, false}, n * classes);
  check("i, c", r.template get<3>(), {false, false, true}, 3);
  check("i, d", r.template get<4>(), {false, true, false}, classes);
  check("c, d", r.template get<5>(), {true, false, false}, n);
  check("i, c, d", r.template get<6>(), {false, false, false}, 1);
}

/// Data and parameters, w and v; where a law says so, entries around 1, and closer the more there are.
struct sample {
  std::vector<double> data, theta;

  template <class Law>
  static sample of(std::size_t n, std::size_t classes) {
    constexpr bool around_one = requires { Law::around_one; };
    double const scale = around_one ? 0.5 : 1;
    sample made{normal_numbers(n * classes * 3, 31, scale), normal_numbers(classes + 3, 32, scale)};
    for (std::size_t k = classes; around_one && k < made.theta.size(); ++k) made.theta[k] = 1 + made.theta[k] / static_cast<double>(n);
    return made;
  }
};

template <class Law>
void check_values() {
  for (auto const& size : std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {2, 5}, {9, 2}, {17, 4}, {301, 2}}) {
    std::size_t const n = size.first, classes = size.second;
    CAPTURE(n);
    CAPTURE(classes);
    sample const at = sample::of<Law>(n, classes);
    check_values<Law, double>(at.data, at.theta, n, classes, 1e-12);
    if constexpr (float_is_tested) check_values<Law, float>(at.data, at.theta, n, classes, 2e-4);
  }
}

template <class Law>
void check_derivatives() {
  for (auto const& size : std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {2, 5}, {9, 2}, {17, 4}}) {
    std::size_t const n = size.first, classes = size.second;
    CAPTURE(n);
    CAPTURE(classes);
    sample const at = sample::of<Law>(n, classes);
    auto problem = gs::bind<program<Law>::loss>(z = gs::tensor(at.data.data(), {n, classes, 3}));
    REQUIRE(problem.size() == classes + 3);
    REQUIRE(problem.blocks()[0].name == "w");
    CHECK(gradient_error(problem, at.theta, 1e-4) < 1e-7);
    CHECK(hessian_error(problem, at.theta, 1e-4) < 1e-6);
  }
}

}  // namespace gradsmith::tests::reductions
