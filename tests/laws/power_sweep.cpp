// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Powers that become products, roots and quotients in code: error in ulp over the whole range.
#include "laws/operations.hpp"
#include "run/support/sweep.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);

// With the greatest errors that are allowed.
constexpr auto elementary = gs::compile<cube(x), rsqrt(x), square(x), reciprocal(x)>;
constexpr double elementary_exponents[] = {3, -0.5, 2, -1};
constexpr auto products = gs::compile<pow(x, 16), pow(x, -8), pow(x, 1.5), pow(x, 2.5), pow(x, 15.5), pow(x, -1.5), pow(x, -7.5), pow(x, 16.5), pow(x, -8.5), pow(x, 1.0 / 3)>;
constexpr double product_exponents[] = {16, -8, 1.5, 2.5, 15.5, -1.5, -7.5, 16.5, -8.5, 1.0 / 3};

template <class T>
void check(auto const& results, double const* exponents, std::vector<T> const& points, double limit, std::size_t count_of_results) {
  std::size_t checked = 0;
  auto const one = [&](double exponent, auto const& got) {
    double worst = 0;
    T where = 0;
    for (std::size_t m = 0; m < points.size(); ++m) {
      auto const truth = std::pow(reference<T>(points[m]), static_cast<reference<T>>(static_cast<T>(exponent)));
      double const error = ulps(got[m], static_cast<reference<T>>(truth));
      if (!(error <= worst)) worst = error, where = points[m];
    }
    CAPTURE(exponent);
    CAPTURE(where);
    CHECK(worst <= limit);
    print_error(("^" + std::to_string(exponent)).c_str(), sizeof(T), worst, static_cast<double>(where));
    ++checked;
  };
  [&]<std::size_t... K>(std::index_sequence<K...>) { (one(exponents[K], results.template get<K>()), ...); }(
      std::make_index_sequence<std::remove_cvref_t<decltype(results)>::size>{});
  CHECK(checked == count_of_results);
}

template <class T>
std::vector<T> positive_points() {
  auto all = anywhere<T>();
  uniform(all, 0.5, 2, points() / 4);
  uniform(all, 0, 20, points() / 4);
  // The sign of 0, and infinite arguments below 0, are those of sqrt and of products.
  for (T& each : all) each = std::abs(each);
  return all;
}

}  // namespace

TEST_CASE_TEMPLATE("powers of single operations, in ulp", T, GRADSMITH_TEST_TYPES) {
  auto const points = positive_points<T>();
  check<T>(elementary(x = points), elementary_exponents, points, 2, 4);
}

TEST_CASE_TEMPLATE("powers as products and roots, in ulp", T, GRADSMITH_TEST_TYPES) {
  auto const points = positive_points<T>();
  check<T>(products(x = points), product_exponents, points, 16, 10);
}
