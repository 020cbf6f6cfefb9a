// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Several passes over the data, extremes, products, positions of extremes: by several workers.
#include "run/parallel/same_bits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto z = gs::let([] { return sum(j, w * x) + b; });
constexpr auto standardised = mean(i, square((z - mean(i, z)) / sqrt(mean(i, square(z - mean(i, z))) + 0.5) - y));
constexpr auto extremes =
    max(i, z) - min(i, z * y) + 0.1 * logsumexp(i, z) + 0.001 * argmax(i, z) * b + prod(i, 1 + 1e-5 * z);

constexpr std::size_t n = 30007, d = 6;
std::vector<double> const data = normal_numbers(n * d, 1), target = normal_numbers(n, 2);
std::vector<double> const theta = normal_numbers(d + 1, 3, 0.3);

template <auto Loss>
void check() {
  auto problem = gs::bind<Loss>(x = gs::matrix(data, n, d), y = target);
  comparison const found = compare_workers(problem, theta);
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < 1e-11);
}

}  // namespace

TEST_CASE("several passes") { check<standardised>(); }
TEST_CASE("extremes, where they are, and products") { check<extremes>(); }
