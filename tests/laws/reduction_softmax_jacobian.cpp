// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of softmax and log_softmax over several axes: their Jacobians.
#include "laws/reductions.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::reductions;

namespace {

constexpr auto k = gs::axis<"k">;
constexpr auto l = gs::axis<"l", 3>;
constexpr auto u = gs::param<"u">(c, d);
constexpr auto const& jacobian = gs::compile<softmax(c, d, u), diff(softmax(c, d, u), u(k, l)),
                                             log_softmax(c, d, u), diff(log_softmax(c, d, u), u(k, l))>;

}  // namespace

TEST_CASE("laws: the Jacobian of softmax over two axes") {
  std::size_t const classes = 4, all = 3 * classes;
  auto const theta = normal_numbers(all, 41);
  auto const r = jacobian(u = gs::matrix(theta, classes, 3));
  auto const& p = r.get<0>();
  auto const& by_u = r.get<1>();
  auto const& q = r.get<2>();
  auto const& q_by_u = r.get<3>();
  for (std::size_t a = 0; a < all; ++a)
    for (std::size_t b = 0; b < all; ++b) {
      double const kronecker = a == b ? 1 : 0;
      CHECK(distance(by_u[a * all + b], p[a] * (kronecker - p[b])) < 1e-15);
      CHECK(distance(q_by_u[a * all + b], kronecker - p[b]) < 1e-15);
      CHECK(std::exp(q[a]) == doctest::Approx(p[a]));
    }
}
