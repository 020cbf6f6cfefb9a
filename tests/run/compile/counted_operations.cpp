// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// operations<e> counts what a program does: the same numbers as counting while it is done, number by number.
#include "support/random/check.hpp"

#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string_view>

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto c = gs::axis<"c">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto u = gs::param<"u">(j, k);
constexpr auto v = gs::param<"v">(k, c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto label = gs::input<"label">(i);

constexpr auto logistic = mean(i, log(1 + exp(-y * (sum(j, w * x) + b)))) + 0.5 * sum(j, square(w));
constexpr auto huber = mean(i, where(abs(sum(j, w * x) - y) < 1.0, 0.5 * square(sum(j, w * x) - y), abs(sum(j, w * x) - y) - 0.5));
constexpr auto network = mean(i, -pick(c, log_softmax(c, sum(k, v * tanh(sum(j, u * x)))), label));
constexpr auto standardised = mean(i, square((y - mean(i, y)) / sqrt(variance(i, y)) - sum(j, w * x)));
constexpr auto series = sum(j, square(cumulative_sum(j, w) - 1.0)) + log(sum(i, exp(sum(j, w * x))));

constexpr int rows = 32, columns = 8, hidden = 8, classes = 8;

/// What the program of these formulas did for 32 rows, in blocks of 8.
template <auto... E>
gs::operation_counts counted() {
  passes const made(gs::ir::thaw(gs::parsed<E...>::view));
  REQUIRE(made.error() == "");
  std::vector<int> extents;
  for (int a = 0; a < made.program.graph.axes.size(); ++a) {
    std::string_view const name = made.program.graph.axes[a].name;
    extents.push_back(name == "i" ? rows : name == "j" ? columns : name == "k" ? hidden : classes);
  }
  scheduled const run(made.program, extents, 8, [&](int symbol, int const* position) {
    if (made.program.graph.symbols[symbol].name == "label") return static_cast<double>(position[0] % classes);
    return std::sin(symbol + 1.7 * position[0] + 0.3 * position[1]);
  });
  return run.done;
}

template <auto... E>
void check(auto... extents) {
  gs::operation_counts const told = gs::operations<E...>.at(extents...), done = counted<E...>();
  CHECK(told.add == done.add);
  CHECK(told.mul == done.mul);
  CHECK(told.fma == done.fma);
  CHECK(told.div == done.div);
  CHECK(told.sqrt == done.sqrt);
  CHECK(told.transcendental == done.transcendental);
  CHECK(told.compare == done.compare);
  CHECK(told.select == done.select);
  CHECK(done.weighted() > 0);
}

}  // namespace

TEST_CASE("operations<e> are what is counted while a program runs") {
  check<logistic>(i = rows, j = columns);
  check<logistic, gradient(logistic)>(i = rows, j = columns);
  check<diff(huber, w)>(i = rows, j = columns);
  check<diff(diff(logistic, w), w(k))>(i = rows, j = columns, k = columns);
  check<network, gradient(network)>(i = rows, j = columns, k = hidden, c = classes);
  check<standardised, gradient(standardised)>(i = rows, j = columns);
  check<series, gradient(series)>(i = rows, j = columns);
}
