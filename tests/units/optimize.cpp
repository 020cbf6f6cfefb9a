// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Optimizers and all that stands around a run, compiled without exceptions and run-time type information.
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

namespace gs = gradsmith;

namespace {

struct valley {
  std::size_t size() const { return 2; }
  std::size_t rows() const { return 3; }
  valley batch(std::span<std::uint32_t const>) const { return {}; }
  double value_and_gradient(std::span<double const> p, std::span<double> g) const {
    double const a = 1 - p[0], b = p[1] - p[0] * p[0];
    g[0] = -2 * a - 40 * p[0] * b;
    g[1] = 20 * b;
    return p[0] > 100 ? NAN : a * a + 10 * b * b;
  }
};

/// A line through three points, for least squares.
struct line {
  std::size_t size() const { return 2; }
  std::size_t residuals() const { return 3; }
  void residuals_and_jacobian(std::span<double const> p, std::span<double> r, std::span<double> J) const {
    double const y[] = {1, 2, 4};
    for (std::size_t i = 0; i < 3; ++i) {
      r[i] = p[0] + p[1] * static_cast<double>(i) - y[i];
      J[2 * i] = 1, J[2 * i + 1] = static_cast<double>(i);
    }
  }
};

template <class Method>
bool goes_on_as_before(Method const& method) {
  gs::stop const limits{.gradient_norm = std::nullopt, .max_steps = 20};
  std::ostringstream log;
  auto const whole = gs::minimize(valley{}, {-1.2, 1.0}, method, limits, gs::csv_log(log));
  gs::minimization half(valley{}, {-1.2, 1.0}, method, limits), rest(valley{}, {0.0, 0.0}, method, limits);
  for (int k = 0; k < 10; ++k) half.step();
  std::stringstream file;
  half.save(file);
  rest.load(file);
  while (rest.step()) {}
  return rest.finish().point == whole.point && !log.str().empty();
}

}  // namespace

int main(int count, char**) {
  if (count > 1) gs::minimization(valley{}, {0.0, 0.0}, gs::adam{}).load("no run");      // aborts
  bool const is_right =
      gs::check_gradient(valley{}, {0.3, -2.0}).agrees() && goes_on_as_before(gs::lbfgs{}) &&
      goes_on_as_before(gs::adam{}) &&
      goes_on_as_before(gs::in_batches(gs::sgd{.learning_rate = 1e-3, .momentum = 0.9}, {.rows = 2, .seed = 1}));
  gs::ask_tell run({1.0}, gs::sgd{.learning_rate = 0.1});
  bool const goes_on = run.tell(1, std::vector<double>{2});
  auto const many = gs::multistart(valley{}, gs::lbfgs{}, {.starts = 3, .seed = 1});
  bool const is_refused = gs::minimize(valley{}, {1e3, 0.0}, gs::adam{}).status == gs::status::start_not_finite;
  auto const fit = gs::least_squares(gs::sum_of_squares(line{}, gs::robust::soft_l1{}), {0.0, 0.0},
                                     gs::levenberg_marquardt{});
  auto const plain = gs::least_squares(line{}, {0.0, 0.0}, gs::gauss_newton_search{});
  bool const is_fitted = gs::converged(fit.status) && std::abs(plain.point[1] - 1.5) < 1e-14 && plain.rank == 2;
  return is_right && goes_on && is_refused && is_fitted && gs::usable(many.best.status) ? 0 : 1;
}
