// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// equivalent<a, b>: a proof at compile time that two formulas are equal.
#pragma once

#include <gradsmith/compile.hpp>
#include <gradsmith/pass/normal_form.hpp>

namespace gradsmith {

namespace detail {

template <class Simplified>
struct make_normal {
  constexpr ir::graph operator()() const { return pass::normal_form(Simplified::view); }
};

/// Of the two outputs of `Parsed`.
template <class Parsed>
consteval bool proved_equivalent() {
  using stages = pass::pipeline<Parsed>;
  constexpr auto wrong = [] { return text{stages::simplified::view.error_text()}; };
  if constexpr (!is_wrong<wrong>()) {
    ir::graph_view const simple = stages::simplified::view;
    if (simple.outputs[0].node == simple.outputs[1].node) return true;
    return pass::outputs_are_equal(ir::stage<make_normal<typename stages::simplified>>::view);
  } else {
    stop_compilation<error_sentence<wrong>>();
    return false;
  }
}

}  // namespace detail

/// Whether a and b are proved equal for all real arguments for which both are defined: log(x^2) is 2*log(x), sqrt(x)^2 is
/// x, but sqrt(x^2) is |x|; a formula that compares what has no value, as sqrt(-1) < 1, has none. They are if the rules of
/// the library make one program of them, or if they have the same normal form: named functions as exponentials, logarithms,
/// roots and absolute values (rule/normal_form.hpp has the list), products multiplied out, like terms collected, sums over
/// axes split. Two normal forms are the same if their difference is 0 after multiplying by all denominators, or if its
/// logarithms are that of 1; functions are the same if their arguments are. Sound, but for the rounding of numbers in
/// formulas; `false` says only that no proof was found. Formulas that grow beyond 1,500 nodes are given up.
template <auto A, auto B>
inline constexpr bool equivalent = detail::proved_equivalent<parsed<A, B>>();

}  // namespace gradsmith
