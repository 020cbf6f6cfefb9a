// error: batch\(rows\): the loss has a product over the rows, prod\(i, \.\.\.\), of which some rows give no estimate; its logarithm is a sum, which has one
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>
#include <cstdint>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto y = gs::input<"y">(i);
#ifdef FIXED
constexpr auto loss = -log(prod(i, sigmoid(a * y)));
#else
constexpr auto loss = -prod(i, sigmoid(a * y));
#endif
}  // namespace

double evaluate(std::vector<double> const& target, std::vector<std::uint32_t> const& rows) {
  auto problem = gs::bind<loss>(y = target);
  return problem.batch(rows).value(problem.parameters());
}
