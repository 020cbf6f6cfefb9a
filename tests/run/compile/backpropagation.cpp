// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// backpropagation<loss>(...): nodes, values and adjoints.
#include <gradsmith/backpropagation.hpp>
#include <gradsmith/gradsmith.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k", 2>;
constexpr auto w = gs::param<"w">;
constexpr auto v = gs::param<"v">(j);
constexpr auto w1 = gs::param<"w1">(k, j);
constexpr auto b1 = gs::param<"b1">(i, k);      // one for each value of the hidden layer, so that its slope is theirs
constexpr auto w2 = gs::param<"w2">(k);
constexpr auto b2 = gs::param<"b2">(i);
constexpr auto x = gs::input<"x">;
constexpr auto y = gs::input<"y">;
constexpr auto data = gs::input<"data">(i, j);
constexpr auto label = gs::input<"label">(i);
constexpr auto u = gs::param<"u">(j, k);

constexpr auto hidden = tanh(sum(j, w1 * data) + b1);
constexpr auto network = mean(i, log(1 + exp(-label * (sum(k, w2 * hidden) + b2))));

gs::node_values const& find(std::vector<gs::node_values> const& rows, std::string_view definition_or_name) {
  for (gs::node_values const& row : rows)
    if (row.definition == definition_or_name || row.name == definition_or_name) return row;
  FAIL("no node " << definition_or_name);
  return rows.front();
}

void check_close(std::vector<double> const& found, auto const& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t n = 0; n < found.size(); ++n) CHECK(found[n] == doctest::Approx(expected[n]).epsilon(1e-12));
}

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

TEST_CASE("a network: adjoints are derivatives by what is added to the node") {
  std::vector<double> const observations{1, 2, 0.5, -1, -0.25, 3}, labels{1, -1, 1};
  std::vector<double> const first{0.1, 0.2, -0.3, 0.4}, shift{0, 0.1, 0.2, -0.1, 0, 0.3};
  std::vector<double> const second{0.5, -0.75}, last{0.1, 0, -0.2};
  auto const call = [&](auto const& f) {
    return f(w1 = first, b1 = gs::matrix(shift, 3, 2), w2 = second, b2 = last, data = gs::matrix(observations, 3, 2),
             label = labels);
  };
  auto const rows = call([](auto const&... bindings) { return gs::backpropagation<network>(bindings...); });
  auto const [value, by_w2, by_w1, by_b1, by_b2] =
      call(gs::compile<network, gs::diff(network, w2), gs::diff(network, w1), gs::diff(network, b1), gs::diff(network, b2)>);
  CHECK(rows.back().value[0] == doctest::Approx(value));
  CHECK(rows.back().adjoint == std::vector<double>{1});
  check_close(find(rows, "w1").adjoint, by_w1);
  check_close(find(rows, "w2").adjoint, by_w2);
  check_close(find(rows, "b1").adjoint, by_b1);
  check_close(find(rows, "b2").adjoint, by_b2);
  // The sum in front of tanh, and tanh's contribution to it.
  gs::node_values const& layer = find(rows, find(rows, "sum(j, n1)").name + " + b1");
  check_close(layer.adjoint, by_b1);
  CHECK(layer.axes == "i, k");
  gs::node_values const& activation = find(rows, "tanh(" + layer.name + ")");
  for (std::size_t n = 0; n < 6; ++n)
    CHECK(layer.adjoint[n] == doctest::Approx(activation.adjoint[n] * (1 - activation.value[n] * activation.value[n])));
  // The same along k, and written for each entry.
  gs::node_values const& product = find(rows, "w2 * " + activation.name);
  REQUIRE(product.adjoint.size() == product.value.size());
  for (std::size_t n = 0; n < 6; ++n) CHECK(product.adjoint[n] == doctest::Approx(by_b2[n / 2]));
  CHECK(find(rows, "data").adjoint.empty());
  CHECK(find(rows, "extent(i)").value == std::vector<double>{3});
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
