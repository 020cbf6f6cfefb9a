// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The element types that whole programs are tested with: sanitizer builds keep to double.
#pragma once

#include "support/sanitized.hpp"

#ifdef GRADSMITH_TEST_SANITIZED
#define GRADSMITH_TEST_TYPES double
#else
#define GRADSMITH_TEST_TYPES double, float
#endif

namespace gradsmith::tests {

inline constexpr bool float_is_tested = !is_sanitized;

}  // namespace gradsmith::tests
