// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The types of the vector layer; the only file of the library that includes xsimd.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

// The whole of xsimd: its batch class pulls in all but 0.02 s of it anyway (g++ 12, xsimd 8.1).
#include <xsimd/xsimd.hpp>

namespace gradsmith::simd {

/// The instruction set of this translation unit. It is a defaulted template argument of every
/// function that has no batch in its signature, so that files compiled for different machines can
/// be linked into one program.
using isa = xsimd::default_arch;

template <class T>
using batch = xsimd::batch<T>;

template <class T>
concept scalar = std::same_as<T, float> || std::same_as<T, double>;

namespace detail {

template <class V>
struct vector_traits;
template <scalar T>
struct vector_traits<T> {
  using element = T;
  using mask = bool;
  static constexpr int width = 1;
};
template <scalar T, class A>
struct vector_traits<xsimd::batch<T, A>> {
  using element = T;
  using mask = xsimd::batch_bool<T, A>;
  static constexpr int width = static_cast<int>(xsimd::batch<T, A>::size);
};

}  // namespace detail

/// The number of elements in a batch<T>.
template <class T>
inline constexpr int lanes = static_cast<int>(batch<T>::size);
/// The number of elements in V: 1 for a scalar.
template <class V>
inline constexpr int width = detail::vector_traits<V>::width;
template <class V>
using element_type = typename detail::vector_traits<V>::element;
/// The result of comparisons: bool, or one truth value per lane.
template <class V>
using mask_type = typename detail::vector_traits<V>::mask;

/// A float, a double, or a batch of them: what every function of this layer takes.
template <class V>
concept value = requires {
  typename detail::vector_traits<V>::element;
};
template <class V>
concept vector = value<V> && !scalar<V>;

/// Whether fma is one instruction with one rounding.
#if defined(__FMA__) || defined(__AVX512F__) || defined(__ARM_FEATURE_FMA)
template <class = isa>
inline constexpr bool has_fma = true;
#else
template <class = isa>
inline constexpr bool has_fma = false;
#endif

/// The name of the instruction set, for people. Internal linkage: it differs between translation
/// units.
#if XSIMD_WITH_AVX512F
static constexpr std::string_view instruction_set = "avx512";
#elif XSIMD_WITH_AVX2
static constexpr std::string_view instruction_set = has_fma<> ? "avx2+fma" : "avx2";
#elif XSIMD_WITH_AVX
static constexpr std::string_view instruction_set = has_fma<> ? "avx+fma" : "avx";
#elif XSIMD_WITH_SSE4_1
static constexpr std::string_view instruction_set = "sse4.1";
#elif XSIMD_WITH_SSE2
static constexpr std::string_view instruction_set = "sse2";
#else
static constexpr std::string_view instruction_set = isa::name();
#endif

}  // namespace gradsmith::simd
