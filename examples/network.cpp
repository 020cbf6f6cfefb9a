// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A classifier with one hidden layer: layers named with let, all gradients in one call, each compared with
// a central difference; then trained on mini-batches.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

namespace gs = gradsmith;

namespace model {

constexpr auto i = gs::axis<"i">;             // observations
constexpr auto j = gs::axis<"j">;             // features
constexpr auto k = gs::axis<"k">;             // hidden units
constexpr auto c = gs::axis<"c">;             // classes
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i); // 0, 1, ...
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">(c);

constexpr auto hidden = gs::let([] { return tanh(sum(j, x * w1) + b1); });
constexpr auto score = gs::let([] { return sum(k, hidden * w2) + b2; });
constexpr auto loss = mean(i, -pick(c, log_softmax(c, score), label));

}  // namespace model

int main() {
  using namespace model;

  // Points in the plane; the class is the ring around the origin in which a point lies.
  constexpr std::size_t rows = 300, units = 16, classes = 3;
  std::minstd_rand random(1);
  auto const uniform = [&] { return 2 * static_cast<double>(random()) / 2147483647.0 - 1; };
  std::vector<double> points(2 * rows);
  std::vector<int> rings(rows);
  for (std::size_t r = 0; r < rows; ++r) {
    points[2 * r] = uniform();
    points[2 * r + 1] = uniform();
    rings[r] = std::min(2, static_cast<int>(2.5 * std::hypot(points[2 * r], points[2 * r + 1])));
  }

  // No array that is bound has the axes k and c: their extents are given.
  auto problem = gs::bind<loss>(x = gs::matrix(points, rows, 2), label = rings, k = units, c = classes);
  for (auto const& block : problem.blocks())
    std::printf("%-2.*s  %2zu numbers from %2zu\n", static_cast<int>(block.name.size()), block.name.data(), block.size, block.offset);

  // All weights 0 would stay equal for ever.
  gs::glorot_uniform{.inputs = 2, .outputs = units, .seed = 1}(problem.get("w1"));
  gs::glorot_uniform{.inputs = units, .outputs = classes, .seed = 2}(problem.get("w2"));

  std::vector<double> theta(problem.parameters().begin(), problem.parameters().end()), gradient(problem.size());
  problem.value_and_gradient(theta, gradient);
  double largest = 0;
  for (std::size_t p = 0; p < theta.size(); ++p) {
    double const at = theta[p], step = 1e-5;
    theta[p] = at + step;
    double const above = problem.value(theta);
    theta[p] = at - step;
    double const below = problem.value(theta);
    theta[p] = at;
    largest = std::max(largest, std::abs(gradient[p] - (above - below) / (2 * step)));
  }
  std::printf("gradient and differences agree: %s\n", largest < 1e-8 ? "yes" : "no");

  auto const print = gs::on(gs::event::epoch_end, [](auto const& now) {
    if (now.epoch % 20 == 0) std::printf("epoch %2d  loss %.3f\n", static_cast<int>(now.epoch), now.value);
  });
  auto const method = gs::in_batches(gs::adam{.learning_rate = 0.02}, {.rows = 32, .seed = 3});
  minimize(problem, method, gs::stop{.max_epochs = 80}, print);

  // The formula of the scores, with what was learnt.
  auto const weights = [&](char const* name, std::size_t height, std::size_t width) {
    return gs::matrix(problem.get(name).data(), height, width);
  };
  auto const [scores] =
      gs::compile<score>(x = gs::matrix(points, rows, 2), w1 = weights("w1", 2, units), b1 = problem.get("b1"),
                         w2 = weights("w2", units, classes), b2 = problem.get("b2"));
  std::size_t right = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    double const* const first = &scores(r, 0);
    right += std::max_element(first, first + classes) - first == rings[r] ? 1u : 0u;
  }
  std::printf("%zu of %zu points are put into their ring\n", right, rows);
}
