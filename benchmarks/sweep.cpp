// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Logistic regression for 4 to 128 features and 32,768 numbers in all: the cost per number falls smoothly,
// with extents known at run time or to the compiler.

#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "logistic_problem.hpp"
#include "losses.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;

template <int Columns>
struct fixed {
  static constexpr auto i = gs::axis<"i">;
  static constexpr auto j = gs::axis<"j", Columns>;
  static constexpr auto w = gs::param<"w">(j);
  static constexpr auto b = gs::param<"b">;
  static constexpr auto x = gs::input<"x">(i, j);
  static constexpr auto y = gs::input<"y">(i);
  static constexpr auto loss = mean(i, log(1 + exp(-y * (sum(j, w * x) + b))));
};

template <int Columns>
void run() {
  constexpr std::size_t columns = Columns;
  constexpr std::size_t rows = 32768 / columns;
  logistic_data const data(rows, columns);
  auto const& p = data.problem;
  std::vector<double> theta(p.w, p.w + columns);
  theta.push_back(p.b);
  std::vector<double> gradient(columns + 1);
  auto at_run_time = gs::bind<logistic::loss>(logistic::x = gs::matrix(p.x, rows, columns), logistic::y = std::span(p.y, rows));
  auto known = gs::bind<fixed<Columns>::loss>(fixed<Columns>::x = gs::matrix(p.x, rows, columns),
                                              fixed<Columns>::y = std::span(p.y, rows));
  double sink = 0;
  std::vector<contender> const contenders{{"run-time extent", [&] { sink = at_run_time.value_and_gradient(theta, gradient); }},
                                          {"compile-time extent", [&] { sink = known.value_and_gradient(theta, gradient); }}};
  auto const times = measure(contenders);
  keep(&sink);
  print_rows("sweep " + std::to_string(columns), times, static_cast<double>(rows * columns), "run-time extent");
}

}  // namespace

int main() {
  run<4>();
  run<8>();
  run<16>();
  run<32>();
  run<64>();
  run<128>();
}
