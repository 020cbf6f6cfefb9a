// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of softmax and log_softmax over several axes: gradients and Hessians.
#include "laws/reductions.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::reductions;

namespace {

constexpr auto loss = sum(i, c, d, z * softmax(i, c, e)) + sum(i, c, d, square(z) * log_softmax(i, d, e)) + mean(i, square(sum(c, d, z * softmax(c, d, e)))) -
                      sum(i, c, d, z * z * log_softmax(i, c, d, e));

struct any_law {};

}  // namespace

TEST_CASE("laws: gradients and Hessians of softmax and log_softmax over several axes") {
  for (auto const& size : std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {2, 5}, {9, 2}, {17, 4}}) {
    std::size_t const n = size.first, classes = size.second;
    CAPTURE(n);
    sample const at = sample::of<any_law>(n, classes);
    auto problem = gs::bind<loss>(z = gs::tensor(at.data.data(), {n, classes, 3}));
    CHECK(gradient_error(problem, at.theta) < 1e-8);
    CHECK(hessian_error(problem, at.theta) < 1e-6);
  }
}
