// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Value and gradient of the logistic loss: the expert, the peers that were found, and the pure
// read, interleaved.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/explain.hpp>

#include "blas.hpp"
#include "losses.hpp"
#include "logistic_peers.hpp"
#include "linear_peers.hpp"
#include "logistic_problem.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;

/// Largest error of a gradient entry relative to the gradient's norm.
double error(std::vector<double> const& gradient, std::vector<long double> const& reference) {
  long double norm = 0, worst = 0;
  for (std::size_t j = 0; j < reference.size(); ++j) {
    norm += reference[j] * reference[j];
    worst = std::max(worst, std::abs(static_cast<long double>(gradient[j]) - reference[j]));
  }
  return static_cast<double>(worst / std::sqrt(norm));
}

void run(std::size_t rows, std::size_t columns) {
  logistic_data const data(rows, columns);
  auto const& p = data.problem;
  expert::linear_problem const linear{p.rows, p.columns, p.x, p.y, p.w, p.b};
  std::vector<double> gradient(columns + 1);
  std::vector<long double> reference;
  auto const value = logistic_reference(p, reference);
  double sink = 0;

  std::vector<contender> contenders;
  auto const add = [&](std::string name, auto f) {
    double const got = f();
    // A contender that computes something else is no contender.
    if (!(std::abs(got / value - 1) < 1e-12) || !(error(gradient, reference) < 1e-12)) {
      std::fprintf(stderr, "%s: relative error of the value %.1e, of the gradient %.1e\n", name.c_str(),
                   static_cast<double>(std::abs(got / value - 1)), error(gradient, reference));
      std::exit(1);
    }
    contenders.push_back({std::move(name), [&sink, f]() mutable { sink = f(); }});
  };
  add("expert", [&] { return expert::rows<pointwise::logistic>(linear, gradient.data()); });
  auto problem = gs::bind<logistic::loss>(
      logistic::x = gs::matrix(p.x, rows, columns, p.stride), logistic::y = std::span(p.y, rows));
  std::vector<double> theta(p.w, p.w + columns);
  theta.push_back(p.b);
  add("gradsmith", [&] { return problem.value_and_gradient(theta, gradient); });
#if defined(GRADSMITH_BENCHMARK_EIGEN)
  eigen_naive naive(rows);
  eigen_stable stable(rows);
  add("eigen naive", [&] { return naive(p, gradient.data()); });
  add("eigen stable", [&] { return stable(p, gradient.data()); });
#endif
  contenders.push_back(
      {"expert, gradient", [&] { sink = expert::rows<pointwise::logistic, false>(linear, gradient.data()); }});
  contenders.push_back({"gradsmith, gradient", [&] { problem.gradient(theta, gradient); }});
#if defined(GRADSMITH_BENCHMARK_BLAS)
  blas_two_products<layout::rows> products(rows);
  contenders.push_back({"openblas gemv x2", [&] { products(linear, gradient.data()); }});
#endif
  auto const n = rows * columns;
  contenders.push_back({"read 1", [&] { sink = read_all<1, 0>(p.x, n); }});
  contenders.push_back({"read 4", [&] { sink = read_all<4, 0>(p.x, n); }});
  contenders.push_back({"read 8", [&] { sink = read_all<8, 0>(p.x, n); }});
  contenders.push_back({"read 4, fetch", [&] { sink = read_all<4, 2048>(p.x, n); }});
  contenders.push_back({"read 8, fetch", [&] { sink = read_all<8, 2048>(p.x, n); }});

  auto const times = measure(contenders);
  keep(&sink);
  print_rows("logistic " + std::to_string(rows) + " x " + std::to_string(columns), times, static_cast<double>(rows), "expert",
             gs::explain<logistic::loss>(logistic::i = rows, logistic::j = columns).predicted.seconds());
}

}  // namespace

int main(int, [[maybe_unused]] char** arguments) {
#if defined(GRADSMITH_BENCHMARK_BLAS)
  blas::prepare(arguments);
#endif
  run(400, 8);
  run(1024, 32);
  run(20000, 32);
  run(262144, 32);
}
