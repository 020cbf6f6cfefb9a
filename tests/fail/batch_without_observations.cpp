// error: batch\(rows\): this loss has no observations; no input of it varies along an axis whose extent the data tell
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto a = gs::param<"a">;
constexpr auto loss = square(a - 1);
}  // namespace

double evaluate(std::vector<std::uint32_t> const& rows) {
  auto problem = gs::bind<loss>();
#ifdef FIXED
  return problem.value(problem.parameters()) + static_cast<double>(rows.size());
#else
  return problem.batch(rows).value(problem.parameters());
#endif
}
