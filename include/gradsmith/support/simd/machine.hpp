// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The steps that differ between machines. Each header is empty unless this translation unit's
// machine is its own.
#pragma once

#include <gradsmith/support/simd/avx.hpp>
#include <gradsmith/support/simd/avx512.hpp>
#include <gradsmith/support/simd/avx512_lanes.hpp>
#include <gradsmith/support/simd/avx_lanes.hpp>
#include <gradsmith/support/simd/portable.hpp>
#include <gradsmith/support/simd/scalar.hpp>
#include <gradsmith/support/simd/sse.hpp>
#include <gradsmith/support/simd/sse_lanes.hpp>
