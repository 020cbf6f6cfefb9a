// error: a loss is a number, but here the axis j remains; reduce with mean\(j, \.\.\.\) or sum\(j, \.\.\.\)
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/backpropagation.hpp>
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
#ifdef FIXED
constexpr auto e = sum(j, square(w));
#else
constexpr auto e = square(w);
#endif
}  // namespace

auto look(std::vector<double> const& weights) { return gs::backpropagation<e>(w = weights); }
