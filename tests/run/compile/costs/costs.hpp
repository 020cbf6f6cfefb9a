// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What derivatives cost beside the value, in weighted operations of the compiled programs.
#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

namespace gradsmith::tests::costs {

namespace gs = gradsmith;

struct row {
  std::string name;
  double value;       // operations of the value alone
  double gradient;    // of value and gradient, per operation of the value
  double jvp;         // of value and derivative along a direction
  double vjp;         // of value and adjoints for a cotangent, 0 where that is the gradient
  double hvp;         // of the Hessian times a direction
};

/// All that the test files of this folder measured.
inline std::vector<row>& table() {
  static std::vector<row> all;
  return all;
}
/// Notes what a file measured.
inline std::vector<row> listed(std::vector<row> measured) {
  table().insert(table().end(), measured.begin(), measured.end());
  return measured;
}

inline void check_bounds(std::vector<row> const& measured) {
  for (row const& each : measured) {
    CAPTURE(each.name);
    CHECK(each.gradient <= 4);
    // A row of |x - y| is three operations, and a sign alone is four.
    CHECK(each.jvp <= (each.name == "absolute_error" ? 3 : 2.5));
    CHECK(each.vjp <= 2.5);
    CHECK(each.hvp <= 8);
  }
}

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto data = gs::input<"data">(i, j);
inline constexpr auto w = gs::param<"w">(j);
inline constexpr auto b = gs::param<"b">;
inline constexpr auto v = gs::input<"v">(j);
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto d = gs::input<"d">;
inline constexpr auto x = gs::param<"x">(i);
inline constexpr auto u = gs::input<"u">(i);
inline constexpr auto score = sum(j, w * data) + b;

/// A loss per observation, of a linear score and of predictions that are the parameters themselves.
template <auto OfScore, auto OfPrediction>
void measure(std::vector<row>& measured, std::string const& name) {
  constexpr auto at = [](auto const& operations) { return operations.weighted(i = 1024, j = 32); };
  constexpr auto loss = mean(i, OfScore);
  constexpr double value = at(gs::operations<loss>);
  measured.push_back({name + " of a linear score", value, at(gs::operations<loss, gradient(loss)>) / value, at(gs::operations<loss, gs::jvp(loss, w, v)>) / value,
                     at(gs::operations<OfScore, gs::vjp(OfScore, u)>) / at(gs::operations<OfScore>), at(gs::operations<gs::hvp(loss, w, v)>) / value});
  constexpr auto at_rows = [](auto const& operations) { return operations.weighted(i = 1024); };
  constexpr auto plain = mean(i, OfPrediction);
  constexpr double alone = at_rows(gs::operations<plain>);
  measured.push_back({name, alone, at_rows(gs::operations<plain, gradient(plain)>) / alone, at_rows(gs::operations<plain, gs::jvp(plain, x, u)>) / alone, 0,
                     at_rows(gs::operations<gs::hvp(plain, x, u)>) / alone});
}

}  // namespace gradsmith::tests::costs
