// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Residuals as an objective: half the sum of their squares, or of robust losses of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gradsmith/optimize/residual_problem.hpp>
#include <gradsmith/optimize/robust.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// sum of rho(r_i^2) / 2 over the residuals of a problem, as an objective for every method, with what Gauss-Newton and
/// Levenberg-Marquardt need of it. A problem that has a name is referred to and has to outlive it.
///   gs::minimization run(gs::sum_of_squares(problem), start, gs::levenberg_marquardt{}, gs::stop{});
/// The residuals and their rows of J are handed out multiplied by sqrt(rho'), so that J'r is the gradient; where
/// rho'' > 0 further by the factors of Triggs's correction, 1/(1 - a) and 1 - a with a = 1 - sqrt(1 + 2 s rho''/rho').
/// Where rho'' <= 0, as with every loss of `robust`, it would slow the convergence and is left out.
/// Cost of an evaluation: one residuals_and_jacobian, and a product J'r.
/// Source: Triggs, McLauchlan, Hartley, Fitzgibbon 2000; when to correct: Ceres, corrector.cc.
template <class P, class Loss = robust::none>
class sum_of_squares {
  using problem_type = std::remove_reference_t<P>;

 public:
  static_assert(optimize::residual_problem<problem_type>,
                "least squares need a problem with std::size_t size(), std::size_t residuals() and void residuals_and_jacobian(std::span<T const> x, std::span<T> r, std::span<T> J), J by rows: bind_residuals<r>(...) makes one; a loss goes to minimize(problem, lbfgs{}, stop{...})");
  using value_type = optimize::scalar_of<problem_type>;
  static_assert(optimize::robust_loss<Loss, value_type>,
                "a loss of residuals is robust::huber{.scale = ...}, another of robust, or has optimize::rho<T> operator()(T square) const");

  explicit sum_of_squares(P&& given_problem, Loss given_loss = {})
      : problem_(static_cast<P&&>(given_problem)), loss_(given_loss),
        plain_(static_cast<std::size_t>(problem_.residuals())), weighted_(is_plain ? 0 : plain_.size()),
        factors_(weighted_), where_(static_cast<std::size_t>(problem_.size()), nowhere),
        jacobian_(plain_.size() * where_.size()) {}

  [[nodiscard]] std::size_t size() const { return where_.size(); }
  /// A sentence on an option of the loss that is wrong, else empty.
  [[nodiscard]] std::string invalid() const {
    std::string wrong;
    if constexpr (requires { wrong = loss_.invalid(); }) wrong = loss_.invalid();
    if constexpr (requires { requires Loss::is_by_square; }) {
      value_type const square = static_cast<value_type>(loss_.scale * loss_.scale);
      bool const is_number = square >= std::numeric_limits<value_type>::min() && std::isfinite(square);
      if (wrong.empty())
        wrong = optimize::first_wrong({{"scale", loss_.scale, is_number, "must have a square that is a number"}});
    }
    return wrong;
  }
  /// The number of residuals.
  [[nodiscard]] std::size_t rows() const { return plain_.size(); }

  value_type value_and_gradient(std::span<value_type const> x, std::span<value_type> g) {
    value_type const half = evaluate(x);
    std::size_t const n = size();
    std::fill(g.begin(), g.end(), value_type(0));
    std::span<value_type const> const all = jacobian_, r = residuals();
    for (std::size_t i = 0; i < r.size(); ++i) optimize::add_scaled<value_type>(g, r[i], all.subspan(i * n, n));
    return half;
  }

  /// Makes residuals() and jacobian() those of x, without an evaluation if they are.
  void linearise(std::span<value_type const> x) {
    if (!std::equal(x.begin(), x.end(), where_.begin(), where_.end())) evaluate(x);
  }
  [[nodiscard]] bool is_at(std::span<value_type const> x) const {
    return std::equal(x.begin(), x.end(), where_.begin(), where_.end());
  }
  /// Of the last point, multiplied as said above.
  [[nodiscard]] std::span<value_type const> residuals() const {
    if constexpr (is_plain) return plain_;
    else return weighted_;
  }
  [[nodiscard]] std::span<value_type const> jacobian() const { return jacobian_; }
  /// By what the rows of J were multiplied; empty if by nothing.
  [[nodiscard]] std::span<value_type const> factors() const { return factors_; }
  /// Of the last point, as the problem has them.
  [[nodiscard]] std::span<value_type const> plain_residuals() const { return plain_; }
  /// The residuals at a point beside the last one, as the problem has them; jacobian() is lost where the problem does
  /// not compute them alone.
  void residuals_beside(std::span<value_type const> x, std::span<value_type> r) {
    if constexpr (optimize::has_residuals_alone<problem_type>) {
      problem_.residuals(x, r);
    } else {
      problem_.residuals_and_jacobian(x, r, std::span<value_type>{jacobian_});
      std::fill(where_.begin(), where_.end(), nowhere);
    }
  }

  [[nodiscard]] std::span<value_type> parameters()
    requires requires(problem_type& p) { std::span<value_type>(p.parameters()); }
  {
    return problem_.parameters();
  }
  [[nodiscard]] decltype(auto) blocks()
    requires requires(problem_type& p) { p.blocks(); }
  {
    return problem_.blocks();
  }

 private:
  static constexpr bool is_plain = std::is_same_v<Loss, robust::none>;
  static constexpr value_type nowhere = std::numeric_limits<value_type>::quiet_NaN();

  value_type evaluate(std::span<value_type const> x) {
    std::fill(where_.begin(), where_.end(), nowhere);      // should the problem throw
    problem_.residuals_and_jacobian(x, std::span<value_type>{plain_}, std::span<value_type>{jacobian_});
    std::copy(x.begin(), x.end(), where_.begin());
    value_type sum = 0;
    if constexpr (is_plain) {
      sum = optimize::dot<value_type>(plain_, plain_);
    } else {
      for (std::size_t i = 0; i < plain_.size(); ++i) sum += weigh(i);
    }
    return sum / 2;
  }
  value_type weigh(std::size_t i) {
    value_type const r = plain_[i], s = r * r;
    // No loss makes an observation of one that is not finite.
    if (!std::isfinite(s)) return weighted_[i] = s;
    auto const [value, slope, curvature] = loss_(s);
    value_type const root = std::sqrt(slope);
    value_type of_residual = root, of_row = root;
    if (curvature > 0 && slope > 0) {
      value_type const left = std::sqrt(1 + 2 * s * curvature / slope);
      of_residual = root / left;
      of_row = root * left;
    }
    weighted_[i] = of_residual * r;
    factors_[i] = of_row;
    std::size_t const n = size();
    std::span<value_type> const row = std::span<value_type>{jacobian_}.subspan(i * n, n);
    optimize::assign_scaled<value_type>(row, of_row, row);
    return value;
  }

  P problem_;
  Loss loss_;
  std::vector<value_type> plain_, weighted_, factors_;
  std::vector<value_type> where_;         // NaN: nowhere
  std::vector<value_type> jacobian_;
};

template <class P>
sum_of_squares(P&&) -> sum_of_squares<P>;
template <class P, class Loss>
sum_of_squares(P&&, Loss) -> sum_of_squares<P, Loss>;

namespace optimize {

template <class F>
inline constexpr bool is_sum_of_squares = false;
template <class P, class Loss>
inline constexpr bool is_sum_of_squares<sum_of_squares<P, Loss>> = true;

}  // namespace optimize

}  // namespace gradsmith
