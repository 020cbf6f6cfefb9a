// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Axes that index the same symbol have one extent, whether data tell it or the declaration of one of them.
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto m = gs::axis<"m">;
constexpr auto f = gs::axis<"f", 2>;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto hundred = gs::axis<"c", 100>;
constexpr auto u = gs::param<"u">(f);
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);

constexpr auto second_name = mean(i, y) * mean(m, square(u(m))) + sum(m, u(m));
constexpr auto declared_later = sum(c, square(w(c))) + mean(i, y);
constexpr auto out_of_range = sum(hundred, square(y(hundred)));
constexpr auto three_columns = mean(i, square(sum(c, w(c) * x(i, c))));

template <class F>
std::string error_of(F&& run) {
  try {
    (void)run();
  } catch (gs::data_error const& e) {
    return e.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a second index for an axis of compile-time extent") {
  std::vector<double> const target{1, 2}, at{3, 5};
  auto problem = gs::bind<second_name>(y = target);
  REQUIRE(problem.size() == 2);
  std::vector<double> g(2), product(2);
  CHECK(problem.value_and_gradient(at, g) == 33.5);
  CHECK(g == std::vector<double>{5.5, 8.5});
  problem.hvp(at, std::vector<double>{1, 10}, product);
  CHECK(product == std::vector<double>{1.5, 15});
  auto const [value, slope] = gs::compile<second_name, gradient(second_name)>(u = at, y = target);
  CHECK(value == 33.5);
  CHECK(slope[0] == 5.5);
  CHECK(slope[1] == 8.5);
}

TEST_CASE("an axis whose extent the declaration of another one tells") {
  std::vector<double> const target{1, 2}, at{1, 2, 3};
  auto problem = gs::bind<declared_later>(y = target);
  REQUIRE(problem.size() == 3);
  std::vector<double> g(3);
  CHECK(problem.value_and_gradient(at, g) == 15.5);
  CHECK(g == std::vector<double>{2, 4, 6});
}

TEST_CASE("data and a declaration that contradict each other") {
  std::vector<double> const two{1, 2}, ten(10), three(3), five(5);
  char const* const missing = "gradsmith: along the axis i, y has 2 and the declaration of c, which indexes it too, has 100";
  CHECK(error_of([&] { return gs::bind<out_of_range>(y = two); }) == missing);
  CHECK(error_of([&] { return gs::compile<out_of_range>(y = two); }) == missing);
  CHECK(error_of([&] { return gs::compile<gs::gradient(three_columns)>(w = three, x = gs::matrix(ten, 2, 5)); }) ==
        "gradsmith: along the axis j, x has 5 and the declaration of c, which indexes it too, has 3");
  CHECK(error_of([&] { return gs::bind<three_columns>(x = gs::matrix(ten, 2, 5)); }) ==
        "gradsmith: along the axis j, x has 5 and the declaration of c, which indexes it too, has 3");
  CHECK(error_of([&] { return gs::compile<three_columns>(w = five, x = gs::matrix(std::vector<double>(6), 2, 3)); }) ==
        "gradsmith: along the axis j, w has 5 and the declaration of c, which indexes it too, has 3");
  CHECK(error_of([&] { return gs::bind<second_name>(y = two, m = 3); }) ==
        "gradsmith: along the axis m, m has 3 and the declaration of f, which indexes it too, has 2");
}
