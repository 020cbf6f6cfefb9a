// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Vector instructions: one set of functions over scalars and batches, the ground that emitted loops
// stand on.
#pragma once

#if defined(__FAST_MATH__) && !defined(GRADSMITH_ALLOW_FAST_MATH)
#error "-ffast-math costs gradsmith digits and NaNs: drop it or define GRADSMITH_ALLOW_FAST_MATH."
#endif

#include <gradsmith/support/simd/common.hpp>
#include <gradsmith/support/simd/lanes.hpp>

#include <gradsmith/support/math/arcsine.hpp>
#include <gradsmith/support/math/arctangent.hpp>
#include <gradsmith/support/math/cbrt.hpp>
#include <gradsmith/support/math/error_function.hpp>
#include <gradsmith/support/math/exp.hpp>
#include <gradsmith/support/math/exp2.hpp>
#include <gradsmith/support/math/expm1.hpp>
#include <gradsmith/support/math/gamma.hpp>
#include <gradsmith/support/math/hyperbolic.hpp>
#include <gradsmith/support/math/hypot.hpp>
#include <gradsmith/support/math/inverse_hyperbolic.hpp>
#include <gradsmith/support/math/log.hpp>
#include <gradsmith/support/math/log1p.hpp>
#include <gradsmith/support/math/logcosh.hpp>
#include <gradsmith/support/math/normal_distribution.hpp>
#include <gradsmith/support/math/polygamma.hpp>
#include <gradsmith/support/math/log2.hpp>
#include <gradsmith/support/math/logit.hpp>
#include <gradsmith/support/math/pow.hpp>
#include <gradsmith/support/math/tanh.hpp>
#include <gradsmith/support/math/trigonometry.hpp>
