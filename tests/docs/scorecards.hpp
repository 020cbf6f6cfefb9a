// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The scorecards of docs/optimizers.md, each in a file of its own, and what the first two share.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <vector>

#include <gradsmith/optimize.hpp>

/// How far each method comes with mini-batches in a few epochs.
void print_batches();
/// Which methods solve how many of the functions of More, Garbow and Hillstrom.
void print_solved_functions();
/// How many digits least squares have right on NIST's problems.
void print_nist_problems();
/// How each deterministic method finds the fits of the test data.
void print_fits();
/// What the path of the lasso costs the methods for composites.
void print_lasso();
/// Which problems of least squares of More, Garbow and Hillstrom are solved.
void print_least_squares();

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

inline constexpr std::int64_t most_steps = 5000;
inline constexpr std::array rates{1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1.0, 2.0};

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

/// The rules that both tables are about, each as a function of its rate.
void for_each_rule(auto f) {
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
}
