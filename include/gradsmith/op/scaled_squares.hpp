// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What keeps the squares of norm2 from overflow and underflow: entries brought near 1 by a power of two.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// Where a sum of squares lies between `least` and `most` it is right as it is; beyond, it is formed of entries greater
/// than `great`, divided by `factor`, or less than `small`, multiplied by it. Powers of two: no digit changes. [Blue 1978]
template <class T>
struct norm_scale {
  static constexpr double factor = 0x1p600, least = 0x1p-900, small = 0x1p-440, great = 0x1p400, most = 0x1p1000;
};
template <>
struct norm_scale<float> {
  static constexpr float factor = 0x1p88F, least = 0x1p-100F, small = 0x1p-45F, great = 0x1p30F, most = 0x1p100F;
};
template <class V>
using norm_scale_of = norm_scale<simd::element_type<V>>;

/// y = x/factor where |x| is great, else 0: nothing underflows.
struct great_part {
  static constexpr std::string_view name = "great_part";
  static constexpr std::string_view cpp = "great_part($0)";
  static constexpr std::string_view cpp_function = "inline double great_part(double x) { return std::fabs(x) > 0x1p400 ? x*0x1p-600 : 0; }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x/2^600 where |x| > 2^400, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.mul = 1, .compare = 1, .select = 1};
  static auto value(auto x) {
    using V = decltype(+x);
    using scale = norm_scale_of<V>;
    return simd::select(simd::gt(simd::abs(V(x)), simd::broadcast<V>(scale::great)), x * simd::broadcast<V>(1 / scale::factor), simd::broadcast<V>(0));
  }
};

/// y = x factor where |x| is small, else 0: nothing overflows.
struct small_part {
  static constexpr std::string_view name = "small_part";
  static constexpr std::string_view cpp = "small_part($0)";
  static constexpr std::string_view cpp_function = "inline double small_part(double x) { return std::fabs(x) < 0x1p-440 ? x*0x1p600 : 0; }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "2^600 x where |x| < 2^-440, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.mul = 1, .compare = 1, .select = 1};
  static auto value(auto x) {
    using V = decltype(+x);
    using scale = norm_scale_of<V>;
    return simd::select(simd::lt(simd::abs(V(x)), simd::broadcast<V>(scale::small)), x * simd::broadcast<V>(scale::factor), simd::broadcast<V>(0));
  }
};

/// y = the root of the sum of squares s, or where s is not within bounds, of the sum of squares of the great or small parts.
struct scaled_root {
  static constexpr std::string_view name = "scaled_root";
  static constexpr std::string_view cpp = "scaled_root($0, $1, $2)";
  static constexpr std::string_view cpp_function =
      "inline double scaled_root(double s, double of_great, double of_small) {\n"
      "  return s > 0x1p1000 ? std::sqrt(of_great)*0x1p600 : s < 0x1p-900 ? std::sqrt(of_small)*0x1p-600 : std::sqrt(s);\n"
      "}";
  static constexpr int arity = 3;
  static constexpr operation_facts facts{.formula = "the root of that sum of squares which does not overflow"};
  static constexpr operation_counts cost{.mul = 1, .sqrt = 1, .compare = 2, .select = 4};
  static auto value(auto s, auto of_great, auto of_small) {
    using V = decltype(s + of_great);
    using scale = norm_scale_of<V>;
    auto const is_great = simd::gt(V(s), simd::broadcast<V>(scale::most)), is_small = simd::lt(V(s), simd::broadcast<V>(scale::least));
    V const one = simd::broadcast<V>(1), up = simd::broadcast<V>(scale::factor), down = simd::broadcast<V>(1 / scale::factor);
    return simd::sqrt(simd::select(is_great, V(of_great), simd::select(is_small, V(of_small), V(s)))) *
           simd::select(is_great, up, simd::select(is_small, down, one));
  }
};

}  // namespace gradsmith::op
