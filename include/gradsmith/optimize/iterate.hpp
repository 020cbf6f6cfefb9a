// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Where a run stands: what methods see and move.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/optimize/objective.hpp>
#include <gradsmith/optimize/on_non_finite.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith::optimize {

/// What counts as rounding of a value: 1e-12 of it in double, as many units in the last place in other types.
template <class T>
inline constexpr T relative_noise = T(4503.5996) * std::numeric_limits<T>::epsilon();

/// Receives the events of a run.
struct listener {
  virtual void notify(event) = 0;

 protected:
  ~listener() = default;
};

/// The current point with value and gradient there, the best point so far, and the counts. Allocates when made only.
template <objective F>
class iterate {
 public:
  using scalar = scalar_of<F>;

  iterate(F& given_problem, std::span<scalar const> start_values)
      : problem(given_problem),
        x(start_values.begin(), start_values.end()),
        gradient(x.size()),
        previous(x),
        best_(x) {
    if constexpr (requires { problem.admit(std::span<scalar>{x}); }) {
      problem.admit(std::span<scalar>{x});
      previous = best_ = x;
    }
  }

  F& problem;
  std::vector<scalar> x, gradient;
  scalar value = std::numeric_limits<scalar>::quiet_NaN();
  scalar gradient_norm = value;           ///< largest absolute entry of the gradient; of a composite, of its residual
  std::vector<scalar> previous;           ///< x before the step
  std::span<scalar const> average;        ///< what the method offers beside x, if it does
  bool is_finite = false;                 ///< value, all of the gradient, and the point itself
  bool on_batch = false;                  ///< value and gradient are those of a mini-batch at `previous`
  bool was_skipped = false;               ///< this step was undone, or its batch passed over
  bool was_shrunk = false;                ///< this step was halved
  bool has_waited = false;                ///< this step only gathered, and x was not to move
  std::int64_t step = 0, epoch = 0, evaluations = 0, restarts = 0, skipped = 0;
  std::int64_t hessian_products = 0, hessians = 0;
  gradsmith::on_non_finite policy = gradsmith::on_non_finite::stop;
  std::int64_t max_non_finite = 0;
  listener* listening = nullptr;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

  [[nodiscard]] std::size_t size() const { return x.size(); }
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  }

  /// Every step begins with this.
  void begin_step() {
    std::copy(x.begin(), x.end(), previous.begin());
    was_skipped = was_shrunk = has_waited = false;
  }

  /// Value and gradient of the problem at x.
  void evaluate() {
    evaluate(problem, x);
    on_batch = false;
    if (is_finite) remember();
    notify(event::evaluated);
  }
  /// The same after a step from `previous` that no search chose: where it led to something that is not finite, the
  /// policy decides. False if the run is to end.
  [[nodiscard]] bool evaluate_step() {
    evaluate();
    return is_finite_by_policy(previous, [this] { evaluate(); });
  }
  /// Value and gradient of part of the problem at x, to which the last step led from `before`; no candidate for the
  /// best point. False if the run is to end. Where `was_skipped`, the batch is not to be used.
  template <objective Part>
  [[nodiscard]] bool evaluate_batch(Part&& part, std::vector<scalar> const& before) {
    auto const evaluate_part = [&] {
      evaluate(part, x);
      on_batch = true;
      notify(event::evaluated);
    };
    evaluate_part();
    return is_finite_by_policy(before, evaluate_part);
  }

  /// The Hessian of the problem at `where` times v, counted.
  void multiply_hessian(std::span<scalar const> where, std::span<scalar const> v, std::span<scalar> out)
    requires has_hvp<F>
  {
    problem.hvp(where, v, out);
    ++hessian_products;
  }
  /// The Hessian at x, all entries row by row, counted.
  void assign_hessian(std::span<scalar> h)
    requires has_hessian<F>
  {
    problem.hessian(std::span<scalar const>{x}, h);
    ++hessians;
  }

  void notify(event what) {
    if (listening != nullptr) listening->notify(what);
  }

  /// |dx| of the last step, largest absolute entry.
  [[nodiscard]] scalar step_length() const { return max_distance<scalar>(x, previous); }

  [[nodiscard]] std::vector<scalar>& best() { return best_; }
  [[nodiscard]] scalar best_value() const { return best_value_; }
  [[nodiscard]] scalar best_gradient_norm() const { return best_gradient_norm_; }
  /// Takes the current point for the best one.
  void settle() {
    std::copy(x.begin(), x.end(), best_.begin());
    best_value_ = value;
    best_gradient_norm_ = gradient_norm;
  }

  /// For a run that is saved: all but the average, which the method has, and what the limits say.
  template <class To>
  void save(To& to) const {
    to(seconds());
    visit(*this, to);
  }
  template <class From>
  void load(From& from) {
    double before = 0;
    from(before);
    visit(*this, from);
    started = std::chrono::steady_clock::now() -
              std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(before));
  }

 private:
  template <class Self, class Visit>
  static void visit(Self& self, Visit& each) {
    each(self.x), each(self.gradient), each(self.previous), each(self.value), each(self.gradient_norm);
    each(self.is_finite), each(self.on_batch), each(self.was_skipped), each(self.was_shrunk), each(self.has_waited);
    each(self.step), each(self.epoch), each(self.evaluations), each(self.restarts), each(self.skipped);
    each(self.hessian_products), each(self.hessians);
    each(self.skips_in_a_row_), each(self.best_), each(self.best_value_), each(self.best_gradient_norm_),
        each(self.lowest_);
  }
  template <class Part>
  void evaluate(Part& part, std::vector<scalar> const& where) {
    value = static_cast<scalar>(part.value_and_gradient(std::span<scalar const>{where}, std::span<scalar>{gradient}));
    ++evaluations;
    gradient_norm = max_abs<scalar>(gradient);
    // exp(-x) is 0 at infinity, and so is its gradient: that is no minimum.
    is_finite = std::isfinite(value) && std::isfinite(gradient_norm) &&
                std::isfinite(max_abs(std::span<scalar const>{where}));
    if constexpr (requires { part.residual_norm(std::span<scalar const>{where}, std::span<scalar const>{gradient}); })
      if (is_finite)
        gradient_norm = part.residual_norm(std::span<scalar const>{where}, std::span<scalar const>{gradient});
  }
  template <class Evaluate>
  bool is_finite_by_policy(std::vector<scalar> const& before, Evaluate evaluate_again) {
    if (is_finite) {
      skips_in_a_row_ = 0;
      return true;
    }
    if (policy == on_non_finite::skip) {
      ++skipped;
      was_skipped = true;
      // An objective that answers differently each time may fail at the point before as well.
      while (++skips_in_a_row_ <= max_non_finite) {
        if (on_batch) return true;
        std::copy(before.begin(), before.end(), x.begin());
        evaluate_again();
        if (is_finite) return true;
      }
      return false;
    }
    if (policy == on_non_finite::shrink) {
      // From where there is nothing between the two, or no number at all, no way leads back.
      for (std::int64_t k = 0; k < max_non_finite && std::isfinite(max_abs<scalar>(x)) && x != before; ++k) {
        for (std::size_t e = 0; e < x.size(); ++e) x[e] = before[e] / 2 + x[e] / 2;
        evaluate_again();
        if (is_finite) return was_shrunk = true;
      }
    }
    return false;
  }
  // Among values that differ by rounding only, the smaller gradient tells which point is nearer to the minimum.
  // Compared with the lowest value ever, lest the best one creep upwards.
  void remember() {
    bool const none_yet = !std::isfinite(best_value_);
    scalar const noise = 16 * std::numeric_limits<scalar>::epsilon() * std::abs(lowest_);
    bool const lower = value < lowest_ - noise;
    bool const as_low = value <= lowest_ + noise && gradient_norm < best_gradient_norm_;
    if (none_yet || lower || as_low) settle();
    if (none_yet || value < lowest_) lowest_ = value;
  }

  std::int64_t skips_in_a_row_ = 0;
  std::vector<scalar> best_;
  scalar best_value_ = std::numeric_limits<scalar>::quiet_NaN();
  scalar best_gradient_norm_ = best_value_;
  scalar lowest_ = best_value_;
};

}  // namespace gradsmith::optimize
