// error: the axis k is declared with the extents 10 and 12; give it one, or use two axes
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;
namespace {
constexpr auto k = gs::axis<"k", 10>;
constexpr auto u = gs::param<"u">(k);
#ifdef FIXED
constexpr auto v = gs::param<"v">(k);
#else
constexpr auto v = gs::param<"v">(gs::axis<"k", 12>);
#endif
constexpr auto loss = sum(k, square(u - v));
}  // namespace

auto fit() { return gs::bind<loss>(); }
