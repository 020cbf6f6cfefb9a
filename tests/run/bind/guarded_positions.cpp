// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Index arrays with entries that are no positions, -1 where nothing is to be read, behind a choice that does not ask for them.
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto t = gs::axis<"t">;
constexpr auto w = gs::param<"w">(t);
constexpr auto k = gs::input<"k">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto padded = sum(i, square(where(k >= 0, w(k), 0) - y));
constexpr auto named = gs::let([] { return where(k >= 0, w(k), 0); });
constexpr auto by_name = sum(i, square(named - y));
constexpr auto masked = masked_sum(i, k >= 0, square(w(k) - y));
constexpr auto half_guarded = padded + sum(i, w(k));
constexpr auto labelled = padded + sum(i, where(k >= 0, gs::pick(t, w, k), 0));

}  // namespace

TEST_CASE("guarded positions: -1 where nothing is to be read") {
  for (std::size_t n : {1U, 2U, 17U}) {
    std::vector<int> at(n);
    auto const theta = normal_numbers(4, 1), target = normal_numbers(n, 2);
    double all = 0, some = 0;
    for (std::size_t e = 0; e < n; ++e) {
      at[e] = static_cast<int>(e % 5) - 1;
      double const entry = at[e] < 0 ? 0 : theta[static_cast<std::size_t>(at[e])], residual = entry - target[e];
      all += residual * residual;
      some += at[e] < 0 ? 0 : residual * residual;
    }
    auto problem = gs::bind<padded>(k = at, y = target, t = 4);
    CHECK(distance(problem.value(theta), all) < 1e-14);
    CHECK(gradient_error(problem, theta) < 1e-8);
    CHECK(hessian_error(problem, theta) < 1e-8);
    auto same = gs::bind<by_name>(k = at, y = target, t = 4);
    CHECK(distance(same.value(theta), all) < 1e-14);
    auto [kept] = gs::compile<masked>(k = at, y = target, w = theta);
    CHECK((n == 1 ? kept == 0 : distance(kept, some) < 1e-14));
    // An entry that the choice does ask for, a read without a choice, and a label are checked.
    CHECK_THROWS_AS((void)gs::bind<half_guarded>(k = at, y = target, t = 4), gs::data_error);
    CHECK_THROWS_AS((void)gs::bind<labelled>(k = at, y = target, t = 4), gs::data_error);
    at[n - 1] = 4;
    CHECK_THROWS_WITH_AS((void)gs::bind<padded>(k = at, y = target, t = 4),
                         "gradsmith: w is read at position 4 of the axis t, which has 4 entries counted from 0", gs::data_error);
  }
}
