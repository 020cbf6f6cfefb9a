// error: batch\(rows\): rows is a std::vector<std::uint32_t>, or another contiguous array of these, that outlives the batch
// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>
#include <vector>

namespace gs = gradsmith;
namespace {
constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = sum(i, square(a - y));
}  // namespace

double fit(std::vector<double> const& target) {
  auto problem = gs::bind<loss>(y = target);
#ifdef FIXED
  std::vector<std::uint32_t> const rows{1, 2};
  return problem.batch(rows).value({1.0});
#else
  return problem.batch({1, 2}).value({1.0});
#endif
}
