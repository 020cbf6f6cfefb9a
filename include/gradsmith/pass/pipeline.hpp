// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The compiler as a list: each pass is one constant evaluation, from a graph to a graph.
#pragma once

#include <gradsmith/pass/differentiate.hpp>
#include <gradsmith/pass/expand.hpp>
#include <gradsmith/pass/lower.hpp>
#include <gradsmith/pass/schedule.hpp>
#include <gradsmith/pass/simplify.hpp>
#include <gradsmith/pass/stream.hpp>
#include <gradsmith/pass/unroll.hpp>

namespace gradsmith::pass {

/// The stages of the program whose graph is `Parsed::view`.
template <class Parsed>
struct pipeline {
  using parsed = Parsed;

  // Naive formulas become stable before they are differentiated.
  struct make_stable {
    constexpr ir::graph operator()() const { return simplify(parsed::view); }
  };
  using stable = ir::stage<make_stable, parsed::size.grown()>;

  // No derivative node is left; adjoints share the forward nodes.
  struct make_differentiated {
    constexpr ir::graph operator()() const { return differentiate(stable::view); }
  };
  using differentiated = ir::stage<make_differentiated, stable::size.differentiated()>;

  // What differentiation made is simplified and stable as well.
  struct make_simplified {
    constexpr ir::graph operator()() const { return simplify(differentiated::view); }
  };
  using simplified = ir::stage<make_simplified, differentiated::size.grown()>;

  // Only operations with an instruction sequence; exponentials are shared.
  struct make_expanded {
    constexpr ir::graph operator()() const { return expand(simplified::view); }
  };
  using expanded = ir::stage<make_expanded, simplified::size.grown()>;

  static constexpr int stream = streamed_axis(parsed::view);

  // Short axes of declared extent are written out, where there are any.
  static constexpr ir::axis_set short_axes = axes_to_unroll(expanded::view, stream);
  template <class Pipeline, bool Any>
  struct with_short_axes {
    using unrolled = typename Pipeline::expanded;
  };
  template <class Pipeline>
  struct with_short_axes<Pipeline, true> {
    struct make_unrolled {
      constexpr ir::graph operator()() const { return unroll(Pipeline::expanded::view, Pipeline::short_axes); }
    };
    using unrolled = ir::stage<make_unrolled, Pipeline::expanded::size.grown()>;
  };
  using unrolled = typename with_short_axes<pipeline, short_axes != 0>::unrolled;

  // Additions, multiplications, fused multiply-adds, contractions.
  struct make_lowered {
    constexpr ir::graph operator()() const { return lower(unrolled::view, stream); }
  };
  using lowered = ir::stage<make_lowered, unrolled::size.grown()>;

  // Every node: before, per block, or after the observations.
  static constexpr program_size guess = usual_program_size(lowered::size);
  static constexpr auto attempt = freeze<guess>(schedule(lowered::view, stream));
  template <class Pipeline, bool Fits>
  struct scheduled {
    static constexpr auto const& program = Pipeline::attempt;
  };
  template <class Pipeline>
  struct scheduled<Pipeline, false> {
    static constexpr auto program = freeze<Pipeline::attempt.used>(schedule(Pipeline::lowered::view, Pipeline::stream));
  };
  static constexpr auto const& program = scheduled<pipeline, attempt.used.fits(guess)>::program;

  /// What the first pass that failed has to say; empty if the program is good.
  static constexpr text error() { return text{program.graph.view().error_text()}; }
};

}  // namespace gradsmith::pass
