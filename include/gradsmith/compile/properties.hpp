// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What is proved of a formula at compile time: is_convex<e>, is_smooth<e>, is_increasing<e>, is_defined<e>, and why not.
//
// Behind e stand symbols and conditions, in any order: is_convex<loss, w, lambda >= 0> asks of the loss as a function of w,
// for all lambda >= 0. Without a symbol all parameters vary together; of what does not vary only the conditions are known.
#pragma once

#include <gradsmith/compile.hpp>
#include <gradsmith/pass/why_not.hpp>

namespace gradsmith {

namespace detail {

/// Of the first output of `Parsed`, given the others.
template <class Parsed>
struct claims {
  using stages = pass::pipeline<Parsed>;
  static constexpr ir::graph_view simplified = stages::simplified::view;
  static constexpr ir::graph_view written = stages::parsed::view;

  static constexpr text error() {
    if (!simplified.error_text().empty()) return text{simplified.error_text()};
    int wrong = -1;
    (void)pass::variation_of(simplified, wrong);
    if (wrong < 0) return {};
    return text{"behind the formula stand symbols that vary and conditions on symbols, such as lambda >= 0, not "}
           << pass::detail::formula_at(written, written.outputs[wrong].node);
  }
  static constexpr properties prove(ir::graph_view const& g) {
    int wrong = -1;
    return pass::prove(g, pass::variation_of(g, wrong));
  }
  /// What is proved of the formula as it is computed, or as it is written: a rule may take a square apart.
  static constexpr properties find() {
    properties p = prove(simplified);
    bool derivative = false;
    for (int id = 0; id < written.node_count; ++id) derivative = derivative || written.nodes[id].op->kind == ir::form::derivative;
    if (derivative) return p;
    properties const q = prove(written);
    p.convex = p.convex || q.convex;
    p.concave = p.concave || q.concave;
    p.increasing = p.increasing || q.increasing;
    p.decreasing = p.decreasing || q.decreasing;
    if (p.smooth < q.smooth) p.smooth = q.smooth;
    p.range = pass::detail::intersection(p.range, q.range);
    return p;
  }
  static constexpr text why_not(bool convex) {
    properties const p = find();
    if (convex ? p.convex : p.concave) return {};
    int wrong = -1;
    return pass::why_not(simplified, pass::variation_of(simplified, wrong), convex);
  }
  static constexpr text conditions() {
    int wrong = -1;
    return pass::conditions_of(simplified, pass::variation_of(simplified, wrong));
  }
};

template <class Parsed>
consteval properties proved_properties() {
  using c = claims<Parsed>;
  if constexpr (is_wrong<&c::error>()) {
    stop_compilation<error_sentence<&c::error>>();
    return {};
  } else {
    return c::find();
  }
}

enum class question : unsigned char { why_not_convex, why_not_concave, conditions };

template <class Claims>
constexpr text answer(question asked) {
  if (asked == question::conditions) return Claims::conditions();
  return Claims::why_not(asked == question::why_not_convex);
}
/// A sentence about a formula that has no error.
template <question Asked, class Parsed>
consteval auto sentence_about() {
  using c = claims<Parsed>;
  if constexpr (is_wrong<&c::error>()) {
    stop_compilation<error_sentence<&c::error>>();
    return fixed_string{""};
  } else {
    constexpr int length = answer<c>(Asked).size();
    return freeze_sentence<length>(answer<c>(Asked));
  }
}

}  // namespace detail

/// All that is proved of e.
template <auto E, auto... Given>
inline constexpr properties properties_of = detail::proved_properties<parsed<E, Given...>>();

/// Whether e lies nowhere above its chords, proved by the rules of composition of disciplined convex programming [Grant, Boyd
/// and Ye 2006] from the facts of its operations, where all its parts are finite. Sound; false if these rules do not prove it. For e with axes:
/// every entry.
template <auto E, auto... Given>
inline constexpr bool is_convex = detail::proved_properties<parsed<E, Given...>>().convex;
/// Whether -e is convex.
template <auto E, auto... Given>
inline constexpr bool is_concave = detail::proved_properties<parsed<E, Given...>>().concave;
/// Whether e is a constant plus a linear function.
template <auto E, auto... Given>
inline constexpr bool is_affine = detail::proved_properties<parsed<E, Given...>>().affine();
/// Whether e never falls where one of the entries that vary grows.
template <auto E, auto... Given>
inline constexpr bool is_increasing = detail::proved_properties<parsed<E, Given...>>().increasing;
template <auto E, auto... Given>
inline constexpr bool is_decreasing = detail::proved_properties<parsed<E, Given...>>().decreasing;

/// How smooth e is at least, where it is defined: `jump` says nothing.
template <auto E, auto... Given>
inline constexpr smoothness smoothness_of = detail::proved_properties<parsed<E, Given...>>().smooth;
/// Whether e has all derivatives.
template <auto E, auto... Given>
inline constexpr bool is_smooth = smoothness_of<E, Given...> == smoothness::smooth;
/// Bounds of e.
template <auto E, auto... Given>
inline constexpr interval range_of = detail::proved_properties<parsed<E, Given...>>().range;

/// The smallest part that stands in the way of a proof, as a sentence; empty if e is proved convex.
template <auto E, auto... Given>
inline constexpr auto why_not_convex = detail::sentence_about<detail::question::why_not_convex, parsed<E, Given...>>();
template <auto E, auto... Given>
inline constexpr auto why_not_concave = detail::sentence_about<detail::question::why_not_concave, parsed<E, Given...>>();

/// The conditions on arguments under which e has a value, where they are not proved to hold: "x > 0, y != 0".
template <auto E, auto... Given>
inline constexpr auto domain = detail::sentence_about<detail::question::conditions, parsed<E, Given...>>();
/// Whether e is proved to have a finite value, were there no overflow, for all parameters and data.
template <auto E, auto... Given>
inline constexpr bool is_defined = domain<E, Given...>.view().empty();

}  // namespace gradsmith
