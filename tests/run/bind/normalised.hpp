// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Scores of rows, derivatives of losses of them on all rows and on a batch, and what explain says.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace gradsmith::tests::normalised {

namespace gs = gradsmith;

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto w = gs::param<"w">(j);
inline constexpr auto b = gs::param<"b">;
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto s = gs::let([] { return sum(j, w * x) + b; });

struct rows {
  static constexpr std::size_t n = 37, d = 3;
  std::vector<double> data = normal_numbers(n * d, 21), target = normal_numbers(n, 22), theta = normal_numbers(d + 1, 23);

  [[nodiscard]] std::vector<double> scores() const {
    std::vector<double> all(n, theta[d]);
    for (std::size_t r = 0; r < n; ++r)
      for (std::size_t q = 0; q < d; ++q) all[r] += theta[q] * data[r * d + q];
    return all;
  }
};

inline bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

template <class Problem>
void check_derivatives(Problem& problem, std::vector<double> const& theta) {
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-7);
  std::vector<std::uint32_t> const some{3, 36, 0, 14, 7};
  auto view = problem.batch(some);
  CHECK(gradient_error(view, theta) < 1e-9);
  CHECK(hessian_error(view, theta) < 1e-7);
}

inline constexpr char const* plug_in = "on a batch the value is the plug-in";
inline constexpr char const* why = "because a value that varies along the data needs a sum over all of them";

}  // namespace gradsmith::tests::normalised
