// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Jacobians whose rows have the derivatives by several parameters side by side: with declared extents, where rows are
// stored together, and with extents from the data.
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

template <int K, int E>
struct formulas {
  static constexpr auto i = gs::axis<"i">;
  static constexpr auto k = gs::axis<"k", K>;
  static constexpr auto e = gs::axis<"e", E>;
  static constexpr auto a = gs::param<"a">;
  static constexpr auto w = gs::param<"w">(k);
  static constexpr auto v = gs::param<"v">(e, k);
  static constexpr auto x = gs::input<"x">(i, k);
  static constexpr auto y = gs::input<"y">(i);
  static constexpr auto one = a * tanh(sum(k, w* x)) - y;
  static constexpr auto two = a * sum(k, w* sin(v* x)) - y;  // along i and e
};
using declared = formulas<3, 2>;
using from_data = formulas<0, 0>;

template <class T>
struct result {
  std::vector<T> r, J;
};
template <class T, class Problem>
result<T> evaluate(Problem&& problem, std::vector<T> const& theta) {
  result<T> out{std::vector<T>(problem.residuals()), std::vector<T>(problem.residuals() * theta.size())};
  // What lies behind the last row is not touched.
  out.J.push_back(T(17));
  problem.residuals_and_jacobian(theta, out.r, std::span(out.J.data(), out.J.size() - 1));
  REQUIRE(out.J.back() == T(17));
  return out;
}

}  // namespace

TEST_CASE_TEMPLATE("rows of Jacobians", T, GRADSMITH_TEST_TYPES) {
  double const tolerance = sizeof(T) == 8 ? 1e-14 : 1e-5;
  for (std::size_t n : {1u, 2u, 7u, 8u, 9u, 17u, 33u, 300u}) {
    CAPTURE(n);
    auto const wide = normal_numbers(3 * n, 1), targets = normal_numbers(n, 2), at = normal_numbers(10, 3);
    std::vector<T> const inputs(wide.begin(), wide.end()), seen(targets.begin(), targets.end());
    auto const compare = [&](auto const& got, auto const& expected) {
      CHECK(largest_distance(got.r, expected.r) < tolerance);
      CHECK(largest_distance(got.J, expected.J) < tolerance);
    };
    std::vector<T> const four(at.begin(), at.begin() + 4), ten(at.begin(), at.end());
    using d = declared;
    using f = from_data;
    compare(evaluate(gs::bind_residuals<d::one>(d::x = gs::matrix(inputs, n, 3), d::y = seen), four),
            evaluate(gs::bind_residuals<f::one>(f::x = gs::matrix(inputs, n, 3), f::y = seen), four));
    compare(evaluate(gs::bind_residuals<d::two>(d::x = gs::matrix(inputs, n, 3), d::y = seen), ten),
            evaluate(gs::bind_residuals<f::two>(f::x = gs::matrix(inputs, n, 3), f::y = seen, f::e = 2), ten));
  }
}
