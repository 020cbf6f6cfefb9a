// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A smooth function and a term that is not: what proximal methods minimise.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <gradsmith/optimize/objective.hpp>
#include <gradsmith/optimize/proximal/term.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

template <class P, class Term>
class composite;

namespace optimize {

template <class F>
inline constexpr bool is_composite = false;
template <class P, class Term>
inline constexpr bool is_composite<composite<P, Term>> = true;

/// An objective with a term that has no gradient.
template <class F>
concept composed = is_composite<std::remove_cvref_t<F>>;

}  // namespace optimize

/// f + h, where f has a gradient and h, the term, is l1, l2, elastic_net, group_lasso, box, at_least_zero or simplex,
/// or a term of yours (see optimize::proximal_term):
///   gs::minimize(gs::composite(problem, gs::l1{.weight = 0.1}), gs::fista{}, gs::stop{.gradient_norm = 1e-8});
/// Its value is f + h, its gradient that of f. What a run tests and reports as the norm of the gradient is the largest
/// entry of the residual of the optimality conditions,
///   x - prox(x - gradient of f at x),  prox with step 1,
/// which is 0 just where 0 is a subgradient of f + h: at the minima, if f is convex. A start outside of a constraint is
/// projected onto it. A problem that has a name is referred to and has to outlive it.
/// Errors: data_error if the term is one of another number of parameters, or has one of them in two blocks.
/// Memory: 1 vector. Source: of the residual: Parikh, Boyd 2014, section 4.2.1; Nesterov 2013.
template <class P, class Term>
class composite {
  using problem_type = std::remove_reference_t<P>;

 public:
  static_assert(optimize::objective<problem_type>,
                "composite(problem, term) needs a problem with std::size_t size() and T value_and_gradient(std::span<T "
                "const> x, std::span<T> g)");
  static_assert(!optimize::composed<problem_type>,
                "composite(problem, term) has one term: elastic_net for absolute values and squares, or a term of "
                "yours, whose prox is that of the sum");
  using value_type = optimize::scalar_of<problem_type>;
  static_assert(optimize::proximal_term<Term, value_type>,
                "composite(problem, term) needs a term such as l1{.weight = 0.1} or box{.lower = {0}}: T value("
                "std::span<T const> x), void prox(std::span<T> v, T step) and std::string invalid(), all const");
  using term_type = Term;

  composite(P&& given_problem, Term given_term)
      : problem_(static_cast<P&&>(given_problem)), term_(static_cast<Term&&>(given_term)),
        image_(static_cast<std::size_t>(problem_.size())) {
    if constexpr (requires { term_.check(image_.size()); }) term_.check(image_.size());
  }

  [[nodiscard]] std::size_t size() const { return image_.size(); }
  [[nodiscard]] Term const& term() const { return term_; }
  /// A sentence on an option of the term, or of the problem, that is wrong, else empty.
  [[nodiscard]] std::string invalid() {
    std::string wrong = term_.invalid();
    if constexpr (requires { wrong = problem_.invalid(); })
      if (wrong.empty()) wrong = problem_.invalid();
    return wrong;
  }

  /// f + h; g is the gradient of f.
  value_type value_and_gradient(std::span<value_type const> x, std::span<value_type> g) {
    return smooth_value_and_gradient(x, g) + term_.value(x);
  }
  /// f and its gradient, also where x is not within a constraint.
  value_type smooth_value_and_gradient(std::span<value_type const> x, std::span<value_type> g) {
    return static_cast<value_type>(problem_.value_and_gradient(x, g));
  }
  /// The largest entry of |x - prox(x - g)|.
  [[nodiscard]] value_type residual_norm(std::span<value_type const> x, std::span<value_type const> g) {
    if constexpr (requires { term_.assign_residual(x, g, std::span<value_type>{image_}); }) {
      term_.assign_residual(x, g, std::span<value_type>{image_});
      return optimize::max_abs<value_type>(image_);
    } else {
      optimize::assign_moved<value_type>(image_, x, -1, g);
      term_.prox(std::span<value_type>{image_}, value_type(1));
      return optimize::max_distance<value_type>(x, image_);
    }
  }
  /// Moves a start to where the term is finite.
  void admit(std::span<value_type> x) const {
    if constexpr (optimize::is_constraint<Term>)
      if (term_.invalid().empty()) term_.prox(x, value_type(1));
  }

  [[nodiscard]] std::span<value_type> parameters()
    requires optimize::has_parameters<problem_type>
  {
    return problem_.parameters();
  }
  [[nodiscard]] decltype(auto) blocks()
    requires optimize::has_blocks<problem_type>
  {
    return problem_.blocks();
  }

 private:
  P problem_;
  Term term_;
  std::vector<value_type> image_;
};

template <class P, class Term>
composite(P&&, Term) -> composite<P, Term>;

namespace optimize {

/// A method that says static constexpr bool is_for_composites = true works on those only.
template <class M>
concept for_composites = requires { requires M::is_for_composites; };

}  // namespace optimize

}  // namespace gradsmith
