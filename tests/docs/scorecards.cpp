// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Prints the scorecards of docs/optimizers.md: how many steps each method needs with the best of some learning rates, how far
// each comes with mini-batches in a few epochs, how many digits least squares have right on NIST's problems, and which
// methods solve how many of the functions of More, Garbow and Hillstrom.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "run/optimize/problems.hpp"
#include "support/more_garbow_hillstrom.hpp"
#include "support/nist/nist.hpp"

namespace {

namespace gs = gradsmith;

/// The mean over rows of log(1 + exp(-y x.w)) + 0.005 |w|^2; rows are random with a label that x tells but for noise.
class logistic {
 public:
  logistic(std::size_t rows, std::size_t columns) : x_(rows * columns), y_(rows), columns_(columns) {
    gs::optimize::random_bits random(1);
    auto const noise = [&] { return 2 * random.uniform() - 1; };
    for (std::size_t r = 0; r < rows; ++r) {
      double score = 0;
      for (std::size_t c = 0; c < columns; ++c) {
        double& entry = x_[r * columns + c];
        entry = noise() * (c % 3 == 0 ? 3 : 1);      // of different sizes
        score += entry * (c % 2 == 0 ? 1 : -0.5);
      }
      y_[r] = score + noise() > 0 ? 1 : -1;
    }
  }
  static std::vector<double> start_of(std::size_t columns) { return std::vector<double>(columns); }

  std::size_t size() const { return columns_; }
  std::size_t rows() const { return used_.empty() ? y_.size() : used_.size(); }
  logistic batch(std::span<std::uint32_t const> rows) const {
    logistic part(*this, rows);
    return part;
  }
  double value_and_gradient(std::span<double const> w, std::span<double> g) const {
    double value = 0;
    for (std::size_t c = 0; c < columns_; ++c) g[c] = 0.01 * w[c], value += 0.005 * w[c] * w[c];
    double const share = 1 / static_cast<double>(rows());
    for (std::size_t k = 0; k < rows(); ++k) {
      std::size_t const r = used_.empty() ? k : used_[k];
      double score = 0;
      for (std::size_t c = 0; c < columns_; ++c) score += data()[r * columns_ + c] * w[c];
      double const margin = labels()[r] * score;
      value += share * (margin > 0 ? std::log1p(std::exp(-margin)) : std::log1p(std::exp(margin)) - margin);
      double const slope = -share * labels()[r] / (1 + std::exp(margin));
      for (std::size_t c = 0; c < columns_; ++c) g[c] += slope * data()[r * columns_ + c];
    }
    return value;
  }

 private:
  logistic(logistic const& whole, std::span<std::uint32_t const> rows) : columns_(whole.columns_), whole_(&whole), used_(rows) {}
  [[nodiscard]] std::vector<double> const& data() const { return whole_ == nullptr ? x_ : whole_->x_; }
  [[nodiscard]] std::vector<double> const& labels() const { return whole_ == nullptr ? y_ : whole_->y_; }

  std::vector<double> x_, y_;
  std::size_t columns_;
  logistic const* whole_ = nullptr;
  std::span<std::uint32_t const> used_{};
};

/// (x^2 + 100 y^2) / 2.
struct ellipse {
  static std::size_t size() { return 2; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    g[0] = x[0], g[1] = 100 * x[1];
    return (x[0] * x[0] + 100 * x[1] * x[1]) / 2;
  }
};

constexpr std::int64_t most_steps = 5000;
constexpr std::array rates{1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1.0, 2.0};

/// Steps until all but a millionth of the loss above the least is gone.
template <class Problem, class Method>
std::optional<std::int64_t> steps_of(Problem const& problem, std::vector<double> const& start, double least, Method const& method, std::int64_t most) {
  std::vector<double> slope(start.size());
  double const first = problem.value_and_gradient(std::span<double const>{start}, std::span<double>{slope});
  auto const run = gs::minimize(problem, start, method,
                                gs::stop{.gradient_norm = std::nullopt, .target = least + 1e-6 * (first - least), .max_steps = most});
  if (run.status != gs::status::target_reached) return std::nullopt;
  return run.steps;
}

template <class Problem>
struct task {
  Problem const& problem;
  std::vector<double> start;
  double least;

  /// The fewest steps with any of the rates, as a cell.
  template <class Make>
  void print_cell(Make make) const {
    std::int64_t best = most_steps;
    double best_rate = 0;
    for (double const rate : rates)
      if (auto const steps = steps_of(problem, start, least, make(rate), best); steps && (best_rate == 0 || *steps < best)) best = *steps, best_rate = rate;
    if (best_rate == 0) std::printf(" - |");
    else std::printf(" %lld at %g |", static_cast<long long>(best), best_rate);
  }
  template <class Method>
  void print_search(Method const& method) const {
    auto const steps = steps_of(problem, start, least, method, most_steps);
    if (steps) std::printf(" %lld |", static_cast<long long>(*steps));
    else std::printf(" - |");
  }
};

/// The share of the loss above the least that is left after ten epochs in batches of 32, with the best rate.
template <class Make>
void print_batches(char const* name, task<logistic> const& of, Make make) {
  std::vector<double> slope(of.start.size());
  double const first = of.problem.value_and_gradient(std::span<double const>{of.start}, std::span<double>{slope});
  double best = 1, best_rate = 0;
  for (double const rate : rates) {
    auto const run = gs::minimize(of.problem, of.start, gs::in_batches(make(rate), {.rows = 32, .seed = 1}), gs::stop{.gradient_norm = std::nullopt, .max_epochs = 10});
    double const left = (run.value - of.least) / (first - of.least);
    if (left < best) best = left, best_rate = rate;
  }
  std::printf("| `%s` | %.1e at %g |\n", name, best, best_rate);
}

/// Least squares on NIST's problems, from the far start and from the near one: steps and evaluations to within 1e-9 of the
/// least sum of squares, and right digits of parameters and of standard deviations at the end, the least of each.
template <class Method>
void print_nist(char const* name, Method const& method) {
  std::printf("== %s\n| problem | level | far: steps | evaluations | digits | of deviations | near: steps | evaluations "
              "| digits | of deviations |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n", name);
  long long steps[2] = {}, evaluations[2] = {};
  double digits[2] = {11, 11}, deviations[2] = {11, 11};
  auto const print_cells = [](long long all_steps, long long all_evaluations, double right, double right_deviations) {
    std::printf(" %lld | %lld | %.1f | %.1f |", all_steps, all_evaluations, right, right_deviations);
  };
  for (auto const& each : gs::tests::nist_problems()) {
    std::printf("| %s | %s |", each.name.c_str(), each.difficulty.c_str());
    for (std::size_t k = 0; k < 2; ++k) {
      auto const fit = gs::least_squares(*each.model, each.starts[k], method);
      double const right = gs::tests::right_digits(fit.point, each.parameters);
      double const right_deviations = gs::tests::right_digits(fit.standard_deviations, each.standard_deviations);
      auto const at_minimum = std::find_if(fit.history.begin(), fit.history.end(), [&](gs::history_row const& row) {
        return 2 * row.value <= each.residual_sum_of_squares * (1 + 1e-9);
      });
      gs::history_row const row = at_minimum == fit.history.end() ? fit.history.back() : *at_minimum;
      print_cells(row.step, row.evaluations, right, right_deviations);
      steps[k] += row.step, evaluations[k] += row.evaluations;
      digits[k] = std::min(digits[k], right), deviations[k] = std::min(deviations[k], right_deviations);
    }
    std::puts("");
  }
  std::printf("| sum, or least | |");
  for (std::size_t k = 0; k < 2; ++k) print_cells(steps[k], evaluations[k], digits[k], deviations[k]);
  std::puts("");
}

/// How many of the functions a method solves from each multiple of the usual starts, and after how many evaluations, in the middle.
template <class Method>
void print_solved(char const* name, Method const& method) {
  using namespace gradsmith::tests;
  std::vector<std::int64_t> evaluations;
  std::printf("| `%s` |", name);
  for (double const factor : {1.0, 10.0, 100.0}) {
    int solved = 0;
    for (mgh_case const& each : mgh_cases()) {
      more_garbow_hillstrom<> problem(each);
      auto const is_solved = [&](auto const& now) {
        return is_mgh_solved(each, now.value, now.gradient_norm) ? gs::verdict::stop_as_success : gs::verdict::proceed;
      };
      gs::stop const limits{.gradient_norm = std::nullopt, .max_steps = 10000, .max_evaluations = 10000};
      auto const run = gs::minimize(problem, mgh_start(each, factor), method, limits, is_solved);
      if (run.status != gs::status::stopped_as_success) continue;
      ++solved;
      evaluations.push_back(run.evaluations);
    }
    std::printf(" %d |", solved);
  }
  std::sort(evaluations.begin(), evaluations.end());
  std::printf(" %lld |\n", static_cast<long long>(evaluations[evaluations.size() / 2]));
}

}  // namespace

int main() {
  using namespace gradsmith::tests;
  logistic const rows(300, 6);
  auto const solved = gs::minimize(rows, std::vector<double>(6), gs::lbfgs{}, gs::stop{.gradient_norm = 1e-11});
  task<ellipse> const narrow{ellipse{}, {1.27, 0.71}, 0};
  task<rosenbrock<>> const bent{rosenbrock<>{}, {-1.2, 1}, 0};
  task<powell> const flat{powell{}, {3, -1, 0, 1}, 0};
  task<logistic> const smooth{rows, std::vector<double>(6), solved.value};

  std::printf("== steps\n| method | ellipse | Rosenbrock | Powell | logistic |\n|---|---:|---:|---:|---:|\n");
  auto const search = [&](char const* name, auto const& method) {
    std::printf("| `%s` |", name);
    narrow.print_search(method), bent.print_search(method), flat.print_search(method), smooth.print_search(method);
    std::puts("");
  };
  search("lbfgs", gs::lbfgs{});
  search("bfgs", gs::bfgs{});
  search("nonlinear_cg", gs::nonlinear_cg{});
  search("gradient_descent", gs::gradient_descent{});
  auto const line = [&](char const* name, auto make) {
    std::printf("| `%s` |", name);
    narrow.print_cell(make), bent.print_cell(make), flat.print_cell(make), smooth.print_cell(make);
    std::puts("");
  };
  auto const all = [](auto f) {
    f("sgd", [](double rate) { return gs::sgd{.learning_rate = rate}; });
    f("sgd, momentum 0.9", [](double rate) { return gs::sgd{.learning_rate = rate, .momentum = 0.9}; });
    f("sgd, momentum 0.9, nesterov", [](double rate) { return gs::sgd{.learning_rate = rate, .momentum = 0.9, .nesterov = true}; });
    f("adagrad", [](double rate) { return gs::adagrad{.learning_rate = rate}; });
    f("adadelta, epsilon 1e-3", [](double rate) { return gs::adadelta{.learning_rate = rate, .epsilon = 1e-3}; });
    f("rmsprop", [](double rate) { return gs::rmsprop{.learning_rate = rate}; });
    f("adam", [](double rate) { return gs::adam{.learning_rate = rate}; });
    f("adam, amsgrad", [](double rate) { return gs::adam{.learning_rate = rate, .amsgrad = true}; });
    f("adamw, weight_decay 0", [](double rate) { return gs::adamw{.learning_rate = rate, .weight_decay = 0}; });
    f("adamax", [](double rate) { return gs::adamax{.learning_rate = rate}; });
    f("nadam", [](double rate) { return gs::nadam{.learning_rate = rate}; });
    f("radam", [](double rate) { return gs::radam{.learning_rate = rate}; });
    f("yogi", [](double rate) { return gs::yogi{.learning_rate = rate}; });
    f("adabelief", [](double rate) { return gs::adabelief{.learning_rate = rate}; });
    f("adan", [](double rate) { return gs::adan{.learning_rate = rate}; });
    f("lion, weight_decay 0", [](double rate) { return gs::lion{.learning_rate = rate, .weight_decay = 0}; });
    f("schedule_free_sgd", [](double rate) { return gs::schedule_free_sgd{.learning_rate = rate}; });
    f("schedule_free_adamw", [](double rate) { return gs::schedule_free_adamw{.learning_rate = rate}; });
  };
  all(line);
  line("rprop", [](double rate) { return gs::rprop{.learning_rate = rate}; });

  logistic const many(2000, 6);
  auto const least = gs::minimize(many, std::vector<double>(6), gs::lbfgs{}, gs::stop{.gradient_norm = 1e-11});
  task<logistic> const drawn{many, std::vector<double>(6), least.value};
  std::printf("== batches\n| method | left after 10 epochs |\n|---|---:|\n");
  auto const in_batches = [&](char const* name, auto make) { print_batches(name, drawn, make); };
  all(in_batches);
  in_batches("asgd, averaging_start 300", [](double rate) { return gs::asgd{.learning_rate = rate, .averaging_start = 300}; });
  in_batches("sgd, averaged by polyak", [](double rate) { return gs::averaged(gs::sgd{.learning_rate = rate}, gs::polyak{.start = 300}); });
  in_batches("sgd, cosine schedule", [](double rate) { return gs::scheduled(gs::sgd{.learning_rate = rate}, gs::schedule::cosine{.steps = 630}); });
  in_batches("adam, cosine schedule", [](double rate) { return gs::scheduled(gs::adam{.learning_rate = rate}, gs::schedule::cosine{.steps = 630}); });

  std::printf("== solved\n| method | from x1 | from 10 x1 | from 100 x1 | evaluations |\n|---|---:|---:|---:|---:|\n");
  using gs::nonlinear_cg;
  print_solved("lbfgs", gs::lbfgs{});
  print_solved("lbfgs, more_thuente", gs::lbfgs{.line_search = gs::more_thuente{}});
  print_solved("lbfgs, hager_zhang", gs::lbfgs{.line_search = gs::hager_zhang{}});
  print_solved("bfgs", gs::bfgs{});
  print_solved("nonlinear_cg", nonlinear_cg{});
  print_solved("nonlinear_cg, fletcher_reeves", nonlinear_cg{.beta = nonlinear_cg::formula::fletcher_reeves});
  print_solved("nonlinear_cg, hestenes_stiefel", nonlinear_cg{.beta = nonlinear_cg::formula::hestenes_stiefel});
  print_solved("nonlinear_cg, hager_zhang", nonlinear_cg{.beta = nonlinear_cg::formula::hager_zhang});
  print_solved("newton", gs::newton{});
  print_solved("trust_region_newton_cg", gs::trust_region_newton_cg{});

  print_nist("nist", gs::levenberg_marquardt{});
  print_nist("nist_accelerated", gs::levenberg_marquardt{.acceleration = true});
}
