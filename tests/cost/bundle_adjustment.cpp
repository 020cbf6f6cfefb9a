// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile cost of a reprojection error and its 2 x 15 Jacobian.
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace camera {

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

}  // namespace camera

double evaluate(std::span<double const, 15> at, std::span<double const, 2> seen, std::span<double, 30> jacobian) {
  using namespace camera;
  auto const part = [&](std::size_t first, std::size_t count) { return at.subspan(first, count); };
  auto const [u, u_rotation, u_centre, u_focal, u_principal, u_radial, u_point, u_weight, v, v_rotation, v_centre, v_focal, v_principal, v_radial, v_point, v_weight] =
      gs::compile<across_error, gs::diff(across_error, rotation), gs::diff(across_error, centre), gs::diff(across_error, focal), gs::diff(across_error, principal),
                  gs::diff(across_error, radial), gs::diff(across_error, point), gs::diff(across_error, weight), down_error, gs::diff(down_error, rotation),
                  gs::diff(down_error, centre), gs::diff(down_error, focal), gs::diff(down_error, principal), gs::diff(down_error, radial),
                  gs::diff(down_error, point), gs::diff(down_error, weight)>(rotation = part(0, 3), centre = part(3, 3), focal = at[6], principal = part(7, 2),
                                                                             radial = part(9, 2), point = part(11, 3), weight = at[14], feature = seen);
  double* to = jacobian.data();
  auto const row = [&](auto const& of_rotation, auto const& of_centre, double of_focal, auto const& of_principal, auto const& of_radial, auto const& of_point, double of_weight) {
    for (double each : of_rotation) *to++ = each;
    for (double each : of_centre) *to++ = each;
    *to++ = of_focal;
    for (double each : of_principal) *to++ = each;
    for (double each : of_radial) *to++ = each;
    for (double each : of_point) *to++ = each;
    *to++ = of_weight;
  };
  row(u_rotation, u_centre, u_focal, u_principal, u_radial, u_point, u_weight);
  row(v_rotation, v_centre, v_focal, v_principal, v_radial, v_point, v_weight);
  return u * u + v * v;
}
