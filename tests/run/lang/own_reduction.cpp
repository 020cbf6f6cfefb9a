// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A user's reduction that says how a value is added (`step`), which differs from how partial results are
// joined (`merge`): in registers, in memory, with every remainder.
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace {

/// The sum of x^2 + 1. A masked lane must not be stepped at all: it would add 1.
struct shifted_squares {
  static constexpr std::string_view name = "shifted_squares";
  static constexpr int arity = 1;
  static constexpr gs::ir::form kind = gs::ir::form::reduction;
  static constexpr double start = 0;
  static auto step(auto total, auto x) { return total + (x * x + 1); }
  static auto merge(auto a, auto b) { return a + b; }
  static auto merge_lanes(auto a) { return gs::simd::reduce_add(a); }
  static constexpr gs::ref pullback(gs::ref, gs::ref x, gs::ref adjoint) { return 2 * x * adjoint; }
};

constexpr auto i = gs::axis<"i">;
constexpr auto k = gs::axis<"k">;
constexpr auto p = gs::param<"p">;
constexpr auto x = gs::input<"x">(i, k);
constexpr auto over_all = gs::call<shifted_squares>(i, p * gs::call<shifted_squares>(k, x));
constexpr auto over_columns = gs::call<shifted_squares>(k, p * gs::call<shifted_squares>(i, x));

}  // namespace

TEST_CASE("a reduction with a step of its own") {
  for (std::size_t rows = 1; rows <= 37; rows += rows < 20 ? 1 : 8)
    for (std::size_t columns : {1u, 3u, 8u, 17u}) {
      std::vector<double> data(rows * columns);
      for (std::size_t n = 0; n < data.size(); ++n) data[n] = std::sin(static_cast<double>(n));
      double by_rows = 0, by_columns = 0;
      for (std::size_t r = 0; r < rows; ++r) {
        double inner = 0;
        for (std::size_t c = 0; c < columns; ++c) inner += data[r * columns + c] * data[r * columns + c] + 1;
        by_rows += 0.25 * inner * inner + 1;
      }
      for (std::size_t c = 0; c < columns; ++c) {
        double inner = 0;
        for (std::size_t r = 0; r < rows; ++r) inner += data[r * columns + c] * data[r * columns + c] + 1;
        by_columns += 0.25 * inner * inner + 1;
      }
      CAPTURE(rows);
      CAPTURE(columns);
      auto const [a, da] = gs::compile<over_all, diff(over_all, p)>(p = 0.5, x = gs::matrix(data, rows, columns));
      CHECK(a == doctest::Approx(by_rows).epsilon(1e-13));
      CHECK(da == doctest::Approx((by_rows - static_cast<double>(rows)) * 4).epsilon(1e-13));
      auto const [b, db] = gs::compile<over_columns, diff(over_columns, p)>(p = 0.5, x = gs::matrix(data, rows, columns));
      CHECK(b == doctest::Approx(by_columns).epsilon(1e-13));
      CHECK(db == doctest::Approx((by_columns - static_cast<double>(columns)) * 4).epsilon(1e-13));
    }
}
