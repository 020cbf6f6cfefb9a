// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Value and all gradients of softmax regression and of networks with one and two hidden layers, against the matrix products alone
// that they need.

#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include <gradsmith/explain.hpp>

#include "blas.hpp"
#include "losses.hpp"
#include "network_peers.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;

enum class model { softmax, two_classes, one_hidden_layer, two_hidden_layers };

/// The problem of a network with layers of the given widths.
template <model Model, class T>
auto bind_network(std::vector<T> const& data, std::vector<int> const& classes, std::vector<std::size_t> const& widths) {
  using namespace network;
  auto const rows = gs::matrix(data, classes.size(), widths.front());
  if constexpr (Model == model::softmax) return gs::bind<softmax_loss>(x = rows, label = classes, c = widths[1]);
  else if constexpr (Model == model::two_classes) return gs::bind<two_classes_loss>(x = rows, y = classes, k = widths[1]);
  else if constexpr (Model == model::one_hidden_layer) return gs::bind<loss>(x = rows, label = classes, k = widths[1], c = widths[2]);
  else return gs::bind<deep_loss>(x = rows, label = classes, k = widths[1], l = widths[2], c = widths[3]);
}

/// The seconds that explain predicts; it does so for double.
template <model Model>
double predict(std::size_t batch, std::vector<std::size_t> const& widths) {
  using namespace network;
  std::size_t const features = widths.front();
  if constexpr (Model == model::softmax) return gs::explain<softmax_loss>(i = batch, j = features, c = widths[1]).predicted.seconds();
  else if constexpr (Model == model::two_classes) return gs::explain<two_classes_loss>(i = batch, j = features, k = widths[1]).predicted.seconds();
  else if constexpr (Model == model::one_hidden_layer)
    return gs::explain<loss>(i = batch, j = features, k = widths[1], c = widths[2]).predicted.seconds();
  else return gs::explain<deep_loss>(i = batch, j = features, k = widths[1], l = widths[2], c = widths[3]).predicted.seconds();
}

template <class T, model Model>
void run(std::size_t batch, std::vector<std::size_t> const& widths) {
  std::mt19937 bits(5);
  std::normal_distribution<T> normal;
  std::vector<T> data(batch * widths.front());
  for (T& each : data) each = normal(bits);
  std::vector<int> classes(batch);
  for (int& each : classes) each = Model == model::two_classes ? static_cast<int>(bits() % 2) * 2 - 1 : static_cast<int>(bits() % widths.back());
  auto problem = bind_network<Model>(data, classes, widths);
  std::vector<T> theta(problem.size());
  for (T& each : theta) each = normal(bits) / 28;
  std::vector<T> gradient(problem.size());
  T sink = 0;

  std::vector<contender> contenders{{"gradsmith", [&] { sink = problem.value_and_gradient(theta, gradient); }}};
#if defined(GRADSMITH_BENCHMARK_BLAS)
  network_products<T> products(batch, widths);
  contenders.push_back({"openblas, its products", [&] { products(); }});
#endif
  auto const times = measure(contenders, {.repetitions = 21});
  keep(&sink);
  std::string name = Model == model::softmax ? "softmax regression " : "network ";
  for (std::size_t const& width : widths) name += std::to_string(width) + (&width == &widths.back() ? " " : "-");
  print_rows(name + std::to_string(batch) + (sizeof(T) == 4 ? " float" : " double"), times, 1, "gradsmith", sizeof(T) == 8 ? predict<Model>(batch, widths) : 0);
}

template <class T>
void run_all() {
  run<T, model::softmax>(1797, {64, 10});
  run<T, model::softmax>(20000, {16, 26});
  run<T, model::softmax>(5000, {784, 10});
  run<T, model::two_classes>(32, {30, 16, 1});
  run<T, model::one_hidden_layer>(64, {64, 32, 10});
  run<T, model::one_hidden_layer>(64, {784, 128, 10});
  run<T, model::one_hidden_layer>(512, {784, 128, 10});
  run<T, model::two_hidden_layers>(256, {784, 512, 256, 10});
}

}  // namespace

int main(int, [[maybe_unused]] char** arguments) {
#if defined(GRADSMITH_BENCHMARK_BLAS)
  blas::prepare(arguments);
#endif
  run_all<float>();
  run_all<double>();
}
