// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Every method for composites, by the terms it works on.
#pragma once

#include <gradsmith/optimize.hpp>

#include <concepts>

namespace gradsmith::tests {

/// Those that take any term.
template <class Check>
void for_each_proximal_method(Check check) {
  check(fista{});
  check(fista{.begin_anew_by = fista::restart::by_value});
  check(projected_gradient{});
  check(projected_gradient{.memory = 1});
}

template <class Term, class Check>
void for_each_method_for(Check check) {
  for_each_proximal_method(check);
  if constexpr (std::same_as<Term, l1>) check(owl_qn{});
  if constexpr (std::same_as<Term, box> || std::same_as<Term, at_least_zero>) check(lbfgs_b{});
}

/// check(method, term): each method with a term that pulls towards 0 or bounds from below.
template <class Check>
void for_each_composite_method(Check check) {
  for_each_method_for<l1>([&](auto const& method) { check(method, l1{.weight = 0.01}); });
  for_each_method_for<box>([&](auto const& method) { check(method, box{.lower = {0}, .upper = {100}}); });
}

}  // namespace gradsmith::tests
