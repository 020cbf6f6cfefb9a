// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// One step of each first-order method against a loop that only reads and writes what the step has to: the point, the
// gradient, and the method's own vectors. Then what stands around a rule against the rule.

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "timing.hpp"

namespace {

using namespace benchmarks;
namespace gs = gradsmith;

/// Reads `written` vectors and one more, and writes the former: what a step with written - 1 vectors of its own moves.
template <std::size_t Written>
void move_only(std::vector<std::vector<double>>& vectors, std::vector<double> const& gradient) {
  using gs::optimize::at, gs::optimize::put;
  std::span<double> own[Written];
  for (std::size_t v = 0; v < Written; ++v) own[v] = vectors[v];
  std::span<double const> const read = gradient;
  gs::optimize::sweep<double>(read.size(), [&]<class V>(std::size_t first_entry) {
    V const slope = at<V>(read, first_entry);
    for (std::size_t v = 0; v < Written; ++v) put(own[v], first_entry, at<V>(own[v], first_entry) + slope);
  });
}

/// A method whose steps move `Written` vectors besides reading the gradient.
template <std::size_t Written, class Rule>
void run(char const* name, Rule const& rule, std::size_t count) {
  std::vector<double> x(count), gradient(count);
  for (std::size_t k = 0; k < count; ++k) gradient[k] = std::sin(static_cast<double>(k)) * 1e-3;
  auto state = rule.template begin<double>(count);
  std::vector<std::vector<double>> vectors(Written, std::vector<double>(count));
  std::vector<contender> const contenders{
      {"read and write", [&] { move_only<Written>(vectors, gradient), keep(vectors[0].data()); }},
      {"gradsmith", [&] { rule.advance(std::span<double>{x}, std::span<double const>{gradient}, state), keep(x.data()); }}};
  print_rows(std::string(name) + ", " + std::to_string(count), measure(contenders), static_cast<double>(count), "read and write");
}

/// A rule with something around it, against the rule alone.
template <class Rule, class Around>
void run_around(char const* name, Rule const& rule, Around const& around, std::size_t count) {
  std::vector<double> x(count), y(count), gradient(count);
  for (std::size_t k = 0; k < count; ++k) gradient[k] = std::sin(static_cast<double>(k)) * 1e-3;
  auto state = rule.template begin<double>(count);
  auto around_state = around.template begin<double>(count);
  std::span<double const> const slope{gradient};
  std::vector<contender> const contenders{
      {"the rule", [&] { rule.advance(std::span<double>{x}, slope, state), keep(x.data()); }},
      {"gradsmith", [&] { around.advance(std::span<double>{y}, slope, around_state), keep(y.data()); }}};
  print_rows(std::string(name) + ", " + std::to_string(count), measure(contenders), static_cast<double>(count),
             "the rule");
}

}  // namespace

int main() {
  for (std::size_t const count : {std::size_t{1'000}, std::size_t{30'000}, std::size_t{1'000'000}, std::size_t{10'000'000}}) {
    run<1>("sgd", gs::sgd{.learning_rate = 1e-6}, count);
    run<2>("sgd with momentum", gs::sgd{.learning_rate = 1e-6, .momentum = 0.9}, count);
    run<2>("adagrad", gs::adagrad{.learning_rate = 1e-6}, count);
    run<2>("rmsprop", gs::rmsprop{.learning_rate = 1e-6}, count);
    run<2>("lion", gs::lion{.learning_rate = 1e-6}, count);
    run<3>("adam", gs::adam{.learning_rate = 1e-6}, count);
    run<3>("adamw", gs::adamw{.learning_rate = 1e-6}, count);
    run<4>("amsgrad", gs::adam{.learning_rate = 1e-6, .amsgrad = true}, count);
    gs::adam const rule{.learning_rate = 1e-6};
    run_around("adam, clipped by norm", rule, gs::clipped(rule, gs::by_norm{.largest = 1e-6}), count);
    run_around("adam, not long enough to be clipped", rule, gs::clipped(rule, gs::by_norm{.largest = 1e6}), count);
    run_around("adam, two gradients for a step", rule, gs::accumulated(rule, 2), count);
  }
}
