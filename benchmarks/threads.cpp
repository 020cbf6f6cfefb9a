// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Value and gradients by one thread and by two: the problem as bind made it, its parts in one thread, its parts in two.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/in_parallel.hpp>
#include <gradsmith/parallel/threads.hpp>

#include "logistic_problem.hpp"
#include "losses.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;

namespace scores {

constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto z = gs::input<"z">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, log(1 + exp(-y * (a * z + b))));

}  // namespace scores

namespace mixture {

constexpr auto i = gs::axis<"i">;
constexpr auto d = gs::axis<"d">;
constexpr auto k = gs::axis<"k">;
constexpr auto alpha = gs::param<"alpha">(k);
constexpr auto mu = gs::param<"mu">(k, d);
constexpr auto tau = gs::param<"tau">(k, d);
constexpr auto x = gs::input<"x">(i, d);
constexpr auto component = gs::let([] { return alpha + sum(d, tau - square(exp(tau) * (x - mu)) / 2); });
constexpr auto loss = logsumexp(k, alpha) - mean(i, logsumexp(k, component));

}  // namespace mixture

template <class T>
std::vector<T> normal_numbers(std::size_t count, double scale = 1) {
  std::mt19937_64 bits(5);
  std::normal_distribution<double> normal(0, scale);
  std::vector<T> made(count);
  for (T& each : made) each = static_cast<T>(normal(bits));
  return made;
}

template <class Problem>
void run(std::string const& workload, Problem problem, double units) {
  using T = typename Problem::value_type;
  auto const theta = normal_numbers<T>(problem.size(), 1.0 / 28);
  std::vector<T> gradient(problem.size()), serial_gradient(problem.size());
  auto serial = gs::in_parallel(problem, gs::serial{});
  auto two = gs::in_parallel(problem, gs::threads{2});
  bool const same = serial.value_and_gradient(theta, serial_gradient) == two.value_and_gradient(theta, gradient);
  if (!same || gradient != serial_gradient) {
    std::fprintf(stderr, "%s: two threads compute something else\n", workload.c_str());
    std::exit(1);
  }
  T sink = 0;
  std::vector<contender> const contenders{
      {"1 thread", [&] { sink = serial.value_and_gradient(theta, gradient); }},
      {"2 threads", [&] { sink = two.value_and_gradient(theta, gradient); }},
      {"undivided", [&] { sink = problem.value_and_gradient(theta, gradient); }},
  };
  auto const times = measure(contenders);
  keep(&sink);
  print_rows(workload, times, units, "1 thread");
}

void run_network(std::size_t batch) {
  constexpr std::size_t inputs = 784, hidden = 128, outputs = 10;
  auto const x = normal_numbers<float>(batch * inputs);
  std::vector<int> label(batch);
  for (std::size_t row = 0; row < batch; ++row) label[row] = static_cast<int>(row * 7 % outputs);
  run("network 784-128-10 " + std::to_string(batch) + " float",
      gs::bind<network::loss>(network::x = gs::matrix(x, batch, inputs), network::label = label, network::k = hidden,
                              network::c = outputs),
      static_cast<double>(batch));
}

}  // namespace

int main() {
  {
    constexpr std::size_t n = 1'000'000;
    auto const z = normal_numbers<double>(n);
    std::vector<double> y(n);
    for (std::size_t row = 0; row < n; ++row) y[row] = row % 3 == 0 ? 1 : -1;
    run("pointwise logistic 1000000", gs::bind<scores::loss>(scores::z = z, scores::y = y), n);
  }
  {
    constexpr std::size_t n = 10'000, dimensions = 8, components = 16;
    auto const x = normal_numbers<double>(n * dimensions);
    run("mixture 10000 x 8, 16 components",
        gs::bind<mixture::loss>(mixture::x = gs::matrix(x, n, dimensions), mixture::k = components), n);
  }
  run_network(512);
  run_network(8192);
  for (std::size_t const rows : {std::size_t{1024}, std::size_t{20'000}, std::size_t{262'144}}) {
    logistic_data const data(rows, 32);
    auto const& p = data.problem;
    run("logistic " + std::to_string(rows) + " x 32",
        gs::bind<logistic::loss>(logistic::x = gs::matrix(p.x, rows, 32, p.stride), logistic::y = std::span(p.y, rows)),
        static_cast<double>(rows));
  }
}
