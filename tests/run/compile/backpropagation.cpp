// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// backpropagation<loss>(...): nodes, values and adjoints.
#include <gradsmith/gradsmith.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "run/compile/backpropagation.hpp"

namespace gs = gradsmith;
using gradsmith::tests::find;

namespace {

constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k", 2>;
constexpr auto w = gs::param<"w">;
constexpr auto v = gs::param<"v">(j);
constexpr auto x = gs::input<"x">;
constexpr auto y = gs::input<"y">;
constexpr auto u = gs::param<"u">(j, k);

}  // namespace

TEST_CASE("one weight: the chain rule by hand") {
  // 0.5 * 2 - 3 = -2 and its square 4; backwards 1, 2 * -2, and that times x.
  auto const rows = gs::backpropagation<square(w * x - y)>(w = 0.5, x = 2.0, y = 3.0);
  CHECK(gs::to_text(rows) ==
        "node          value   adjoint\n"
        "w             0.5     -8\n"
        "x             2\n"
        "n1 = w * x    1       -4\n"
        "y             3\n"
        "n2 = n1 - y   -2      -4\n"
        "n3 = n2^2     4       1\n");
}

TEST_CASE("a node that is used twice has the sum of both parts") {
  // d/dw (w^2 + 3 w) = 2 w + 3
  auto const rows = gs::backpropagation<square(w) + 3 * w>(w = 5.0);
  CHECK(find(rows, "w").adjoint == std::vector<double>{13});
  CHECK(find(rows, "w^2").adjoint == std::vector<double>{1});
}

TEST_CASE("a loss with a derivative in it") {
  // diff(w^3, w)^2 = 9 w^4
  auto const rows = gs::backpropagation<square(gs::diff(pow(w, 3), w))>(w = 2.0);
  CHECK(rows.back().value[0] == doctest::Approx(144));
  CHECK(find(rows, "w").adjoint[0] == doctest::Approx(288));
}

TEST_CASE("single precision") {
  std::vector<float> const at{3, 4};
  auto const rows = gs::backpropagation<sum(j, square(v))>(v = at);
  CHECK(find(rows, "v").adjoint == std::vector<double>{6, 8});
  CHECK(rows.back().value == std::vector<double>{25});
}

TEST_CASE("the same loss is bound beside it") {
  auto problem = gs::bind<square(w * x - y)>(x = 2.0, y = 3.0);
  auto const rows = gs::backpropagation<square(w * x - y)>(w = 0.5, x = 2.0, y = 3.0);
  std::vector<double> const theta{0.5};
  CHECK(problem.value(theta) == rows.back().value[0]);
}

TEST_CASE("a symbol has its axes in the order in which it is written, whichever the formula names first") {
  std::vector<double> const entries{1, 2, 3, 4, 5, 6};
  auto const rows = gs::backpropagation<sum(k, square(sum(j, u)))>(u = gs::matrix(entries, 3, 2));
  CHECK(find(rows, "u").axes == "j, k");
  CHECK(find(rows, "u").value == entries);
  CHECK(find(rows, "u").adjoint == std::vector<double>{18, 24, 18, 24, 18, 24});
  auto const turned =
      gs::backpropagation<sum(k, square(sum(j, v(j) * u(j, k))))>(u = gs::matrix(entries, 3, 2), v = {1, 1, 1});
  CHECK(find(turned, "u").value == entries);
}

TEST_CASE("numbers without a meaning have no sign") {
  CHECK(gs::to_text(gs::backpropagation<log(w) + 0.0 * w>(w = -1.0)).find("-nan") == std::string::npos);
  CHECK(gs::to_text({{.name = "n1", .definition = {}, .axes = {}, .value = {-std::nan("")}, .adjoint = {-0.0}}}) ==
        "node   value   adjoint\nn1     nan     0\n");
}

TEST_CASE("long arrays are cut in the table") {
  std::vector<double> const at{1, 2, 3, 4, 5, 6, 7};
  std::string const table = gs::to_text(gs::backpropagation<sum(j, square(v))>(v = at));
  CHECK(table.find(" 1 2 3 4 5 6 ... ") != std::string::npos);
  CHECK(table.find(" 2 4 6 8 10 12 ...\n") != std::string::npos);
}
