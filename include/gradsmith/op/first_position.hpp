// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What argmax and argmin share: the first position along an axis at which a value is attained.
#pragma once

#include <limits>

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/min.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// The first position at which x attains `extreme`, its max or min over the axis; NaN if no entry does, as one is NaN.
/// Positions have no derivative: it is 0.
template <class Extreme>
[[nodiscard]] constexpr ref first_position(std::string_view name, ir::axis_set along, ref x) {
  ir::graph& g = *x.graph;
  int const axis = ir::first_axis(along);
  if (!is_one_axis(x, along, name, "the position along several would be several numbers") || !ir::contains(x.axes(), axis)) return ir::literal(g, 0);
  ref const extent = ir::extent(g, axis), extreme = ir::apply<Extreme>(along, x);
  ref const first = gs::min(over{along}, gs::where(gs::eq(x, extreme), ir::index(g, axis), extent));
  return gs::where(gs::lt(first, extent), first, std::numeric_limits<double>::quiet_NaN());
}

}  // namespace gradsmith::op
