// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Which axis lies in the lanes: one along which all memory of a loop lies, whatever order symbols give their axes; none if
// there is no such axis.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto h = gs::axis<"h">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto t = gs::axis<"t">;
constexpr auto s = gs::param<"s">(h);
constexpr auto v = gs::param<"v">(j, k, h);
constexpr auto w = gs::param<"w">(j, k);
constexpr auto p = gs::param<"p">(j, k);
constexpr auto q = gs::param<"q">(k, h);
constexpr auto r = gs::param<"r">(h, j);
constexpr auto u = gs::param<"u">(t);

// h is read first, and is the last axis of v.
constexpr auto order = gs::let([] { return sum(h, s) + sum(t, j, k, h, tanh(u + exp(v * w))); });
// Of the products in memory, one has k last, one h and one j.
constexpr auto circle = gs::let([] { return sum(j, k, h, tanh(exp(p) * exp(q) * exp(r))); });

}  // namespace

TEST_CASE("lanes: the axis that comes last in memory, not in the formula") {
  std::size_t const H = 6, J = 2, K = 5, T = 3;
  auto problem = gs::bind<order>(h = H, j = J, k = K, t = T);
  auto const theta = normal_numbers(problem.size(), 1, 0.5);
  auto const at = [&](char const* name, std::size_t n) {
    for (auto const& block : problem.blocks())
      if (block.name == name) return theta[block.offset + n];
    return 0.0;
  };
  double expected = 0;
  for (std::size_t a = 0; a < H; ++a) expected += at("s", a);
  for (std::size_t b = 0; b < T; ++b)
    for (std::size_t n = 0; n < J * K * H; ++n) expected += std::tanh(at("u", b) + std::exp(at("v", n) * at("w", n / H)));
  CHECK(distance(problem.value(theta), expected) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
  CHECK(whole_hessian_error(problem, theta) < 1e-12);
}

TEST_CASE("lanes: none where every axis is the last one in some memory and not in another") {
  std::size_t const H = 5, J = 9, K = 3;
  auto problem = gs::bind<circle>(h = H, j = J, k = K);
  auto const theta = normal_numbers(problem.size(), 2, 0.5);
  double expected = 0;
  for (std::size_t a = 0; a < J; ++a)
    for (std::size_t b = 0; b < K; ++b)
      for (std::size_t c = 0; c < H; ++c) expected += std::tanh(std::exp(theta[a * K + b]) * std::exp(theta[J * K + b * H + c]) * std::exp(theta[J * K + K * H + c * J + a]));
  CHECK(distance(problem.value(theta), expected) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
}
