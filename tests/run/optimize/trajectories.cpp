// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The first 50 steps of each method against PyTorch's.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"
#include "support/test_data.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// A trajectory: the points of steps 0, 1, ...
struct reference {
  std::vector<std::vector<double>> points;
  std::vector<double> values;
};

reference read_reference(std::string const& config, std::string const& function, std::size_t size) {
  reference out;
  std::string const file = "reference/optimizers/trajectory_" + function + ".csv";
  if (has_table(file)) {
    table const steps = read_table(file);
    for (std::size_t row = 0; row < steps.rows.size(); ++row) {
      if (steps.text(row, "config") != config) continue;
      std::vector<double> point;
      for (std::size_t k = 1; k <= size; ++k) point.push_back(steps.number(row, "x" + std::to_string(k)));
      out.points.push_back(point);
      out.values.push_back(steps.has("f") ? steps.number(row, "f") : 0);
    }
  }
  if (out.points.size() < 2) print_not_covered("the trajectory " + config + " in " + file);
  return out;
}

/// The options of a line of configs.tsv, under PyTorch's names; what a method does not ask for is not understood.
class options {
 public:
  explicit options(std::string const& text) {
    std::istringstream words(text);
    for (std::string word; words >> word;)
      if (std::size_t const equals = word.find('='); equals != std::string::npos)
        all_[word.substr(0, equals)] = word.substr(equals + 1);
  }
  double number(std::string const& name, double otherwise) {
    std::string const found = take(name);
    return found.empty() ? otherwise : std::stod(found);
  }
  bool flag(std::string const& name) { return take(name) == "True"; }
  std::string text(std::string const& name) { return take(name); }
  bool are_understood() const { return all_.empty(); }

 private:
  std::string take(std::string const& name) {
    auto const found = all_.find(name);
    if (found == all_.end()) return {};
    std::string const value = found->second;
    all_.erase(found);
    return value;
  }
  std::map<std::string, std::string> all_;
};

/// A problem to be maximised, which is to say that its negative is minimised.
template <class Problem>
struct negative {
  Problem problem;
  static constexpr std::size_t size() { return Problem::size(); }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double const value = problem.value_and_gradient(x, g);
    for (double& each : g) each = -each;
    return -value;
  }
};

struct line_of_configs {
  std::string config, function;
  double tolerance;
};

template <class Problem, class Method>
void follows(line_of_configs const& line, Problem problem, Method const& method, limit<double> gradient_norm = std::nullopt) {
  reference const expected = read_reference(line.config, line.function, problem.size());
  if (expected.points.size() < 2) return;
  CAPTURE(line.config);
  CAPTURE(line.function);
  std::size_t step = 0;
  std::size_t const steps = expected.points.size() - 1;
  double worst = 0;
  std::vector<double> last = expected.points[0];
  auto const compare = [&](std::span<double const> x) {
    ++step;
    for (std::size_t k = 0; k < x.size(); ++k) {
      double const e = expected.points[step][k];
      worst = std::max(worst, std::abs(x[k] - e) / std::max(1.0, std::abs(e)));
      last[k] = x[k];
    }
  };
  auto const result = minimize(problem, expected.points[0], method,
                               {.gradient_norm = gradient_norm, .max_steps = static_cast<std::int64_t>(steps)},
                               on(event::step, [&](auto const& now) { compare(now.x); }));
  // A run that ends early stays where it is, as PyTorch's does.
  CHECK((step == steps || result.status == status::gradient_small || result.status == status::step_small));
  while (step < steps) compare(last);
  CHECK(worst <= line.tolerance);
}

/// The method that only updates which a line names, if the library has it.
std::optional<any_rule> rule_of(std::string const& optimizer, double rate, options& given) {
  auto const number = [&](char const* name, double otherwise) { return given.number(name, otherwise); };
  auto const l2 = [&] { return number("weight_decay", 0); };
  if (optimizer == "SGD")
    return sgd{.learning_rate = rate, .momentum = number("momentum", 0), .dampening = number("dampening", 0),
               .l2 = l2(), .nesterov = given.flag("nesterov")};
  if (optimizer == "Adam")
    return adam{.learning_rate = rate, .decay_first = number("beta1", 0.9), .decay_second = number("beta2", 0.999),
                .epsilon = number("eps", 1e-8), .l2 = l2(), .amsgrad = given.flag("amsgrad")};
  if (optimizer == "Adagrad")
    return adagrad{.learning_rate = rate, .learning_rate_decay = number("lr_decay", 0),
                   .initial_accumulator = number("initial_accumulator_value", 0), .epsilon = number("eps", 1e-10),
                   .l2 = l2()};
  if (optimizer == "Adadelta")
    return adadelta{.learning_rate = rate, .decay = number("rho", 0.9), .epsilon = number("eps", 1e-6), .l2 = l2()};
  if (optimizer == "RMSprop")
    return rmsprop{.learning_rate = rate, .decay = number("alpha", 0.99), .epsilon = number("eps", 1e-8),
                    .momentum = number("momentum", 0), .l2 = l2(), .centered = given.flag("centered")};
  if (optimizer == "AdamW")
    return adamw{.learning_rate = rate, .decay_first = number("beta1", 0.9), .decay_second = number("beta2", 0.999),
                  .epsilon = number("eps", 1e-8), .weight_decay = number("weight_decay", 1e-2),
                  .amsgrad = given.flag("amsgrad")};
  if (optimizer == "Adamax")
    return adamax{.learning_rate = rate, .decay_first = number("beta1", 0.9), .decay_second = number("beta2", 0.999),
                  .epsilon = number("eps", 1e-8), .l2 = l2()};
  if (optimizer == "NAdam")
    return nadam{.learning_rate = rate, .decay_first = number("beta1", 0.9), .decay_second = number("beta2", 0.999),
                  .epsilon = number("eps", 1e-8), .momentum_decay = number("momentum_decay", 4e-3), .l2 = l2()};
  if (optimizer == "RAdam")
    return radam{.learning_rate = rate, .decay_first = number("beta1", 0.9), .decay_second = number("beta2", 0.999),
                  .epsilon = number("eps", 1e-8), .l2 = l2()};
  if (optimizer == "Rprop")
    return rprop{.learning_rate = rate, .shrink = number("etaminus", 0.5), .grow = number("etaplus", 1.2),
                  .step_min = number("step_min", 1e-6), .step_max = number("step_max", 50)};
  if (optimizer == "ASGD")
    return asgd{.learning_rate = rate, .decay = number("lambd", 1e-4), .power = number("alpha", 0.75),
                        .averaging_start = number("t0", 1e6), .l2 = l2()};
  return std::nullopt;
}

/// Whether the methods of the library include that of a line; if so, the run of it is compared.
template <class Problem>
bool try_line(line_of_configs const& line, std::string const& optimizer, double rate, options given) {
  // PyTorch 1.13 computed this one with a factor too many.
  if (line.config == "nadam_torch113") return true;
  bool const maximizes = given.flag("maximize");
  auto const run = [&](auto const& method, limit<double> gradient_norm = std::nullopt) {
    if (maximizes) follows(line, negative<Problem>{}, method, gradient_norm);
    else follows(line, Problem{}, method, gradient_norm);
  };
  options left = given, plain = given;
  bool const is_plain_descent =
      optimizer == "SGD" && plain.number("momentum", 0) == 0 && plain.number("weight_decay", 0) == 0;
  if (auto const rule = rule_of(optimizer, rate, left)) {
    if (!left.are_understood()) return false;
    run(*rule);
    if (is_plain_descent) run(gradient_descent{.line_search = fixed_step{.learning_rate = rate}});
    return true;
  }
  if (optimizer == "LBFGS") {
    lbfgs const method{.memory = static_cast<int>(given.number("history_size", 100)), .line_search = fixed_step{.learning_rate = rate}};
    double const smallest = given.number("tolerance_grad", 1e-7);
    // The search is compared by its end, see below.
    if (given.text("line_search") == "strong_wolfe") return true;
    if (given.number("tolerance_change", 1e-9) != 1e-9 || !given.are_understood()) return false;
    run(method, smallest);
    return true;
  }
  return false;
}

template <class Problem>
void follow_all(std::string const& function) {
  std::string const file = "reference/optimizers/configs.tsv";
  if (!has_table(file)) return print_not_covered("the trajectories of optimizers (no " + file + ")");
  table const configs = read_table(file);
  for (std::size_t row = 0; row < configs.rows.size(); ++row) {
    std::string const rate = "lr_" + function, noise = "noise_" + function;
    if (!configs.has(rate) || configs.text(row, rate).empty()) continue;
    line_of_configs const line{.config = configs.text(row, "config"), .function = function,
                               .tolerance = std::max(1e-12, configs.has(noise) ? 100 * configs.number(row, noise) : 0)};
    std::string const optimizer = configs.text(row, "optimizer"), others = configs.text(row, "other_hyper_parameters");
    if (!try_line<Problem>(line, optimizer, configs.number(row, rate), options{others}))
      print_not_covered("the trajectory " + line.config + " (" + optimizer + " with " + others + ")");
  }
}

}  // namespace

TEST_CASE("methods that only update, and lbfgs with a fixed step, go PyTorch's way, with all options") {
  follow_all<rosenbrock<>>("rosenbrock");
  follow_all<quadratic5>("quadratic5");
  // In folders of one's own: with columns lr_powell and noise_powell, and a table of that trajectory.
  follow_all<powell>("powell");
}

TEST_CASE("the averages of asgd are PyTorch's") {
  std::string const file = "reference/optimizers/asgd_average.csv";
  if (!has_table(file) || !has_table("reference/optimizers/configs.tsv"))
    return print_not_covered("averages (no " + file + ")");
  table const averages = read_table(file), configs = read_table("reference/optimizers/configs.tsv");
  int lines = 0;
  for (std::size_t row = 0; row < configs.rows.size(); ++row) {
    std::string const config = configs.text(row, "config");
    if (configs.text(row, "optimizer") != "ASGD") continue;
    options given(configs.text(row, "other_hyper_parameters"));
    auto const follows_average = [&](auto problem, std::string const& function, std::vector<double> const& start) {
      options left = given;
      auto const rule = rule_of("ASGD", configs.number(row, "lr_" + function), left);
      if (!left.are_understood()) return;
      std::vector<std::vector<double>> seen{start};
      double const tolerance = std::max(1e-12, 100 * configs.number(row, "noise_" + function));
      auto const keep = [&](auto const& now) { seen.emplace_back(now.average.begin(), now.average.end()); };
      (void)minimize(problem, start, *rule, {.gradient_norm = std::nullopt, .max_steps = 50}, on(event::step, keep));
      for (std::size_t each = 0; each < averages.rows.size(); ++each) {
        if (averages.text(each, "function") != function || averages.text(each, "config") != config) continue;
        std::size_t const step = static_cast<std::size_t>(averages.number(each, "step"));
        if (step >= seen.size()) continue;
        ++lines;
        for (std::size_t k = 0; k < start.size(); ++k) {
          double const e = averages.number(each, "a" + std::to_string(k + 1));
          CHECK(std::abs(seen[step][k] - e) <= tolerance * std::max(1.0, std::abs(e)));
        }
      }
    };
    follows_average(rosenbrock<>{}, "rosenbrock", rosenbrock<>::start());
    follows_average(quadratic5{}, "quadratic5", quadratic5::start());
  }
  if (lines == 0) print_not_covered("averages (none in " + file + ")");
}

TEST_CASE("lbfgs with the strong-Wolfe search is as fast as PyTorch's and ends as low") {
  auto const rosen = read_reference("lbfgs_strong_wolfe", "rosenbrock", 2);
  auto const far = minimize(rosenbrock<>{}, rosenbrock<>::start(), lbfgs{}, {.gradient_norm = 1e-10, .max_steps = 35});
  if (rosen.points.size() > 35) CHECK(far.value <= 1.01 * rosen.values[35]);
  auto const quadratic = read_reference("lbfgs_strong_wolfe", "quadratic5", 5);
  auto const near = minimize(quadratic5{}, quadratic5::start(), lbfgs{}, {.gradient_norm = 1e-10, .max_steps = 35});
  if (quadratic.points.size() > 35) CHECK(near.value <= quadratic.values[35] + 1e-13);
}

TEST_CASE("options that no trajectory of the folder has go the way of their rule, element by element") {
  // 50 steps of the rules as they are written, in plain loops.
  std::vector<double> g(2), x(2), first(2), second(2), largest(2), velocity(2);
  auto const agrees = [&](any_rule const& method, std::function<void(std::size_t, int)> step) {
    x = rosenbrock<>::start();
    for (auto* each : {&first, &second, &largest, &velocity}) each->assign(2, 0.0);
    int t = 0;
    double worst = 0;
    (void)minimize(rosenbrock<>{}, rosenbrock<>::start(), method, {.gradient_norm = std::nullopt, .max_steps = 50},
                   on(event::step, [&](auto const& now) {
                     rosenbrock<>{}.value_and_gradient(x, g);
                     ++t;
                     for (std::size_t k = 0; k < 2; ++k) step(k, t);
                     for (std::size_t k = 0; k < 2; ++k)
                       worst = std::max(worst, std::abs(now.x[k] - x[k]) / std::max(1.0, std::abs(x[k])));
                   }));
    CHECK(t == 50);
    CHECK(worst < 1e-12);
  };
  agrees(sgd{.learning_rate = 1e-4, .momentum = 0.9, .dampening = 0.3, .l2 = 0.5}, [&](std::size_t k, int t) {
    double const with_decay = g[k] + 0.5 * x[k];
    first[k] = t == 1 ? with_decay : 0.9 * first[k] + 0.7 * with_decay;
    x[k] -= 1e-4 * first[k];
  });
  agrees(sgd{.learning_rate = 1e-4, .momentum = 0.9, .l2 = 0.5, .nesterov = true}, [&](std::size_t k, int t) {
    double const with_decay = g[k] + 0.5 * x[k];
    first[k] = t == 1 ? with_decay : 0.9 * first[k] + with_decay;
    x[k] -= 1e-4 * (with_decay + 0.9 * first[k]);
  });
  adagrad const from_3{.learning_rate = 0.5, .learning_rate_decay = 0.1, .initial_accumulator = 3, .epsilon = 0.01,
                       .l2 = 0.5};
  agrees(from_3, [&](std::size_t k, int t) {
    double const with_decay = g[k] + 0.5 * x[k];
    if (t == 1) first[k] = 3;
    first[k] += with_decay * with_decay;
    x[k] -= 0.5 / (1 + 0.1 * (t - 1)) * with_decay / (std::sqrt(first[k]) + 0.01);
  });
  agrees(adadelta{.learning_rate = 2, .decay = 0.8, .epsilon = 1e-3, .l2 = 0.5}, [&](std::size_t k, int) {
    double const with_decay = g[k] + 0.5 * x[k];
    first[k] = 0.8 * first[k] + 0.2 * with_decay * with_decay;
    double const d = std::sqrt(second[k] + 1e-3) / std::sqrt(first[k] + 1e-3) * with_decay;
    second[k] = 0.8 * second[k] + 0.2 * d * d;
    x[k] -= 2 * d;
  });
  agrees(rmsprop{.learning_rate = 0.01, .decay = 0.9, .epsilon = 0.1, .momentum = 0.5, .l2 = 0.5, .centered = true},
         [&](std::size_t k, int) {
    double const with_decay = g[k] + 0.5 * x[k];
    first[k] = 0.9 * first[k] + 0.1 * with_decay;
    second[k] = 0.9 * second[k] + 0.1 * with_decay * with_decay;
    velocity[k] = 0.5 * velocity[k] + with_decay / (std::sqrt(second[k] - first[k] * first[k]) + 0.1);
    x[k] -= 0.01 * velocity[k];
  });
  for (bool follows_rate : {false, true})
    agrees(adamw{.learning_rate = 0.05, .decay_first = 0.8, .decay_second = 0.9, .epsilon = 1e-3, .weight_decay = 0.5,
                  .decay_follows_rate = follows_rate, .amsgrad = true},
           [&, follows_rate](std::size_t k, int t) {
      x[k] *= follows_rate ? 1 - 0.05 * 0.5 : 1 - 0.5;
      first[k] = 0.8 * first[k] + 0.2 * g[k];
      second[k] = 0.9 * second[k] + 0.1 * g[k] * g[k];
      largest[k] = std::max(largest[k], second[k]);
      x[k] -= 0.05 * (first[k] / (1 - std::pow(0.8, t))) / (std::sqrt(largest[k] / (1 - std::pow(0.9, t))) + 1e-3);
    });
  agrees(adamax{.learning_rate = 0.05, .decay_first = 0.8, .decay_second = 0.9, .epsilon = 0.1, .l2 = 0.5},
         [&](std::size_t k, int t) {
    double const with_decay = g[k] + 0.5 * x[k];
    first[k] = 0.8 * first[k] + 0.2 * with_decay;
    largest[k] = std::max(0.9 * largest[k], std::abs(with_decay) + 0.1);
    x[k] -= 0.05 / (1 - std::pow(0.8, t)) * first[k] / largest[k];
  });
  double product = 1;
  agrees(nadam{.learning_rate = 0.05, .decay_first = 0.8, .decay_second = 0.9, .epsilon = 0.1, .momentum_decay = 2,
                .l2 = 0.5},
         [&](std::size_t k, int t) {
    double const with_decay = g[k] + 0.5 * x[k];
    auto const mu = [](int s) { return 0.8 * (1 - 0.5 * std::pow(0.96, 2 * s)); };
    if (k == 0) product *= mu(t);
    first[k] = 0.8 * first[k] + 0.2 * with_decay;
    second[k] = 0.9 * second[k] + 0.1 * with_decay * with_decay;
    double const d = std::sqrt(second[k] / (1 - std::pow(0.9, t))) + 0.1;
    x[k] -= 0.05 * (1 - mu(t)) / (1 - product) * with_decay / d;
    x[k] -= 0.05 * mu(t + 1) / (1 - product * mu(t + 1)) * first[k] / d;
  });
  agrees(radam{.learning_rate = 1e-3, .decay_first = 0.8, .decay_second = 0.95, .epsilon = 0.1, .l2 = 0.5},
         [&](std::size_t k, int t) {
    double const with_decay = g[k] + 0.5 * x[k], most = 39;
    double const power = std::pow(0.95, t), r = most - 2 * t * power / (1 - power);
    first[k] = 0.8 * first[k] + 0.2 * with_decay;
    second[k] = 0.95 * second[k] + 0.05 * with_decay * with_decay;
    double const c = std::sqrt((r - 4) * (r - 2) * most / ((most - 4) * (most - 2) * r));
    double const adapted = c * std::sqrt(1 - power) / (std::sqrt(second[k]) + 0.1);
    x[k] -= 1e-3 * first[k] / (1 - std::pow(0.8, t)) * (r > 5 ? adapted : 1);
  });
  agrees(rprop{.learning_rate = 0.1, .shrink = 0.7, .grow = 1.5, .step_min = 0.01, .step_max = 0.3},
         [&](std::size_t k, int t) {
    if (t == 1) first[k] = 0.1;      // the step; second is the gradient before
    double used = g[k];
    if (g[k] * second[k] > 0) first[k] *= 1.5;
    if (g[k] * second[k] < 0) first[k] *= 0.7, used = 0;
    first[k] = std::min(std::max(first[k], 0.01), 0.3);
    x[k] -= used > 0 ? first[k] : used < 0 ? -first[k] : 0;
    second[k] = used;
  });
  agrees(asgd{.learning_rate = 1e-3, .decay = 100, .power = 0.5, .averaging_start = 5, .l2 = 0.5},
         [&](std::size_t k, int t) {
    double const with_decay = g[k] + 0.5 * x[k], eta = 1e-3 / std::sqrt(1 + 100 * 1e-3 * (t - 1));
    x[k] = x[k] * (1 - 100 * eta) - eta * with_decay;
  });
  for (bool amsgrad : {false, true})
    agrees(adam{.learning_rate = 0.05, .decay_first = 0.8, .decay_second = 0.9, .epsilon = 1e-3, .l2 = 0.5, .amsgrad = amsgrad},
           [&](std::size_t k, int t) {
      double const with_decay = g[k] + 0.5 * x[k];
      first[k] = 0.8 * first[k] + 0.2 * with_decay;
      second[k] = 0.9 * second[k] + 0.1 * with_decay * with_decay;
      largest[k] = std::max(largest[k], second[k]);
      double const root = std::sqrt(amsgrad ? largest[k] : second[k]) / std::sqrt(1 - std::pow(0.9, t));
      x[k] -= 0.05 * (first[k] / (1 - std::pow(0.8, t))) / (root + 1e-3);
    });
}
