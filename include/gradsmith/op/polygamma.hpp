// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation polygamma: value, derivative.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/math/polygamma_series.hpp>

namespace gradsmith::op {

/// y = psi^(n)(x), the n-th derivative of digamma, for a whole number n from 1 on. dy/dx = psi^(n+1)(x). Number by number, by
/// the recurrence and the asymptotic series: some 20 divisions each. Below 16 ulp for x > 0 and n <= 20; digits that cancel
/// below 0 are lost, NaN from -1024 on. [DLMF, 5.15]
struct polygamma {
  static constexpr std::string_view name = "polygamma";
  static constexpr std::string_view usage = "polygamma(n, e)";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "the a-th derivative of digamma(b)",
                                         .domain = {domains::at_least(1), domains::all_but(gaps::non_positive_integers)}};
  static constexpr operation_counts cost{.transcendental = 20};
  static constexpr interval range(interval, interval) { return real_line; }
  static auto value(auto n, auto x) { return simd::polygamma(n, x); }
  static constexpr ref canonical(ir::axis_set, ref n, ref) {
    if (n.id < 0) return ref{};
    double const order = n.graph->is_literal(n.id) ? n.node().value : 0;
    if (!(order >= 1 && order <= most_derivatives) || order != static_cast<int>(order))
      n.graph->fail("polygamma(n, e) takes a whole number n from 1 to 150, the one for 0 is digamma(e)");
    return ref{};
  }
  static constexpr int most_derivatives = 150;
  static constexpr refs<2> partials(ref, ref n, ref x) {
    return std::array{ir::literal(*x.graph, 0), gs::call<polygamma>(n + 1, x)};
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// polygamma(n, e): the n-th derivative of digamma at e, for a whole number n from 1 on.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto polygamma(T const&... n_and_e) {
  return call<op::polygamma>(n_and_e...);
}

}  // namespace gradsmith
