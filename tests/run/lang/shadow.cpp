// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// g++ warns (-Wshadow) when a parameter of a lambda or constructor inside a template has the name of a symbol at
// namespace scope: a header that does would not compile here with -Werror.
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

#include "support/names_of_users.hpp"

constexpr auto i = gradsmith::axis<"i">;
constexpr auto j = gradsmith::axis<"j">;
constexpr auto k = gradsmith::axis<"k">;
constexpr auto w = gradsmith::param<"w">(j, k);
constexpr auto b = gradsmith::param<"b">(k);
constexpr auto x = gradsmith::input<"x">(i, j);
constexpr auto y = gradsmith::input<"y">(i);
constexpr auto rows = gradsmith::input<"rows">(i);
constexpr auto scores = gradsmith::let([] { return gradsmith::sum(j, w * x) + b; });
constexpr auto loss = gradsmith::mean(i, -gradsmith::pick(k, gradsmith::log_softmax(k, scores), y) * rows) +
                      lambda * gradsmith::sum(j, k, square(w)) + gradsmith::mean(i, gradsmith::max(k, scores));

TEST_CASE("no name inside the headers shadows a name of the user") {
  std::vector<double> const numbers{1, 2, 3, 4, 5, 6};
  std::vector<int> const classes{0, 1, 0};
  std::vector<double> const importance{1, 1, 2};
  std::vector<double> const weights_{0.1, 0.2, 0.3, 0.4};
  std::vector<double> const biases{0, 0};
  auto bound_problem = gradsmith::bind<loss>(x = gradsmith::matrix(numbers, 3, 2), y = classes, rows = importance, lambda = 0.1, k = 2);
  std::vector<double> slopes(bound_problem.size());
  bound_problem.set(w = weights_);
  double const at_once = bound_problem.value_and_gradient(bound_problem.parameters(), slopes);
  CHECK(at_once == doctest::Approx(bound_problem.value(bound_problem.parameters())));
  bound_problem.hvp(bound_problem.parameters(), weights_.size() == 4 ? std::vector<double>(6, 1.0) : weights_, slopes);
  std::vector<std::uint32_t> const some{2, 0};
  CHECK(bound_problem.batch(some).value(bound_problem.parameters()) > 0);
  auto const [loss_value, dw, db] = gradsmith::compile<loss, gradsmith::gradient(loss)>(
      w = gradsmith::matrix(weights_, 2, 2), b = biases, x = gradsmith::matrix(numbers, 3, 2), y = classes, rows = importance, lambda = 0.1);
  CHECK(loss_value == doctest::Approx(at_once));
  CHECK(dw.size() + db.size() == bound_problem.size());
  CHECK(!gradsmith::explain<loss>().empty());
  static_assert(!gradsmith::to_string<loss>.view().empty());

  static_assert(gradsmith::equivalent<gradsmith::hvp(loss, b, v), gradsmith::diff(gradsmith::jvp(loss, b, v), b)>);
}
