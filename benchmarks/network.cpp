// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Value and all gradients of a network 784-128-10 against the five matrix products alone that they need.

#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "blas.hpp"
#include "losses.hpp"
#include "network_peers.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;

template <class T>
void run(std::size_t batch, char const* type) {
  constexpr std::size_t inputs = 784;
  constexpr std::size_t hidden = 128;
  constexpr std::size_t outputs = 10;
  std::mt19937 bits(5);
  std::normal_distribution<T> normal;
  std::vector<T> x(batch * inputs);
  for (T& each : x) each = normal(bits);
  std::vector<int> label(batch);
  for (int& each : label) each = static_cast<int>(bits() % outputs);
  auto problem = gs::bind<network::loss>(network::x = gs::matrix(x, batch, inputs), network::label = label,
                                         network::k = hidden, network::c = outputs);
  std::vector<T> theta(problem.size());
  for (T& each : theta) each = normal(bits) / 28;
  std::vector<T> gradient(problem.size());
  T sink = 0;

  std::vector<contender> contenders{{"gradsmith", [&] { sink = problem.value_and_gradient(theta, gradient); }}};
#if defined(GRADSMITH_BENCHMARK_BLAS)
  network_products<T> products(batch, inputs, hidden, outputs);
  contenders.push_back({"openblas, 5 products", [&] { products(); }});
#endif
  auto const times = measure(contenders);
  keep(&sink);
  print_rows("network 784-128-10 " + std::to_string(batch) + " " + type, times, 1, "gradsmith");
}

}  // namespace

int main(int, [[maybe_unused]] char** arguments) {
#if defined(GRADSMITH_BENCHMARK_BLAS)
  blas::prepare(arguments);
#endif
  run<float>(64, "float");
  run<float>(512, "float");
  run<double>(64, "double");
  run<double>(512, "double");
}
