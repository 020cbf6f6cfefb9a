// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Which axis the observations lie along: not one that parameters have, wherever the data have it.
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/batches.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto w = gs::param<"w">(j);
constexpr auto v = gs::param<"v">(j, c);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto by_features = gs::input<"by_features">(j, i);
constexpr auto y = gs::input<"y">(i);
constexpr auto label = gs::input<"label">(i);

constexpr auto plain = mean(i, square(sum(j, w * by_features) + b - y)) + 0.1 * sum(j, square(w));
constexpr auto usual = mean(i, square(sum(j, w * x) + b - y)) + 0.1 * sum(j, square(w));
constexpr auto classes = mean(i, -pick(c, log_softmax(c, sum(j, v * by_features)), label));
constexpr auto usual_classes = mean(i, -pick(c, log_softmax(c, sum(j, v * x)), label));

std::vector<double> const turned = [] {
  std::vector<double> made(n * d);
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t q = 0; q < d; ++q) made[q * n + row] = data[row * d + q];
  return made;
}();

}  // namespace

TEST_CASE("observations stored second") {
  auto problem = gs::bind<plain>(by_features = gs::matrix(turned, d, n), y = target);
  auto same = gs::bind<usual>(x = gs::matrix(data, n, d), y = target);
  CHECK(problem.rows() == n);
  auto const theta = normal_numbers(d + 1, 1);
  CHECK(difference(problem, same, theta) < 1e-13);
  auto several = gs::bind<classes>(by_features = gs::matrix(turned, d, n), label = labels, c = 3);
  auto same_classes = gs::bind<usual_classes>(x = gs::matrix(data, n, d), label = labels, c = 3);
  CHECK(several.rows() == n);
  auto const weights = normal_numbers(3 * d, 2);
  CHECK(difference(several, same_classes, weights) < 1e-13);
  for (row_list const& rows : batches()) {
    CHECK(difference(problem.batch(rows), same.batch(rows), theta) < 1e-13);
    CHECK(difference(several.batch(rows), same_classes.batch(rows), weights) < 1e-13);
  }
}
