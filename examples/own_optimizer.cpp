// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// An optimizer of one's own on an objective of one's own: Signum (Bernstein et al. 2018), which steps by the sign of a
// moving average. A method is an aggregate of options, a state, and one advance; loop, stopping, callbacks, history and
// mini-batches come with it. Nothing of the expression language is needed.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <span>
#include <vector>

#include <gradsmith/optimize.hpp>

namespace gs = gradsmith;

namespace mine {

struct signum {
  double learning_rate = 1e-3;                       // length of a step in every parameter
  double decay = 0.9;                                // beta

  template <class T>
  struct state {
    std::vector<T> average;
  };
  // The state at the beginning of a run with n parameters.
  template <class T>
  state<T> begin(std::size_t n) const {
    return {.average = std::vector<T>(n)};
  }
  // One step: m = beta m + (1 - beta) g, then x -= learning_rate sign(m).
  template <class T>
  void advance(std::span<T> x, std::span<T const> gradient, state<T>& s) const {
    for (std::size_t k = 0; k < x.size(); ++k) {
      T& m = s.average[k];
      m = static_cast<T>(decay * m + (1 - decay) * gradient[k]);
      x[k] -= static_cast<T>(learning_rate * ((m > 0) - (m < 0)));
    }
  }
};

// The straight line a + b t through points, by least squares; rows() and batch(rows) are only for mini-batches. The
// points are looked at and not copied, for a batch is made at every step.
struct line_fit {
  std::span<double const> t, y;
  std::span<std::uint32_t const> rows_used{};        // empty: all

  std::size_t size() const { return 2; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double value = 0;
    g[0] = g[1] = 0;
    std::size_t const n = rows_used.empty() ? t.size() : rows_used.size();
    for (std::size_t i = 0; i < n; ++i) {
      std::size_t const row = rows_used.empty() ? i : rows_used[i];
      double const r = x[0] + x[1] * t[row] - y[row];
      value += r * r / 2;
      g[0] += r;
      g[1] += r * t[row];
    }
    for (double& each : g) each /= static_cast<double>(n);
    return value / static_cast<double>(n);
  }
  std::size_t rows() const { return t.size(); }
  line_fit batch(std::span<std::uint32_t const> rows) const { return {t, y, rows}; }
};

}  // namespace mine

int main() {
  std::vector<double> t, y;
  for (int i = 0; i < 50; ++i) {
    t.push_back(i / 49.0);
    y.push_back(1 + 2 * t.back() + 0.1 * std::sin(2 * std::numbers::pi * i / 7));
  }
  mine::line_fit problem{.t = t, .y = y};
  auto const show = [](char const* name, auto const& r) {
    std::printf("%-10s a = %.4f, b = %.4f, value %.6f after %lld steps. %s\n", name, r.point[0], r.point[1], r.value,
                static_cast<long long>(r.steps), r.message.c_str());
  };
  auto const print_every_500 = gs::on(gs::event::step, [](auto const& now) {
    if (now.step % 500 == 0) std::printf("  step %4lld, value %.6f\n", static_cast<long long>(now.step), now.value);
  });

  show("lbfgs", gs::minimize(problem, {0, 0}, gs::lbfgs{}, gs::stop{.gradient_norm = 1e-9}));
  show("signum", gs::minimize(problem, {0, 0}, mine::signum{.learning_rate = 2e-3}, gs::stop{.max_steps = 1500}, print_every_500));
  show("in batches", gs::minimize(problem, {0, 0}, gs::in_batches(mine::signum{.learning_rate = 2e-3}, {.rows = 8, .seed = 1}),
                                       gs::stop{.max_epochs = 200}));
}
