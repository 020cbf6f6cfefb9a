// error: diff\(e, w\): e has the axis j of w and also reduces over it, so the diagonal is not the derivative; ask for a fresh index, diff\(e, w\(k\)\) with another axis k
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
[[maybe_unused]] constexpr auto k = gs::axis<"k">;
#ifdef FIXED
constexpr auto jacobian = diff(softmax(j, w), w(k));
#else
constexpr auto jacobian = diff(w * sum(j, square(w)), w);
#endif
constexpr auto f = gs::compile<jacobian>;
}  // namespace

auto evaluate(std::vector<double> const& weights) { return f(w = weights); }
