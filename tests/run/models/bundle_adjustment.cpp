// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// One reprojection error and its 2 x 15 Jacobian, also where the camera is not turned at all.
#include "run/models/bundle_adjustment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto a = gs::axis<"a", 3>;
constexpr auto e = gs::axis<"e", 2>;
constexpr auto rotation = gs::param<"rotation">(a);
constexpr auto centre = gs::param<"centre">(a);
constexpr auto focal = gs::param<"focal">;
constexpr auto principal = gs::param<"principal">(e);
constexpr auto radial = gs::param<"radial">(e);
constexpr auto point = gs::param<"point">(a);
constexpr auto weight = gs::param<"weight">;
constexpr auto feature = gs::input<"feature">(e);

// Rodrigues' formula, and the first terms of its series in the squared angle where sin(angle) / angle has few digits
// in its derivative.
constexpr auto moved = gs::let([] { return point - centre; });
constexpr auto r(int k) { return pick(a, rotation, k); }
constexpr auto p(int k) { return pick(a, moved, k); }
constexpr auto squares = gs::let([] { return sum(a, square(rotation)); });
constexpr auto angle = gs::let([] { return sqrt(squares); });
constexpr auto along = gs::let([] { return sum(a, rotation * moved); });
constexpr auto across(int k) { return r((k + 1) % 3) * p((k + 2) % 3) - r((k + 2) % 3) * p((k + 1) % 3); }
constexpr auto turned(int k) {
  return where(squares > 1e-6, p(k) * cos(angle) + across(k) * (sin(angle) / angle) + r(k) * along * ((1 - cos(angle)) / squares),
               p(k) * (1 - squares / 2) + across(k) * (1 - squares / 6) + r(k) * along * (0.5 - squares / 24));
}
constexpr auto abscissa = gs::let([] { return turned(0) / turned(2); });
constexpr auto ordinate = gs::let([] { return turned(1) / turned(2); });
constexpr auto radius = gs::let([] { return square(abscissa) + square(ordinate); });
constexpr auto distortion = gs::let([] { return 1 + pick(e, radial, 0) * radius + pick(e, radial, 1) * square(radius); });
constexpr auto across_error = weight * (focal * distortion * abscissa + pick(e, principal, 0) - pick(e, feature, 0));
constexpr auto down_error = weight * (focal * distortion * ordinate + pick(e, principal, 1) - pick(e, feature, 1));

constexpr auto residual =
    gs::compile<across_error, gs::diff(across_error, rotation), gs::diff(across_error, centre), gs::diff(across_error, focal),
                gs::diff(across_error, principal), gs::diff(across_error, radial), gs::diff(across_error, point), gs::diff(across_error, weight),
                down_error, gs::diff(down_error, rotation), gs::diff(down_error, centre), gs::diff(down_error, focal),
                gs::diff(down_error, principal), gs::diff(down_error, radial), gs::diff(down_error, point), gs::diff(down_error, weight)>;

template <class T>
void check(std::array<double, 15> at, double tolerance) {
  std::array<T, 15> rounded;
  for (std::size_t k = 0; k < 15; ++k) at[k] = static_cast<double>(rounded[k] = static_cast<T>(at[k]));
  std::vector<T> const seen{T(0.25), T(-0.5)};
  double const features[]{0.25, -0.5};
  auto const part = [&](std::size_t first, std::size_t count) { return std::vector<T>(rounded.data() + first, rounded.data() + first + count); };
  auto const result = residual(rotation = part(0, 3), centre = part(3, 3), focal = rounded[6], principal = part(7, 2), radial = part(9, 2),
                               point = part(11, 3), weight = rounded[14], feature = seen);
  auto const expected = reprojection_jacobian(at, features);
  std::array<long double, 15> exact;
  std::copy(at.begin(), at.end(), exact.begin());
  auto const errors = reprojection_error(exact, features);
  auto const row = [&](auto const& turn, auto const& middle, T focus, auto const& offset, auto const& bend, auto const& where, T scale) {
    std::vector<T> all(turn.begin(), turn.end());
    all.insert(all.end(), middle.begin(), middle.end());
    all.push_back(focus);
    all.insert(all.end(), offset.begin(), offset.end());
    all.insert(all.end(), bend.begin(), bend.end());
    all.insert(all.end(), where.begin(), where.end());
    all.push_back(scale);
    return all;
  };
  auto const& [error0, r0, c0, f0, o0, b0, p0, w0, error1, r1, c1, f1, o1, b1, p1, w1] = result;
  std::vector<T> first = row(r0, c0, f0, o0, b0, p0, w0), second = row(r1, c1, f1, o1, b1, p1, w1);
  first.insert(first.end(), second.begin(), second.end());
  CHECK(distance(static_cast<double>(error0), static_cast<double>(errors[0])) < tolerance);
  CHECK(distance(static_cast<double>(error1), static_cast<double>(errors[1])) < tolerance);
  CHECK(largest_distance(first, expected) < tolerance);
}

std::array<double, 15> camera(unsigned seed) {
  auto const random = normal_numbers(15, seed);
  std::array<double, 15> at{};
  for (std::size_t k = 0; k < 15; ++k) at[k] = random[k] * (k >= 9 && k < 11 ? 0.01 : 0.5);
  at[13] += 5;  // in front
  at[6] += 2;
  at[14] += 1;
  return at;
}

}  // namespace

TEST_CASE_TEMPLATE("a reprojection error and its Jacobian", T, GRADSMITH_TEST_TYPES) {
  double const tolerance = sizeof(T) == 8 ? 1e-14 : 1e-5;
  for (unsigned seed = 1; seed < 8; ++seed) check<T>(camera(seed), tolerance);
}

TEST_CASE_TEMPLATE("a camera that is not turned, or hardly", T, GRADSMITH_TEST_TYPES) {
  double const tolerance = sizeof(T) == 8 ? 1e-13 : 1e-5;
  for (double size : {0.0, 1e-160, 1e-20, 1e-8, 1e-4, 1e-3, 1e-2}) {
    CAPTURE(size);
    auto at = camera(11);
    for (std::size_t k = 0; k < 3; ++k) at[k] *= size;
    check<T>(at, tolerance);
  }
}
