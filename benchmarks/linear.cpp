// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Value and gradient of generalised linear models, least squares, logistic and Poisson, over rows and over columns, from 8 to 20,000
// features: the expert, the peers that were found, and the pure read, interleaved.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>

#include "linear_peers.hpp"
#include "logistic_peers.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;
namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto score = gs::let([] { return sum(j, w * x) + b; });

template <class Law>
inline constexpr auto loss = nullptr;
template <>
inline constexpr auto loss<pointwise::squares> = mean(i, 0.5 * square(score - y));
template <>
inline constexpr auto loss<pointwise::logistic> = mean(i, log(1 + exp(-y * score)));
template <>
inline constexpr auto loss<pointwise::poisson> = mean(i, exp(score) - y * score);

/// Random data: X by rows or by columns, beginning on a cache line.
template <class Law>
struct linear_data {
  linear_data(std::size_t rows, std::size_t columns) : storage(rows * columns + 4096), targets(rows), weights(columns) {
    std::mt19937_64 bits(7);
    std::normal_distribution<double> normal;
    auto const offset = (64 - reinterpret_cast<std::size_t>(storage.data()) % 64) % 64 / sizeof(double);
    double* const numbers = storage.data() + offset;
    for (std::size_t k = 0; k < rows * columns; ++k) numbers[k] = normal(bits);
    for (double& each : weights) each = normal(bits) / std::sqrt(static_cast<double>(columns));
    for (double& each : targets) each = Law::labels ? (normal(bits) > 0 ? 1 : -1) : std::floor(2 * std::abs(normal(bits)));
    problem = {rows, columns, numbers, targets.data(), weights.data(), 0.25};
  }
  linear_data(linear_data const&) = delete;
  std::vector<double> storage, targets, weights;
  expert::linear_problem problem;
};

/// The value in long double; fills the gradient.
template <class Law, layout Layout>
long double reference(expert::linear_problem const& p, std::vector<long double>& gradient) {
  auto const entry = [&](std::size_t r, std::size_t c) { return static_cast<long double>(Layout == layout::rows ? p.x[r * p.columns + c] : p.x[c * p.rows + r]); };
  gradient.assign(p.columns + 1, 0);
  long double value = 0;
  for (std::size_t r = 0; r < p.rows; ++r) {
    long double t = p.b;
    for (std::size_t c = 0; c < p.columns; ++c) t += entry(r, c) * p.w[c];
    auto const each = Law::template plain<long double>(t, p.y[r]);
    value += each.value;
    for (std::size_t c = 0; c < p.columns; ++c) gradient[c] += each.slope * entry(r, c);
    gradient[p.columns] += each.slope;
  }
  for (auto& g : gradient) g /= static_cast<long double>(p.rows);
  return value / static_cast<long double>(p.rows);
}

template <class Law, layout Layout>
void run(std::size_t rows, std::size_t columns) {
  linear_data<Law> const data(rows, columns);
  auto const& p = data.problem;
  std::vector<double> gradient(columns + 1), theta(data.weights);
  theta.push_back(p.b);
  std::vector<long double> right;
  long double const value = reference<Law, Layout>(p, right);
  std::string const name = std::string(Law::name) + (Layout == layout::rows ? " " : ", columns, ") + std::to_string(rows) + " x " + std::to_string(columns);
  double sink = 0;

  std::vector<contender> contenders;
  auto const add = [&](std::string who, auto f) {
    double const got = f();
    long double norm = 0, worst = 0;
    for (std::size_t k = 0; k < right.size(); ++k) norm += right[k] * right[k], worst = std::max(worst, std::abs(gradient[k] - right[k]));
    // A contender that computes something else is no contender.
    if (!(std::abs(got / value - 1) < 1e-12L) || !(worst < 1e-12L * std::sqrt(norm))) {
      std::fprintf(stderr, "%s, %s: relative error of the value %.1e, of the gradient %.1e\n", name.c_str(), who.c_str(),
                   static_cast<double>(std::abs(got / value - 1)), static_cast<double>(worst / std::sqrt(norm)));
      std::exit(1);
    }
    contenders.push_back({std::move(who), [&sink, f]() mutable { sink = f(); }});
  };
  add("expert", [&] { return Layout == layout::rows ? expert::rows<Law>(p, gradient.data()) : expert::columns<Law>(p, gradient.data()); });
  auto problem = [&] {
    if constexpr (Layout == layout::rows) return gs::bind<loss<Law>>(x = gs::matrix(p.x, rows, columns), y = data.targets);
    else return gs::bind<loss<Law>>(x = gs::column_major(p.x, rows, columns), y = data.targets);
  }();
  add("gradsmith", [&] { return problem.value_and_gradient(theta, gradient); });
#if defined(GRADSMITH_BENCHMARK_EIGEN)
  eigen_linear<Law, Layout> eigen(rows);
  add("eigen", [&] { return eigen(p, gradient.data()); });
#endif
#if defined(GRADSMITH_BENCHMARK_BLAS)
  blas_two_products<Layout> products(rows);
  contenders.push_back({"openblas gemv x2", [&] { products(p, gradient.data()); }});
#endif
  auto const n = rows * columns;
  contenders.push_back({"read 4", [&] { sink = read_all<4, 0>(p.x, n); }});
  contenders.push_back({"read 8", [&] { sink = read_all<8, 0>(p.x, n); }});
  contenders.push_back({"read 8, fetch", [&] { sink = read_all<8, 2048>(p.x, n); }});
  auto const times = measure(contenders, {.repetitions = 15, .seconds_per_sample = 1e-3});
  keep(&sink);
  print_rows(name, times, static_cast<double>(rows), "expert", gs::explain<loss<Law>>(i = rows, j = columns).predicted.seconds());
}

template <class Law>
void run_all() {
  for (auto const& [rows, columns] : std::vector<std::pair<std::size_t, std::size_t>>{
           {400, 8}, {1024, 32}, {20000, 32}, {262144, 32}, {32768, 256}, {4096, 2048}, {300, 20000}}) {
    run<Law, layout::rows>(rows, columns);
    run<Law, layout::columns>(rows, columns);
  }
}

}  // namespace

int main(int, [[maybe_unused]] char** arguments) {
#if defined(GRADSMITH_BENCHMARK_BLAS)
  blas::prepare(arguments);
#endif
  run_all<pointwise::squares>();
  run_all<pointwise::logistic>();
  run_all<pointwise::poisson>();
}
