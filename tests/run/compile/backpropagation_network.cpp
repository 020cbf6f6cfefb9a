// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// backpropagation<loss>(...) of a network: adjoints beside derivatives.
#include <gradsmith/gradsmith.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include "run/compile/backpropagation.hpp"

namespace gs = gradsmith;
using gradsmith::tests::check_close;
using gradsmith::tests::find;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k", 2>;
constexpr auto w1 = gs::param<"w1">(k, j);
constexpr auto b1 = gs::param<"b1">(i, k);      // one for each value of the hidden layer, so that its slope is theirs
constexpr auto w2 = gs::param<"w2">(k);
constexpr auto b2 = gs::param<"b2">(i);
constexpr auto data = gs::input<"data">(i, j);
constexpr auto label = gs::input<"label">(i);

constexpr auto hidden = tanh(sum(j, w1 * data) + b1);
constexpr auto network = mean(i, log(1 + exp(-label * (sum(k, w2 * hidden) + b2))));

}  // namespace

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
