// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What logsumexp, softmax and log_softmax share: exponentials shifted by the maximum.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// With m = max z: `exponentials` = e^(z-m), `excess` = their sum less 1, formed without adding the 1
/// of the maximum, so that log1p(excess) keeps its digits when one entry dominates. Entries equal to m
/// are 1 by selection, also when m is infinite; the maximum with 0 only keeps (ties - 1) apart in the sum.
struct shifted_exponentials {
  ref maximum, shifted, exponentials, excess;

  constexpr shifted_exponentials(over along, ref z)
      : maximum(gs::max(along, z)),
        shifted(gs::call<minus>(z, maximum)),
        exponentials(gs::where(gs::eq(z, maximum), 1, gs::exp(shifted))),
        excess(gs::sum(along, gs::where(gs::eq(z, maximum), 0, gs::exp(shifted))) +
               gs::max(gs::sum(along, gs::where(gs::eq(z, maximum), 1, 0)) - 1, 0)) {}
};

}  // namespace gradsmith::op
