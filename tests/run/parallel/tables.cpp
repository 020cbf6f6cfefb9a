// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Gradients by entries that rows name, and by parameters with an entry per row: by several workers.
#include "run/parallel/same_bits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto m = gs::axis<"m">;
constexpr auto d = gs::axis<"d">;
constexpr auto u = gs::param<"u">(m, d);
constexpr auto v = gs::param<"v">(d);
constexpr auto h = gs::param<"h">(m);
constexpr auto s = gs::param<"s">(i);
constexpr auto user = gs::input<"user">(i);
constexpr auto y = gs::input<"y">(i);
// The gradient by u is a scatter-add, of which each part has its own.
constexpr auto factors = mean(i, square(sum(d, u(user, d) * v) - y)) + 0.01 * sum(m, d, square(u));
// That by s is an output along the rows, to which a batch adds.
constexpr auto per_row = mean(i, log(1 + exp(s * y - 1)) + exp(sin(s))) + 0.1 * sum(i, square(s)) + sum(d, square(v));
// With as many entries as there are rows, to add up the parts costs more than there is to do in them.
constexpr auto large = mean(i, square(h(user) - y)) + sum(m, square(h));

constexpr std::size_t n = 40009, users = 50, dimensions = 3;
std::vector<double> const target = normal_numbers(n, 2);
std::vector<int> const user_of = [] {
  std::vector<int> made(n);
  for (std::size_t k = 0; k < n; ++k) made[k] = static_cast<int>((k * k + 3 * k) % users);
  return made;
}();

}  // namespace

TEST_CASE("entries that rows name") {
  auto problem = gs::bind<factors>(user = user_of, y = target, m = users, d = dimensions);
  auto const theta = normal_numbers(users * dimensions + dimensions, 3);
  for (bool const all : {true, false}) {
    comparison const found =
        all ? compare_workers(problem, theta) : compare_workers(problem, theta, some_rows(30000, n));
    CHECK(found.divided);
    CHECK(found.different == 0);
    CHECK(found.far < 1e-12);
  }
}

TEST_CASE("an entry per row") {
  auto problem = gs::bind<per_row>(y = target, d = dimensions);
  auto const theta = normal_numbers(n + dimensions, 4);
  comparison found = compare_workers(problem, theta);
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < 1e-12);
  // Three rows again and again, to whose entries all threads would add at once: only values are divided among threads.
  found = compare_workers(problem, theta, some_rows(2 * n, 3));
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < 1e-9);
}

TEST_CASE("a table of as many entries as there are rows") {
  auto problem = gs::bind<large>(user = user_of, y = target, m = n);
  comparison const found = compare_workers(problem, normal_numbers(n, 5));
  CHECK(found.different == 0);
  CHECK(found.far < 1e-12);
}
