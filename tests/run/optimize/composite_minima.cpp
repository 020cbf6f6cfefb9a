// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Methods for a smooth function and a term: minima worked by hand, and the residual that ends a run.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "composite_methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// sum of a_k (x_k - c_k)^2 / 2.
template <class T>
struct springs {
  using value_type = T;
  std::vector<T> a, c;
  std::size_t size() const { return a.size(); }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T value = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
      g[k] = a[k] * (x[k] - c[k]);
      value += g[k] * (x[k] - c[k]) / 2;
    }
    return value;
  }
};

template <class T, class Term>
void check_springs(Term const& term, std::vector<T> const& expected) {
  springs<T> const problem{.a = {1, 10, 100, 2}, .c = {3, -2, T(0.001), T(0.1)}};
  T const tolerance = sizeof(T) == 4 ? T(1e-4) : T(1e-9);
  for_each_method_for<Term>([&](auto const& method) {
    auto const found = minimize(composite(problem, term), std::vector<T>(4, T(1)), method,
                                stop{.gradient_norm = static_cast<double>(tolerance)});
    CHECK(found.status == status::gradient_small);
    CHECK(found.message == "The residual of the conditions of a minimum is as small as asked for.");
    CHECK(found.gradient_norm <= tolerance);
    CHECK(optimize::max_distance<T>(found.point, expected) <= 2 * tolerance);
    // What is reported is the residual, by its definition.
    std::vector<T> image(4), g(4);
    T const smooth = problem.value_and_gradient(found.point, g);
    for (std::size_t k = 0; k < 4; ++k) image[k] = found.point[k] - g[k];
    term.prox(std::span<T>{image}, T(1));
    T const size = 1 + optimize::max_abs<T const>(found.point);
    CHECK(std::abs(found.gradient_norm - optimize::max_distance<T>(found.point, image)) <=
          2 * std::numeric_limits<T>::epsilon() * size);
    CHECK(std::abs(found.value - smooth - term.value(std::span<T const>{found.point})) <=
          4 * std::numeric_limits<T>::epsilon() * std::abs(found.value));
  });
}

}  // namespace

TEST_CASE("springs and terms") {
  // a (x - c) + weight sign(x) = 0.
  check_springs<double>(l1{.weight = 0.5}, {2.5, -1.95, 0, 0});
  check_springs<double>(l1{.weight = 0.5, .blocks = {{.offset = 1, .size = 1}}}, {3, -1.95, 0.001, 0.1});
  check_springs<double>(l2{.weight = 1}, {1.5, -20.0 / 11, 0.1 / 101, 0.2 / 3});
  check_springs<double>(elastic_net{.l1 = 0.5, .l2 = 1}, {1.25, -19.5 / 11, 0, 0});
  check_springs<double>(box{.lower = {0, -1, -1, -1}, .upper = {2, 3, 3, 3}}, {2, -1, 0.001, 0.1});
  check_springs<double>(box{}, {3, -2, 0.001, 0.1});
  check_springs<double>(at_least_zero{}, {3, 0, 0.001, 0.1});
  // a (x - c) is the same, -pull, for all that are above 0, and not less elsewhere.
  double const pull = 0.101 / 1.51;
  check_springs<double>(simplex{.sum = 3}, {3 - pull, 0, 0.001 - pull / 100, 0.1 - pull / 2});
  check_springs<double>(simplex{.blocks = {{.offset = 0, .size = 4}}}, {1, 0, 0, 0});
  // The second block as a whole is nearer than its pull is strong.
  check_springs<double>(group_lasso{.weight = 0.5, .blocks = {{.offset = 0, .size = 1}, {.offset = 2, .size = 2}}},
                        {2.5, -2, 0, 0});
}

TEST_CASE("some of them in float") {
  check_springs<float>(l1{.weight = 0.5}, {2.5f, -1.95f, 0, 0});
  check_springs<float>(box{.lower = {0, -1, -1, -1}, .upper = {2, 3, 3, 3}}, {2, -1, 0.001f, 0.1f});
  check_springs<float>(simplex{}, {1, 0, 0, 0});
}
