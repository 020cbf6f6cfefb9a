// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Symbols with the names of functions of the C library and of ours, inside a namespace, and `using
// namespace std` beside gradsmith.
#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace {

using namespace std;
namespace gs = gradsmith;

namespace model {

constexpr auto index = gs::axis<"index">;
constexpr auto j1 = gs::axis<"j1">;
constexpr auto y0 = gs::param<"y0">(j1);
constexpr auto y1 = gs::param<"y1">;
constexpr auto time = gs::input<"time">(index, j1);
constexpr auto gamma = gs::input<"gamma">(index);
constexpr auto log = gs::input<"log">;
constexpr auto compile = gs::input<"compile">;
constexpr auto distance = gs::let([] { return gs::sum(j1, y0 * time) + y1 - gamma; });
constexpr auto loss = gs::mean(index, square(distance)) + log * gs::sum(j1, square(y0)) + compile * exp(y1);

double evaluate(vector<double> const& data, vector<double> const& target, vector<double> const& at) {
  auto problem = gs::bind<loss>(time = gs::matrix(data, target.size(), 2), gamma = target, log = 0.5, compile = 0.25);
  vector<double> g(problem.size());
  return problem.value_and_gradient(at, g);
}

}  // namespace model

namespace beside_std {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto a = gs::param<"a">;
// Every name here is also one of std or of <cmath>.
constexpr auto loss = mean(i, log(1 + exp(-a * x))) + abs(a) + max(a, 0.0) + min(a, 2.0) + pow(a, 2) + sqrt(exp(a)) + tanh(a) + log1p(exp(a)) + expm1(a) +
                      exp2(a) + log2(exp2(a)) + log10(exp(a)) + floor(a) + round(a) + clamp(a, 0, 2.0) + fma(a, a, 1) + div(a, 2.0) +
                          erf(a) + erfc(2 * a) + lgamma(exp(a));

}  // namespace beside_std

}  // namespace

TEST_CASE("symbols named y0, y1, j1, index, time, gamma, log, compile") {
  vector<double> const data{1, 2, 3, 4}, target{1, -1}, at{0.5, -0.25, 2};
  double const first = 0.5 - 0.5 + 2 - 1;
  double const second = 1.5 - 1 + 2 + 1;
  double const expected = (first * first + second * second) / 2 + 0.5 * (0.25 + 0.0625) + 0.25 * exp(2.0);
  CHECK(model::evaluate(data, target, at) == doctest::Approx(expected).epsilon(1e-14));
}

TEST_CASE("using namespace std") {
  using beside_std::x;
  vector<double> const data{1, 2};
  auto problem = gs::bind<beside_std::loss>(x = data);
  vector<double> g(1), at{0.7};
  double const value = problem.value_and_gradient(at, g);
  double const expected = (log1p(exp(-0.7)) + log1p(exp(-1.4))) / 2 + 0.7 + 0.7 + 0.7 + 0.49 + sqrt(exp(0.7)) + tanh(0.7) +
                          log1p(exp(0.7)) + expm1(0.7) + exp2(0.7) + 0.7 + log10(exp(0.7)) + 0 + 1 + 0.7 + (0.49 + 1) + 0.35 +
                          erf(0.7) + erfc(1.4) + lgamma(exp(0.7));
  CHECK(value == doctest::Approx(expected).epsilon(1e-14));
}
