// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Reprojection errors by the row: each observation has a camera and a point, and a 2 x 15 Jacobian. The two errors lie
// along an axis, and the cross product is a sum with the permutation symbol.
#include "run/models/bundle_adjustment.hpp"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::axis<"a", 3>;
constexpr auto b = gs::axis<"b", 3>;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto d = gs::axis<"d", 3>;
constexpr auto e = gs::axis<"e", 2>;
constexpr auto o = gs::axis<"o", 2>;
constexpr auto rotation = gs::input<"rotation">(i, a);
constexpr auto centre = gs::input<"centre">(i, a);
constexpr auto focal = gs::input<"focal">(i);
constexpr auto principal = gs::input<"principal">(i, e);
constexpr auto radial = gs::input<"radial">(i, e);
constexpr auto point = gs::input<"point">(i, a);
constexpr auto weight = gs::input<"weight">(i);
constexpr auto feature = gs::input<"feature">(i, e);
constexpr auto permutation = gs::input<"permutation">(a, b, c);
constexpr auto first_two = gs::input<"first_two">(e, a);

constexpr auto squares = gs::let([] { return sum(b, square(rotation(i, b))); });
constexpr auto angle = gs::let([] { return sqrt(squares); });
constexpr auto moved = gs::let([] { return point - centre; });
constexpr auto across = gs::let([] { return sum(b, c, permutation * rotation(i, b) * (point(i, c) - centre(i, c))); });
constexpr auto along = gs::let([] { return sum(b, rotation(i, b) * (point(i, b) - centre(i, b))); });
constexpr auto turned = gs::let([] {
  return where(squares > 1e-6, moved * cos(angle) + across * (sin(angle) / angle) + rotation * along * ((1 - cos(angle)) / squares),
               moved * (1 - squares / 2) + across * (1 - squares / 6) + rotation * along * (0.5 - squares / 24));
});
constexpr auto plane = gs::let([] { return sum(a, first_two * turned) / pick(a, turned, 2); });
constexpr auto radius = gs::let([] { return sum(e, square(plane)); });
constexpr auto error = weight * (focal * (1 + pick(e, radial, 0) * radius + pick(e, radial, 1) * square(radius)) * plane + principal - feature);

constexpr auto residuals = gs::compile<error, gs::diff(error, rotation(i, d)), gs::diff(error, centre(i, d)), gs::diff(error, focal),
                                       gs::diff(error, principal(i, o)), gs::diff(error, radial(i, o)), gs::diff(error, point(i, d)),
                                       gs::diff(error, weight)>;

}  // namespace

TEST_CASE("reprojection errors and Jacobians by the row") {
  std::size_t const n = 301;
  std::vector<std::array<double, 15>> cameras(n);
  auto const random = normal_numbers(15 * n, 1);
  auto const seen = normal_numbers(2 * n, 2);
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t k = 0; k < 15; ++k) cameras[row][k] = random[15 * row + k] * (k >= 9 && k < 11 ? 0.01 : 0.5);
    for (std::size_t k = 0; k < 3; ++k) cameras[row][k] *= row % 7 == 0 ? 0 : row % 7 == 1 ? 1e-4 : 1;
    cameras[row][13] += 10, cameras[row][6] += 2, cameras[row][14] += 1;
  }
  auto const part = [&](std::size_t first, std::size_t count) {
    std::vector<double> all;
    for (auto const& each : cameras) all.insert(all.end(), each.begin() + static_cast<std::ptrdiff_t>(first), each.begin() + static_cast<std::ptrdiff_t>(first + count));
    return all;
  };
  std::vector<double> const turns = part(0, 3), centres = part(3, 3), focals = part(6, 1), offsets = part(7, 2), bends = part(9, 2), points = part(11, 3),
                            weights = part(14, 1);
  std::vector<double> symbol(27);
  for (std::size_t k = 0; k < 3; ++k) {
    symbol[9 * k + 3 * ((k + 1) % 3) + (k + 2) % 3] = 1;
    symbol[9 * k + 3 * ((k + 2) % 3) + (k + 1) % 3] = -1;
  }
  std::vector<double> const chosen{1, 0, 0, 0, 1, 0};
  auto const [errors, by_rotation, by_centre, by_focal, by_principal, by_radial, by_point, by_weight] =
      residuals(rotation = gs::matrix(turns, n, 3), centre = gs::matrix(centres, n, 3), focal = focals, principal = gs::matrix(offsets, n, 2),
                radial = gs::matrix(bends, n, 2), point = gs::matrix(points, n, 3), weight = weights, feature = gs::matrix(seen, n, 2),
                permutation = gs::tensor(symbol.data(), {3, 3, 3}), first_two = gs::matrix(chosen, 2, 3));
  double worst = 0;
  for (std::size_t row = 0; row < n; ++row) {
    auto const expected = reprojection_jacobian(cameras[row], &seen[2 * row]);
    std::array<long double, 15> exact;
    std::copy(cameras[row].begin(), cameras[row].end(), exact.begin());
    auto const error_here = reprojection_error(exact, &seen[2 * row]);
    for (std::size_t k = 0; k < 2; ++k) {
      auto const check = [&](std::size_t m, double got) { worst = std::max(worst, distance(got, static_cast<double>(expected[15 * k + m]))); };
      worst = std::max(worst, distance(errors(row, k), static_cast<double>(error_here[k])));
      for (std::size_t m = 0; m < 3; ++m) {
        check(m, by_rotation(row, k, m));
        check(3 + m, by_centre(row, k, m));
        check(11 + m, by_point(row, k, m));
      }
      for (std::size_t m = 0; m < 2; ++m) check(7 + m, by_principal(row, k, m)), check(9 + m, by_radial(row, k, m));
      check(6, by_focal(row, k));
      check(14, by_weight(row, k));
    }
  }
  CHECK(worst < 1e-12);
}
