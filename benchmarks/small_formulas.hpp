// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Small and fixed problems as a user writes them.
#pragma once

#include <gradsmith/gradsmith.hpp>

namespace benchmarks {

namespace gs = gradsmith;

namespace rosenbrock {

inline constexpr auto x = gs::param<"x">;
inline constexpr auto y = gs::param<"y">;
inline constexpr auto two = square(1 - x) + 100 * square(y - square(x));

/// In n dimensions: neighbours l and l + 1 of the n entries.
template <int Dimensions>
struct chain {
  static constexpr auto k = gs::axis<"k", Dimensions>;
  static constexpr auto l = gs::axis<"l", Dimensions - 1>;
  static constexpr auto v = gs::param<"v">(k);
  static constexpr auto loss = sum(l, square(1 - v(l)) + 100 * square(v(l + 1) - square(v(l))));
};
/// Extents bound: k = 1000, l = 999.
namespace any {
inline constexpr auto k = gs::axis<"k">;
inline constexpr auto l = gs::axis<"l">;
inline constexpr auto v = gs::param<"v">(k);
inline constexpr auto loss = sum(l, square(1 - v(l)) + 100 * square(v(l + 1) - square(v(l))));
}  // namespace any

}  // namespace rosenbrock

/// The reprojection error of one observation.
namespace camera {

inline constexpr auto a = gs::axis<"a", 3>;
inline constexpr auto e = gs::axis<"e", 2>;
inline constexpr auto rotation = gs::param<"rotation">(a);
inline constexpr auto centre = gs::param<"centre">(a);
inline constexpr auto focal = gs::param<"focal">;
inline constexpr auto principal = gs::param<"principal">(e);
inline constexpr auto radial = gs::param<"radial">(e);
inline constexpr auto point = gs::param<"point">(a);
inline constexpr auto weight = gs::param<"weight">;
inline constexpr auto feature = gs::input<"feature">(e);

inline constexpr auto moved = gs::let([] { return point - centre; });
constexpr auto r(int k) { return pick(a, rotation, k); }
constexpr auto p(int k) { return pick(a, moved, k); }
inline constexpr auto squares = gs::let([] { return sum(a, square(rotation)); });
inline constexpr auto angle = gs::let([] { return sqrt(squares); });
inline constexpr auto along = gs::let([] { return sum(a, rotation * moved); });
constexpr auto across(int k) { return r((k + 1) % 3) * p((k + 2) % 3) - r((k + 2) % 3) * p((k + 1) % 3); }
inline constexpr auto cosine = gs::let([] { return where(squares > 1e-6, cos(angle), 1 - squares / 2); });
inline constexpr auto sine = gs::let([] { return where(squares > 1e-6, sin(angle) / angle, 1 - squares / 6); });
inline constexpr auto versine =
    gs::let([] { return where(squares > 1e-6, (1 - cos(angle)) / squares, 0.5 - squares / 24); });
constexpr auto turned(int k) { return p(k) * cosine + across(k) * sine + r(k) * along * versine; }
inline constexpr auto abscissa = gs::let([] { return turned(0) / turned(2); });
inline constexpr auto ordinate = gs::let([] { return turned(1) / turned(2); });
inline constexpr auto radius = gs::let([] { return square(abscissa) + square(ordinate); });
inline constexpr auto distortion =
    gs::let([] { return 1 + pick(e, radial, 0) * radius + pick(e, radial, 1) * square(radius); });
inline constexpr auto u = weight * (focal * distortion * abscissa + pick(e, principal, 0) - pick(e, feature, 0));
inline constexpr auto v = weight * (focal * distortion * ordinate + pick(e, principal, 1) - pick(e, feature, 1));

}  // namespace camera

/// The reprojection errors of many observations: an array along the observations for each of 15 arguments.
namespace cameras {

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto r0 = gs::input<"r0">(i);
inline constexpr auto r1 = gs::input<"r1">(i);
inline constexpr auto r2 = gs::input<"r2">(i);
inline constexpr auto c0 = gs::input<"c0">(i);
inline constexpr auto c1 = gs::input<"c1">(i);
inline constexpr auto c2 = gs::input<"c2">(i);
inline constexpr auto focal = gs::input<"focal">(i);
inline constexpr auto o0 = gs::input<"o0">(i);
inline constexpr auto o1 = gs::input<"o1">(i);
inline constexpr auto d0 = gs::input<"d0">(i);
inline constexpr auto d1 = gs::input<"d1">(i);
inline constexpr auto x0 = gs::input<"x0">(i);
inline constexpr auto x1 = gs::input<"x1">(i);
inline constexpr auto x2 = gs::input<"x2">(i);
inline constexpr auto weight = gs::input<"weight">(i);
inline constexpr auto s0 = gs::input<"s0">(i);
inline constexpr auto s1 = gs::input<"s1">(i);

inline constexpr auto p0 = gs::let([] { return x0 - c0; });
inline constexpr auto p1 = gs::let([] { return x1 - c1; });
inline constexpr auto p2 = gs::let([] { return x2 - c2; });
inline constexpr auto squares = gs::let([] { return square(r0) + square(r1) + square(r2); });
inline constexpr auto angle = gs::let([] { return sqrt(squares); });
inline constexpr auto along = gs::let([] { return r0 * p0 + r1 * p1 + r2 * p2; });
inline constexpr auto cosine = gs::let([] { return where(squares > 1e-6, cos(angle), 1 - squares / 2); });
inline constexpr auto sine = gs::let([] { return where(squares > 1e-6, sin(angle) / angle, 1 - squares / 6); });
inline constexpr auto versine =
    gs::let([] { return where(squares > 1e-6, (1 - cos(angle)) / squares, 0.5 - squares / 24); });
inline constexpr auto t0 = gs::let([] { return p0 * cosine + (r1 * p2 - r2 * p1) * sine + r0 * along * versine; });
inline constexpr auto t1 = gs::let([] { return p1 * cosine + (r2 * p0 - r0 * p2) * sine + r1 * along * versine; });
inline constexpr auto t2 = gs::let([] { return p2 * cosine + (r0 * p1 - r1 * p0) * sine + r2 * along * versine; });
inline constexpr auto abscissa = gs::let([] { return t0 / t2; });
inline constexpr auto ordinate = gs::let([] { return t1 / t2; });
inline constexpr auto radius = gs::let([] { return square(abscissa) + square(ordinate); });
inline constexpr auto scale = gs::let([] { return focal * (1 + d0 * radius + d1 * square(radius)); });
inline constexpr auto u = weight * (scale * abscissa + o0 - s0);
inline constexpr auto v = weight * (scale * ordinate + o1 - s1);

}  // namespace cameras

/// Three exponentials fitted to observations.
namespace decay {

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto k = gs::axis<"k", 3>;
inline constexpr auto amplitude = gs::param<"amplitude">(k);
inline constexpr auto rate = gs::param<"rate">(k);
inline constexpr auto t = gs::input<"t">(i);
inline constexpr auto y = gs::input<"y">(i);
inline constexpr auto residual = sum(k, amplitude* exp(-rate* t)) - y;
inline constexpr auto loss = sum(i, square(residual)) / 2;

}  // namespace decay

}  // namespace benchmarks
