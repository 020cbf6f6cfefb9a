// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A vector per row by several workers: all rows and batches, contiguous, apart, by columns.
#include <type_traits>

#include "run/parallel/same_bits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto z = gs::input<"z">(i);
constexpr auto loss = mean(i, log(1 + exp(-z * (sum(j, w * x) + b)))) + 0.05 * sum(j, square(w));

template <class T>
std::vector<T> signs(std::size_t n) {
  std::vector<T> made(n);
  for (std::size_t k = 0; k < n; ++k) made[k] = k * 37 % 11 < 5 ? T{1} : T{-1};
  return made;
}

}  // namespace

TEST_CASE_TEMPLATE("vectors per row, on all rows and on batches", T, double, float) {
  std::size_t const n = 20011, d = 13;
  auto const data = normal_numbers<T>(n * d, 1), theta = normal_numbers<T>(d + 1, 2);
  auto const label = signs<T>(n);
  double const tolerance = std::is_same_v<T, double> ? 1e-13 : 2e-5;

  SUBCASE("contiguous rows") {
    auto problem = gs::bind<loss>(x = gs::matrix(data, n, d), z = label);
    comparison found = compare_workers(problem, theta);
    CHECK(found.divided);
    CHECK(found.different == 0);
    CHECK(found.far < tolerance);
    for (std::size_t const rows : {std::size_t{1}, std::size_t{100}, std::size_t{9001}, 2 * n}) {
      found = compare_workers(problem, theta, some_rows(rows, n));
      INFO("rows: ", rows);
      CHECK(found.divided == (rows > 100));
      CHECK(found.different == 0);
      CHECK(found.far < tolerance);
    }
  }
  SUBCASE("rows apart and labels of another type have the bits of contiguous ones; columns") {
    auto problem = gs::bind<loss>(x = gs::matrix(data, n, d), z = label);
    auto dense = gs::in_parallel(problem, some_workers(3));
    auto const expected = all_results<T>(dense, theta);
    std::vector<T> wide(n * (d + 3)), columns(n * d);
    std::vector<int> whole(n);
    for (std::size_t r = 0; r < n; ++r) {
      whole[r] = static_cast<int>(label[r]);
      for (std::size_t k = 0; k < d; ++k) wide[r * (d + 3) + k] = columns[k * n + r] = data[r * d + k];
    }
    auto apart = gs::in_parallel(gs::bind<loss>(x = gs::matrix(wide.data(), n, d, d + 3), z = whole), some_workers(2));
    CHECK(differences_in_bits(all_results<T>(apart, theta), expected) == 0);
    // Columns are added up in another order than rows, but in the same one by any number of workers.
    auto by_columns = gs::bind<loss>(x = gs::column_major(columns.data(), n, d), z = label);
    comparison const found = compare_workers(by_columns, theta);
    CHECK(found.divided);
    CHECK(found.different == 0);
    CHECK(found.far < tolerance);
  }
}
