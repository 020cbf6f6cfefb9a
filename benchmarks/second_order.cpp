// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Second derivatives against the gradient: the product of the Hessian and a vector, and the whole Hessian, of a logistic regression and of
// small networks.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "losses.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;

std::vector<double> numbers(std::size_t count, double scale, unsigned seed) {
  std::mt19937_64 bits(seed);
  std::normal_distribution<double> normal;
  std::vector<double> all(count);
  for (double& each : all) each = scale * normal(bits);
  return all;
}

/// The Hessian times `direction` is the difference of gradients along it, and row `some` of the Hessian its product with a unit vector.
template <class Problem>
void check(Problem& problem, std::vector<double> const& theta, std::vector<double> const& direction, bool whole) {
  std::size_t const n = theta.size();
  std::vector<double> product(n), ahead(n), behind(n), moved(theta);
  problem.hvp(theta, direction, product);
  double const step = 1e-5;
  for (std::size_t k = 0; k < n; ++k) moved[k] = theta[k] + step * direction[k];
  problem.gradient(moved, ahead);
  for (std::size_t k = 0; k < n; ++k) moved[k] = theta[k] - step * direction[k];
  problem.gradient(moved, behind);
  double worst = 0, size = 0;
  for (std::size_t k = 0; k < n; ++k) {
    worst = std::max(worst, std::abs(product[k] - (ahead[k] - behind[k]) / (2 * step)));
    size = std::max(size, std::abs(product[k]));
  }
  if (whole) {
    std::vector<double> hessian(n * n);
    problem.hessian(theta, hessian);
    for (std::size_t row = 0; row < n; ++row) {
      double sum = 0;
      for (std::size_t k = 0; k < n; ++k) sum += hessian[row * n + k] * direction[k];
      worst = std::max(worst, std::abs(sum - product[row]));
    }
  }
  if (!(worst < 1e-6 * size)) {
    std::fprintf(stderr, "the Hessian is off by %g of %g\n", worst, size);
    std::exit(1);
  }
}

template <bool Whole, class Problem>
void run(std::string const& name, Problem problem) {
  auto const theta = numbers(problem.size(), 0.1, 1), direction = numbers(problem.size(), 1, 2);
  check(problem, theta, direction, Whole);
  std::vector<double> result(problem.size());
  std::vector<contender> contenders{{"gradient", [&] { problem.gradient(theta, result); }},
                                    {"Hessian times vector", [&] { problem.hvp(theta, direction, result); }}};
  std::vector<double> hessian(Whole ? problem.size() * problem.size() : 0);
  if constexpr (Whole) contenders.push_back({"Hessian", [&] { problem.hessian(theta, hessian); }});
  auto const times = measure(contenders, {.repetitions = 15});
  keep(hessian.data());
  print_rows(name + ", " + std::to_string(problem.size()) + " parameters", times, 1, "gradient");
}

void run_logistic(std::size_t rows, std::size_t columns) {
  auto const data = numbers(rows * columns, 1, 3);
  std::vector<double> labels = numbers(rows, 1, 4);
  for (double& each : labels) each = each > 0 ? 1 : -1;
  run<true>("logistic " + std::to_string(rows) + " x " + std::to_string(columns),
            gs::bind<logistic::loss>(logistic::x = gs::matrix(data, rows, columns), logistic::y = labels));
}

void run_network(std::size_t rows, std::size_t inputs, std::size_t hidden, std::size_t outputs) {
  auto const data = numbers(rows * inputs, 1, 5);
  std::vector<int> classes(rows);
  for (std::size_t r = 0; r < rows; ++r) classes[r] = static_cast<int>(r * 7 % outputs);
  run<false>("network " + std::to_string(inputs) + "-" + std::to_string(hidden) + "-" + std::to_string(outputs) + ", " + std::to_string(rows),
             gs::bind<network::loss>(network::x = gs::matrix(data, rows, inputs), network::label = classes, network::k = hidden, network::c = outputs));
}

}  // namespace

int main() {
  run_logistic(400, 8);
  run_logistic(1024, 32);
  run_logistic(20000, 32);
  run_network(64, 64, 32, 10);
  run_network(64, 784, 128, 10);
}
