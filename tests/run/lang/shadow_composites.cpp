// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// As shadow.cpp, for composites, their terms and their methods.
#include <cstddef>
#include <span>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>

#include "support/names_of_users.hpp"

namespace {

struct three_springs {
  static std::size_t size() { return 3; }
  static double value_and_gradient(std::span<double const> position_vector, std::span<double> partial_slopes) {
    double total_energy = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      partial_slopes[k] = position_vector[k] - 2;
      total_energy += partial_slopes[k] * partial_slopes[k] / 2;
    }
    return total_energy;
  }
};

}  // namespace

TEST_CASE("no name inside the headers of terms and their methods shadows a name of the user") {
  namespace gs = gradsmith;
  auto const falls = [](auto const& chosen_method, auto const& chosen_term) {
    gs::minimization watched_run(gs::composite(three_springs{}, chosen_term), {1, 0.5, 0.25}, chosen_method, gs::stop{.max_steps = 5});
    auto const saved_state = watched_run.save();
    watched_run.load(saved_state);
    while (watched_run.step()) {}
    auto const what_came_out = watched_run.finish();
    return what_came_out.value <= what_came_out.history[0].value;
  };
  CHECK(falls(gs::fista{}, gs::l1{.weight = 0.1}));
  CHECK(falls(gs::fista{}, gs::l2{.weight = 0.1}));
  CHECK(falls(gs::fista{}, gs::elastic_net{.l1 = 0.1, .l2 = 0.1}));
  CHECK(falls(gs::projected_gradient{}, gs::group_lasso{.weight = 0.1, .blocks = {{.offset = 0, .size = 2}}}));
  CHECK(falls(gs::projected_gradient{}, gs::simplex{}));
  CHECK(falls(gs::owl_qn{}, gs::l1{.weight = 0.1}));
  CHECK(falls(gs::lbfgs_b{}, gs::box{.lower = {0}, .upper = {3}}));
  CHECK(falls(gs::lbfgs_b{}, gs::at_least_zero{}));
}
