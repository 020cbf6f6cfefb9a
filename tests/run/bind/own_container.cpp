// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// An array type that the library does not know, made bindable by the program that has it.
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/batches.hpp"

namespace own {

/// Records of a position and a weight, of which a fit wants the columns.
struct record {
  double position[2];
  double weight;
};
struct records {
  std::vector<record> all;
};

}  // namespace own

template <>
struct gradsmith::array_adapter<own::records> {
  static constexpr bool owns = true;
  static array_view<double const, 2> view(own::records const& r) noexcept {
    return {&r.all.front().position[0], {r.all.size(), 3}, {sizeof(own::record) / sizeof(double), 1}};
  }
};

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto loss = mean(i, log(1 + exp(-sum(j, w * x))));
constexpr auto f = gs::compile<loss, gs::diff(loss, w)>;

}  // namespace

TEST_CASE("an array type from outside is bound like the library's own") {
  std::size_t const rows = 37;
  auto const numbers = normal_numbers(3 * rows, 11);
  own::records table;
  for (std::size_t r = 0; r < rows; ++r) table.all.push_back({{numbers[3 * r], numbers[3 * r + 1]}, numbers[3 * r + 2]});
  auto problem = gs::bind<loss>(x = table);
  auto same = gs::bind<loss>(x = gs::matrix(numbers, rows, 3));
  CHECK(problem.rows() == rows);
  auto const theta = normal_numbers(3, 12);
  CHECK(difference(problem, same, theta) == 0);
  // A call takes a temporary; bind refuses one at compile time, as it does for every type that owns.
  auto const [value, slope] = f(w = theta, x = own::records(table));
  CHECK(value == same.value(theta));
  CHECK(slope.size() == 3);
}
