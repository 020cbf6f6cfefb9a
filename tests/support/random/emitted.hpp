// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What the files that tests/emitted/write.cpp writes check: an emitted program against the numbers that came with it.
#pragma once

#include <cmath>
#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace gradsmith::tests {

struct emitted_parameter {
  std::vector<double> at, u, v;
};
/// A number and how far from it a program may be.
struct emitted_number {
  double value, tolerance;
};

template <class Problem>
void check_emitted(Problem problem, std::map<std::string_view, emitted_parameter> const& parameters, emitted_number value, emitted_number slope, emitted_number curvature) {
  std::vector<double> at(problem.size()), u(problem.size()), v(problem.size()), g(problem.size()), product(problem.size());
  for (auto const& block : problem.blocks()) {
    emitted_parameter const& given = parameters.at(block.name);
    REQUIRE(given.at.size() == block.size);
    for (std::size_t k = 0; k < block.size; ++k) at[block.offset + k] = given.at[k], u[block.offset + k] = given.u[k], v[block.offset + k] = given.v[k];
  }
  auto const near = [](long double got, emitted_number wanted) { CHECK(std::abs(got - static_cast<long double>(wanted.value)) <= static_cast<long double>(wanted.tolerance)); };
  auto const along_u = [&](std::vector<double> const& x) {
    long double total = 0;
    for (std::size_t k = 0; k < x.size(); ++k) total += static_cast<long double>(x[k]) * u[k];
    return total;
  };
  near(problem.value_and_gradient(at, g), value);
  near(along_u(g), slope);
  problem.hvp(at, v, product);
  near(along_u(product), curvature);
}

}  // namespace gradsmith::tests
