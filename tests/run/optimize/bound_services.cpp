// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What stands around a run, with a bound loss.
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto w = gs::param<"w">(j, k);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i, k);
constexpr auto loss = mean(i, sum(k, square(tanh(sum(j, w * x)) + b - y))) + 0.1 * sum(j, sum(k, abs(w)));

struct numbers {
  std::vector<double> data, target;
  numbers() {
    for (int n = 0; n < 24; ++n) data.push_back(std::sin(3.0 * n));
    for (int n = 0; n < 36; ++n) target.push_back(std::cos(2.0 * n));
  }
  auto bound() const { return gs::bind<loss>(x = gs::matrix(data, 12, 2), y = gs::matrix(target, 12, 3)); }
};

}  // namespace

TEST_CASE("its gradient agrees with differences but at kinks, and parameters have their names") {
  numbers const n;
  auto problem = n.bound();
  std::vector<double> const at{0.3, -0.7, 0.2, 0, 1.1, -0.4, 0.6};
  auto const report = gs::check_gradient(problem, at);
  REQUIRE(report.entries.size() == 7);
  std::vector<std::string> const names{"w[0,0]", "w[0,1]", "w[0,2]", "w[1,0]", "w[1,1]", "w[1,2]", "b"};
  for (std::size_t entry = 0; entry < 7; ++entry) {
    CHECK(report.entries[entry].name == names[entry]);
    CHECK(report.entries[entry].verdict ==
          (entry == 3 ? gs::gradient_verdict::not_differentiable : gs::gradient_verdict::agrees));
  }
  std::copy(at.begin(), at.end(), problem.parameters().begin());
  CHECK(gs::check_gradient(problem).count(gs::gradient_verdict::agrees) == 6);
  CHECK(std::vector<double>(problem.parameters().begin(), problem.parameters().end()) == at);
}

TEST_CASE("a run in batches goes on to the same bits") {
  numbers const n;
  auto whole = n.bound(), broken = n.bound();
  auto const method = gs::in_batches(gs::adam{.learning_rate = 0.05}, {.rows = 5, .seed = 3});
  gs::stop const limits{.gradient_norm = std::nullopt, .max_steps = 100};
  auto const expected = minimize(whole, method, limits);
  std::stringstream file;
  {
    gs::minimization run(broken, method, limits);
    while (run.steps() < 50) run.step();
    run.save(file);
  }
  gs::minimization run(broken, method, limits);
  run.load(file);
  while (run.step()) {}
  CHECK(run.finish().point == expected.point);
  CHECK(std::vector<double>(broken.parameters().begin(), broken.parameters().end()) == expected.point);
}
