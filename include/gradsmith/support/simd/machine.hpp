// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Chooses the instructions: scalars, and the batches of this translation unit's machine.
#pragma once

#include <gradsmith/support/simd/batch.hpp>

#include <gradsmith/support/simd/scalar.hpp>

#if XSIMD_WITH_AVX512F
#include <gradsmith/support/simd/avx512.hpp>

#include <gradsmith/support/simd/avx512_lanes.hpp>
#elif XSIMD_WITH_AVX
#include <gradsmith/support/simd/avx.hpp>

#include <gradsmith/support/simd/avx_lanes.hpp>
#elif XSIMD_WITH_SSE2
#include <gradsmith/support/simd/sse.hpp>

#include <gradsmith/support/simd/sse_lanes.hpp>
#else
#include <gradsmith/support/simd/portable.hpp>
#endif
